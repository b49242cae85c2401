import { roleNameProblem } from '../integration/property-rules';
import { show } from '../runtime/text';
import { UserError } from '../runtime/user-error';

/** What the validator is asked for. */
export interface ValidationRequest {
  /** The integration with this role; undefined for all of the account and region. */
  readonly roleName: string | undefined;
}

/** The event is not one that the validator takes. */
export class InvalidEvent extends UserError {
  override readonly name = 'InvalidEvent';
}

/** What EventBridge and EventBridge Scheduler put into an event of their own accord. */
const ENVELOPE_FIELDS = [
  'account',
  'detail',
  'detail-type',
  'id',
  'region',
  'resources',
  'source',
  'time',
  'version',
];
const ALLOWED =
  'Send {} to validate every integration of the account, or {"roleName": "<name>"} to validate one.';

/**
 * Reads the event of a schedule, or of somebody who invokes the function.
 *
 * @throws InvalidEvent naming what is wrong and what is allowed
 */
export function parseValidationEvent(event: unknown): ValidationRequest {
  if (event === undefined || event === null) return { roleName: undefined };
  if (typeof event !== 'object' || Array.isArray(event)) {
    throw new InvalidEvent(`The event is ${show(event)}; it must be a JSON object. ${ALLOWED}`);
  }
  const unknown = Object.keys(event).find((key) => key !== 'roleName' && !ENVELOPE_FIELDS.includes(key));
  if (unknown !== undefined) {
    throw new InvalidEvent(`The event has the unknown field ${show(unknown)}. ${ALLOWED}`);
  }
  const roleName = 'roleName' in event ? event.roleName : undefined;
  if (roleName === undefined) return { roleName };
  const problem = typeof roleName === 'string' ? roleNameProblem(roleName) : 'it must be a string.';
  if (typeof roleName !== 'string' || problem !== undefined) {
    throw new InvalidEvent(`roleName is ${show(roleName)}; ${problem} ${ALLOWED}`);
  }
  return { roleName };
}
