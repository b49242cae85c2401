import type { Snapshot } from './snapshot';

/** An account without what belongs to roles that CloudFormation could not delete, and said so. */
export function withoutLeftBehind(snapshot: Snapshot, roleNames: readonly string[]): Snapshot {
  const names = new RegExp(
    `^(/datadog-integration-role/)?(${roleNames.join('|')})(-permissions-\\d+|/adopted)?$`,
  );
  if (roleNames.length === 0) return snapshot;
  const without = <Value>(items: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(items).filter(([name]) => !names.test(name)));
  return {
    ...snapshot,
    roles: without(snapshot.roles),
    policies: without(snapshot.policies),
    parameters: Object.fromEntries(
      Object.entries(snapshot.parameters).map(([region, store]) => [region, without(store)]),
    ),
  };
}
