import { NOT_CREATED_ID } from '../../../src/provider/physical-id';
import { REGISTRATION_NOT_CREATED_ID } from '../../../src/provider/registration/physical-id';
import type { CustomResourceRequest } from '../../sandbox/cloudformation/request';
import { readResponse } from '../../sandbox/cloudformation/response';
import { REGISTRATION_TYPE } from '../../support/registration';
import type { Delivery } from '../trial';
import type { Violations } from './violation';

/** What may be expected of the replies to the events of one stack. */
export interface ReplyExpectation {
  /** Names of the roles that the events are about: with the not-created id the only physical ids there may be. */
  readonly roles: readonly string[];
  /** The event on which CloudFormation gave up: its reply comes too late. */
  readonly givenUp?: CustomResourceRequest | undefined;
  /** Events that were answered before, and are delivered once more. */
  readonly answered?: readonly CustomResourceRequest[];
}

/** The account config id, with the mark of what was adopted. */
const REGISTRATION_ID = /^(adopted:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Exactly one reply to every event, while CloudFormation waits for it, with a valid body and a physical id that was to
 * be expected. Only a function that was killed and not started again does not reply. An event that was given up, or is
 * delivered once more, has at most one reply for each delivery.
 */
export function replyViolations(
  deliveries: readonly Delivery[],
  { roles, givenUp, answered = [] }: ReplyExpectation,
): Violations {
  const expected = (request: CustomResourceRequest) => {
    if (request === givenUp) return { first: 'late', further: 'late' };
    return { first: answered.includes(request) ? 'duplicate' : 'reply', further: 'duplicate' };
  };
  return [...new Set(deliveries.map(({ request }) => request))].flatMap((request) => {
    const those = deliveries.filter((delivery) => delivery.request === request);
    const [{ puts, invocation } = { puts: [], invocation: undefined }] = those;
    const event = `${request.RequestType} ${request.RequestId}`;
    const meanings = puts.map(({ meaning }) => meaning).join(', ');
    const wasCutOff = invocation?.attempts.at(-1)?.outcome === 'killed';
    if (wasCutOff) return puts.length === 0 ? [] : [`${event} was cut off and yet replied: ${meanings}`];
    const [first, ...more] = puts;
    const wanted = expected(request);
    const isRepeated = more.every(({ meaning }) => meaning === wanted.further);
    if (first?.meaning !== wanted.first || !isRepeated || puts.length > those.length)
      return [`${event} has ${puts.length} replies to ${those.length} deliveries (${meanings})`];
    return puts.flatMap(({ body }) => bodyViolations(event, body, request, roles));
  });
}

function bodyViolations(
  event: string,
  body: string,
  request: CustomResourceRequest,
  roles: readonly string[],
): Violations {
  const read = readResponse(body, request);
  if (!read.valid) return [`${event} has a reply that CloudFormation refuses: ${read.fault}`];
  const notCreated =
    request.ResourceType === REGISTRATION_TYPE ? REGISTRATION_NOT_CREATED_ID : NOT_CREATED_ID;
  const ids = [...roles, notCreated, request.PhysicalResourceId];
  const { physicalId } = read.reply;
  const isRegistration = request.ResourceType === REGISTRATION_TYPE && REGISTRATION_ID.test(physicalId);
  return isRegistration || ids.includes(physicalId) ? [] : [`${event} has the physical id ${physicalId}`];
}
