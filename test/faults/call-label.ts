import type { CallFacts, JournalEntry } from '../sandbox';
import { ROLE } from '../support/customer-account';

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
    ...parameterNames.map((name) => name.split('/').slice(2).join('.')),
    ...(operation === 'AssumeRole'
      ? [parameters['ExternalId'] === undefined ? 'without-id' : 'with-id']
      : []),
  ];
  const call = `${service}.${operation}`;
  return details.length === 0 ? call : `${call}:${details.join('+')}`;
}

/** One call of a story: the n-th with its label, counted from 1. */
export interface Target {
  readonly label: string;
  readonly occurrence: number;
  readonly write: boolean;
}

/** All calls of a run as targets; a question that is asked again until the answer changes counts once. */
export function targetsOf(calls: readonly JournalEntry[]): readonly Target[] {
  const seen = new Map<string, { readonly occurrence: number; readonly result: string }>();
  return calls.flatMap((call) => {
    const label = labelOf(call);
    const before = seen.get(label);
    const occurrence = (before?.occurrence ?? 0) + 1;
    seen.set(label, { occurrence, result: call.result });
    const isPoll = call.result === 'AccessDenied' && before?.result === call.result;
    return isPoll ? [] : [{ label, occurrence, write: call.write }];
  });
}
