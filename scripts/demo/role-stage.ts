import type { AccountDigest, JournalEntry } from '../../test/sandbox';
import type { Deployment } from '../../test/sandbox/cloudformation/deployment';
import type { TemplateValue } from '../../test/sandbox/cloudformation/request';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  type Stack,
  type StackStatus,
} from '../../test/support/customer-account';
import { declaredProperties } from '../../test/support/declared-integration';

/** A role that somebody else made in the account, under a name that the provider's own permissions cover. */
export const FOREIGN_ROLE = 'DatadogIntegrationRole-by-hand';

/** Slow enough to see what runs in parallel, fast enough not to be waited for. */
const LATENCY_MS = 10;
/** As on AWS, where it takes seconds, a role that was just made cannot be assumed at once. */
const ROLE_ASSUMABLE_AFTER_MS = 400;

/** What the act about the role plays on: an account with the provider in it, and the stack of the story. */
export interface RoleStage {
  readonly customer: CustomerAccount;
  readonly stack: Stack;
  /** The account before anything was deployed. */
  readonly atFirst: AccountDigest;
  readonly deploy: (stack: Stack, declaration: Declaration) => Promise<Deployed>;
  readonly remove: (stack: Stack) => Promise<Deployed>;
}

/** What the template's user changes between two deployments. */
export interface Declaration {
  /** Parameters of template.yaml besides the external id. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Properties that were added to the resource in the template itself. */
  readonly properties?: Readonly<Record<string, TemplateValue>>;
  readonly options?: Omit<Deployment, 'resources'>;
}

export interface Deployed {
  readonly status: StackStatus;
  /** From the event to the reply of the resource's first operation. */
  readonly replyMs: number;
  /** Why the resource's first operation failed; empty when it did not. */
  readonly reason: string;
  readonly replies: number;
  /** The provider's calls, self-test included. */
  readonly calls: readonly JournalEntry[];
}

export async function openRoleStage(): Promise<RoleStage> {
  const customer = await openCustomerAccount({
    sandbox: { latencyMs: LATENCY_MS, propagation: { roleAssumableMs: ROLE_ASSUMABLE_AFTER_MS } },
  });
  try {
    customer.account.seed({ roles: [foreignRole] });
  } catch (error) {
    await customer.close();
    throw error;
  }
  return {
    customer,
    stack: customer.stack('datadog'),
    atFirst: customer.account.digest(),
    deploy: (stack, { parameters, properties = {}, options }) =>
      observed(customer, stack, () =>
        customer.deploy(stack, { ...declaredProperties(customer, parameters), ...properties }, options),
      ),
    remove: (stack) => observed(customer, stack, () => stack.delete()),
  };
}

const foreignRole = {
  name: FOREIGN_ROLE,
  description: 'Made in the console, years ago',
  trust: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::464622532012:root' }, Action: 'sts:AssumeRole' },
    ],
  },
  inline: {
    ReadMetrics: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' }],
    },
  },
};

async function observed(
  customer: CustomerAccount,
  stack: Stack,
  operation: () => Promise<StackStatus>,
): Promise<Deployed> {
  const eventsBefore = stack.events.length;
  const repliesBefore = stack.replies().length;
  customer.sandbox.journal.clear();
  const status = await operation();
  const [begun, ended] = stack.events.slice(eventsBefore).filter(({ logicalId }) => logicalId === LOGICAL_ID);
  const failed = ended?.status.endsWith('_FAILED') ?? true;
  return {
    status,
    replyMs: (ended?.time.getTime() ?? 0) - (begun?.time.getTime() ?? 0),
    reason: failed ? (ended?.reason ?? '') : '',
    replies: stack.replies().length - repliesBefore,
    calls: customer.calls(),
  };
}
