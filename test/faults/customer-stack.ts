import type { Provider } from '../sandbox/cloudformation/delivery';
import type { Deployment } from '../sandbox/cloudformation/deployment';
import type { Stack } from '../sandbox/cloudformation/stack';
import { type CustomerAccount, LOGICAL_ID } from '../support/customer-account';
import { giveAgain, type RecordedReply, type ServiceToken, serviceToken } from './service-token';
import type { Properties } from './story';
import { INTEGRATION_ROLE, type TestedResource } from './tested-resource';

/** A stack with one resource in it, whose events go where its ServiceToken is connected to. */
export interface CustomerStack {
  readonly stack: Stack;
  readonly token: ServiceToken;
  readonly resource: TestedResource;
}

/** Always the same, so that two runs can be compared. */
export const STACK_ID =
  'arn:aws:cloudformation:us-east-1:123456789012:stack/datadog/5f3c1e9a-7b1d-4c55-9d0e-2a6f8b7c4d10';
/** The neighbours' roles are a day old: older than the stack, and younger than none of its own. */
const DAY_MS = 86_400_000;
/** As template.yaml declares it. */
const SERVICE_TIMEOUT_SECONDS = 600;

export function newStack(
  { cloudFormation, provider }: CustomerAccount,
  named = { name: 'datadog', stackId: STACK_ID },
  resource = INTEGRATION_ROLE,
): CustomerStack {
  // What a case begins with was made in a rehearsal, long before its stack is made to believe in it.
  const createdAt = new Date(Date.now() - DAY_MS / 2);
  return {
    stack: cloudFormation.stack({ ...named, createdAt }),
    token: serviceToken(provider.arn),
    resource,
  };
}

export function deployment(
  provider: Provider,
  properties: Properties,
  options: Omit<Deployment, 'resources'> = {},
  resource = INTEGRATION_ROLE,
): Deployment {
  return {
    ...options,
    resources: {
      [LOGICAL_ID]: {
        type: resource.type,
        serviceToken: provider,
        serviceTimeoutSeconds: SERVICE_TIMEOUT_SECONDS,
        properties: { ...resource.properties, ...properties },
      },
    },
  };
}

/** A deployment that has been made, with the reply to it. */
export interface PastDeployment {
  readonly properties: Properties;
  readonly reply: RecordedReply;
}

/** Makes a deployment for real. @throws Error when it fails */
export async function deployFirst(
  customer: CustomerAccount,
  { stack, token, resource: tested }: CustomerStack,
  properties: Properties,
): Promise<PastDeployment> {
  token.connect((request) => customer.provider.invoke(request, { asynchronous: true }));
  const status = await stack.deploy(deployment(token, properties, {}, tested));
  const resource = stack.resources.get(LOGICAL_ID);
  if (!status.endsWith('_COMPLETE') || status.includes('ROLLBACK') || resource?.physicalId === undefined)
    throw new Error(
      `the deployment that a story begins with ended in ${status}: ${JSON.stringify(stack.events)}`,
    );
  return { properties, reply: { physicalId: resource.physicalId, attributes: resource.attributes } };
}

/** Makes CloudFormation believe in a past deployment; the account is as it left it already. */
export async function replay({ stack, token, resource }: CustomerStack, past: PastDeployment): Promise<void> {
  token.connect((request) => giveAgain(past.reply, request));
  await stack.deploy(deployment(token, past.properties, {}, resource));
}
