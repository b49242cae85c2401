import type { CallFacts, JournalEntry } from '../sandbox';
import { ROLE } from '../support/customer-account';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Names a call by what it does to what, such as `iam.AttachRolePolicy:permissions-2`. Calls that run in parallel arrive
 * in any order, so a position among all calls would not name the same one twice.
 */
export function labelOf({ service, operation, parameters }: CallFacts): string {
  const text = (name: string) => {
    const value = parameters[name];
    return typeof value === 'string' ? [value] : [];
  };
  const roles = text('RoleName').filter((name) => name !== ROLE);
  const policies = [...text('PolicyName'), ...text('PolicyArn')].map(
    (policy) => policy.split('/').at(-1) ?? policy,
  );
  const names = parameters['Names'];
  const parameterNames = [...text('Name'), ...(Array.isArray(names) ? names.map(String) : [])];
  const details = [
    ...roles,
    ...policies.map((name) => name.replace(`${ROLE}-`, '')),
    ...text('VersionId'),
    ...text('InstanceProfileName'),
    ...parameterNames.map((name) =>
      name
        .split('/')
        .slice(2)
        .filter((part) => !UUID.test(part))
        .join('.'),
    ),
    ...(operation === 'AssumeRole'
      ? [parameters['ExternalId'] === undefined ? 'without-id' : 'with-id']
      : []),
  ];
  const call = `${service}.${operation}`;
  return details.length === 0 ? call : `${call}:${details.join('+')}`;
}

/** One call of a story, or something else that belongs to it: the n-th with its label, counted from 1. */
export interface Target {
  readonly label: string;
  readonly occurrence: number;
}

/** One AWS call of a story. */
export interface CallTarget extends Target {
  readonly write: boolean;
  /** The position of the event that it is made for, from 0. */
  readonly event: number;
  /** Whether the function has changed nothing yet when it makes it, and it stands for all such calls of its event. */
  readonly opens: boolean;
}

/**
 * All calls of a run as targets; a question that is asked again until the answer changes counts once.
 *
 * @param callsUntil how many calls there had been when each event ended
 */
export function targetsOf(
  calls: readonly JournalEntry[],
  callsUntil: readonly number[],
): readonly CallTarget[] {
  const seen = new Map<string, { readonly occurrence: number; readonly result: string }>();
  const targets = calls.flatMap((call, index) => {
    const label = labelOf(call);
    const before = seen.get(label);
    const occurrence = (before?.occurrence ?? 0) + 1;
    seen.set(label, { occurrence, result: call.result });
    const isPoll = call.result === 'AccessDenied' && before?.result === call.result;
    const event = callsUntil.filter((until) => until <= index).length;
    return isPoll ? [] : [{ label, occurrence, write: call.write, event }];
  });
  const openings = callsUntil.flatMap((_, event) => openingOf(targets.filter((one) => one.event === event)));
  return targets.map((target) => ({ ...target, opens: openings.includes(target) }));
}

/** One of the reads before an event's first write. They arrive in any order: the same one is chosen every time. */
function openingOf(targets: readonly Omit<CallTarget, 'opens'>[]): Omit<CallTarget, 'opens'>[] {
  const firstWrite = targets.findIndex(({ write }) => write);
  const reads = targets.slice(0, firstWrite === -1 ? targets.length : firstWrite);
  return reads.sort((one, other) => (one.label < other.label ? -1 : 1)).slice(0, 1);
}
