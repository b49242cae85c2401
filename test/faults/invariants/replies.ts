import { NOT_CREATED_ID } from '../../../src/provider/physical-id';
import { readResponse } from '../../sandbox/cloudformation/response';
import type { Delivery } from '../trial';
import type { Violations } from './violation';

/** What may be expected of the replies to the events of one stack. */
export interface ReplyExpectation {
  /** Names of the roles that the events are about: with the not-created id the only physical ids there may be. */
  readonly roles: readonly string[];
}

/**
 * Exactly one reply to every event, while CloudFormation waits for it, with a valid body and a physical id that was to
 * be expected. Only a function that was killed and not started again does not reply.
 */
export function replyViolations(deliveries: readonly Delivery[], { roles }: ReplyExpectation): Violations {
  return deliveries.flatMap((delivery) => {
    const { request, puts, invocation } = delivery;
    const event = `${request.RequestType} ${request.RequestId}`;
    const wasCutOff = invocation.attempts.at(-1)?.outcome === 'killed';
    const meanings = puts.map(({ meaning }) => meaning).join(', ');
    if (wasCutOff) return puts.length === 0 ? [] : [`${event} was cut off and yet replied: ${meanings}`];
    const [put] = puts;
    if (put === undefined || puts.length > 1 || put.meaning !== 'reply')
      return [`${event} has ${puts.length} replies instead of one (${meanings})`];
    const read = readResponse(put.body, request);
    if (!read.valid) return [`${event} has a reply that CloudFormation refuses: ${read.fault}`];
    const ids = [...roles, NOT_CREATED_ID, request.PhysicalResourceId];
    return ids.includes(read.reply.physicalId)
      ? []
      : [`${event} has the physical id ${read.reply.physicalId}`];
  });
}
