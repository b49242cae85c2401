import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import {
  type AccountDigest,
  type AccountView,
  type JournalEntry,
  type Sandbox,
  startSandbox,
} from '../../test/sandbox';
import { accountFile, type Deployer, deployerOf } from '../../test/support/account-file';
import { EXTERNAL_ID, LOGICAL_ID } from '../../test/support/customer-account';
import { REGION } from '../../test/support/declared-integration';

/** A role that somebody else made in the account, under a name that the provider's own permissions cover. */
export const FOREIGN_ROLE = 'DatadogIntegrationRole-by-hand';
/** The stack of the story. */
export const STACK = 'datadog';

const ACCOUNT = '123456789012';
/** Slow enough to see what runs in parallel, fast enough not to be waited for. */
const LATENCY_MS = 10;
/** As on AWS, where it takes seconds, a role that was just made cannot be assumed at once. */
const ROLE_ASSUMABLE_AFTER_MS = 400;

/** What the act about the role plays on: an account with nothing of ours in it. */
export interface RoleStage {
  readonly sandbox: Sandbox;
  readonly account: AccountView;
  /** The account's administrator. */
  readonly iam: IAMClient;
  /** The account before anything was deployed. */
  readonly atFirst: AccountDigest;
  /** The STS client of somebody with this access key, such as Datadog's account id. */
  stsOf(accessKeyId: string): STSClient;
  /** Deploys account.yaml, call by call as `aws cloudformation deploy` does. */
  deploy(parameters: Parameters): Promise<Deployed>;
  /** Changes parameters of the stack. */
  change(parameters: Parameters): Promise<Deployed>;
  remove(): Promise<Deployed>;
  /** Deploys another template, as another stack. */
  deployOther(name: string, template: string): Promise<Deployed>;
  close(): Promise<void>;
}

type Parameters = Readonly<Record<string, string>>;

export interface Deployed {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** How many resources the stack has. */
  readonly resources: number;
  /** From the event to the reply of the integration's first operation. */
  readonly replyMs: number;
  /** Why that operation failed; empty when it did not. */
  readonly reason: string;
  /** Operations that the client called, in their order. */
  readonly clientCalls: readonly string[];
  /** The provider's calls, self-test included. */
  readonly calls: readonly JournalEntry[];
}

export async function openRoleStage(): Promise<RoleStage> {
  const sandbox = await startSandbox({
    latencyMs: LATENCY_MS,
    propagation: { roleAssumableMs: ROLE_ASSUMABLE_AFTER_MS },
    schedulesRun: false,
  });
  const account = sandbox.account(ACCOUNT);
  account.seed({ roles: [foreignRole] });
  const client = { endpoint: sandbox.endpoint, region: REGION };
  const credentials = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 'not-checked' });
  const deployer = deployerOf(sandbox, { region: REGION, as: ACCOUNT });
  const observe = (name: string, operation: () => ReturnType<Deployer['deploy']>) =>
    observed(sandbox, deployer, name, operation);
  return {
    sandbox,
    account,
    iam: new IAMClient({ ...client, credentials: credentials(ACCOUNT) }),
    atFirst: account.digest(),
    stsOf: (accessKeyId) => new STSClient({ ...client, credentials: credentials(accessKeyId) }),
    deploy: (parameters) =>
      observe(STACK, () => deployer.deploy(STACK, accountFile(), { ExternalId: EXTERNAL_ID, ...parameters })),
    change: (parameters) => observe(STACK, () => deployer.change(STACK, parameters)),
    remove: () => observe(STACK, () => deployer.delete(STACK)),
    deployOther: (name, template) => observe(name, () => deployer.deploy(name, template)),
    close: () => sandbox.stop(),
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
  sandbox: Sandbox,
  deployer: Deployer,
  name: string,
  operation: () => ReturnType<Deployer['deploy']>,
): Promise<Deployed> {
  const stacks = () => sandbox.account(ACCOUNT).stacks.list();
  const eventsBefore = stacks().findLast((stack) => stack.name === name)?.events?.length ?? 0;
  sandbox.journal.clear();
  const stack = await operation();
  const { events = [], resources = [] } = stacks().find(({ id }) => id === stack.StackId) ?? {};
  const [begun, ended] = events.slice(eventsBefore).filter(({ logicalId }) => logicalId === LOGICAL_ID);
  const failed = ended?.status.endsWith('_FAILED') ?? true;
  const calls = sandbox.journal.calls();
  const isHeard = ({ service }: JournalEntry) => service === 's3' || service === 'cloudformation';
  const isClient = ({ principalArn }: JournalEntry) => principalArn.endsWith(':user/administrator');
  return {
    status: stack.StackStatus ?? '',
    outputs: deployer.outputs(stack),
    resources: resources.length,
    replyMs: (ended?.time.getTime() ?? 0) - (begun?.time.getTime() ?? 0),
    reason: failed ? (ended?.reason ?? '') : '',
    clientCalls: calls.filter((call) => isClient(call) && isHeard(call)).map(({ operation: of }) => of),
    calls: calls.filter(({ principalArn }) => principalArn.includes('-ProviderRole-')),
  };
}
