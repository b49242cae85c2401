import { sentAtOf } from '../../src/custom-resource/sent-at';
import type { CustomResourceRequest } from '../sandbox/cloudformation/request';
import { type CustomerAccount, LOGICAL_ID, RESOURCE_TYPE, type Stack } from './customer-account';

/** A reply as it was put to the ResponseURL, with the type of the request it answers. */
export interface Reply {
  readonly requestType: CustomResourceRequest['RequestType'];
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason: string;
  readonly physicalId: string;
  readonly data: Readonly<Record<string, string>>;
}

/** All replies to a stack's requests in the order of their arrival, repeated ones included. */
export function repliesOf(stack: Stack): readonly Reply[] {
  return stack.replies().map(({ request, body }) => {
    const { Status, Reason = '', PhysicalResourceId, Data = {} } = JSON.parse(body);
    return {
      requestType: request.RequestType,
      status: Status,
      reason: Reason,
      physicalId: PhysicalResourceId,
      data: Data,
    };
  });
}

/** The only reply that says FAILED. @throws Error when there is none, or more than one */
export function onlyFailure(stack: Stack): Reply {
  const failures = repliesOf(stack).filter(({ status }) => status === 'FAILED');
  const [failure] = failures;
  if (failure === undefined || failures.length > 1)
    throw new Error(`expected one failure, got ${JSON.stringify(repliesOf(stack))}`);
  return failure;
}

/** What the last reply said. */
export function lastReply(stack: Stack): Reply {
  const reply = repliesOf(stack).at(-1);
  if (reply === undefined) throw new Error('nobody has replied');
  return reply;
}

/**
 * Delivers the stack's last request once more, changed, and resolves to the replies to that. CloudFormation says meanwhile
 * that the stack is in `status`, and so is the resource; by default in one in which every kind of event is plausible.
 */
export async function deliverChanged(
  customer: CustomerAccount,
  stack: Stack,
  change: Readonly<Record<string, unknown>>,
  status = 'UPDATE_IN_PROGRESS',
): Promise<readonly Reply[]> {
  const before = repliesOf(stack).length;
  const { stacks } = customer.account;
  const published = stacks.list().find(({ id }) => id === stack.id);
  const { id, name } = stack;
  const now = new Date();
  const sent = stack.requests.at(-1);
  // The event is the one of this operation, however long ago it was sent.
  const sentAt = sent === undefined ? undefined : sentAtOf(new URL(sent.ResponseURL));
  const changedAt = sentAt === undefined ? now : new Date(sentAt);
  const resource = { logicalId: LOGICAL_ID, type: RESOURCE_TYPE, status, changedAt };
  stacks.publish({ id, name, createdAt: now, status, resources: [resource] });
  await customer.provider.invoke({ ...sent, ...change }, { asynchronous: true });
  if (published !== undefined) stacks.publish(published);
  return repliesOf(stack).slice(before);
}
