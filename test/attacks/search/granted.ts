import type { State } from './model';

/** Every action that a role's own policies name in an Allow, as written. */
export function grantedActions(state: State, roleName: string): readonly string[] {
  const role = state.roles.get(roleName.toLowerCase());
  if (role === undefined) throw new Error(`there is no role ${roleName}`);
  const managed = [...state.policies.values()].filter(({ arn }) => role.attached.has(arn));
  const documents = [
    ...role.inline.values(),
    ...managed.map(({ versions, defaultVersionId }) => versions.get(defaultVersionId)?.document ?? '{}'),
  ];
  const statements = documents.flatMap((document): Statement[] =>
    [JSON.parse(document).Statement ?? []].flat(),
  );
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
  if (allowed.some((statement) => 'NotAction' in statement))
    throw new Error(`${roleName} is granted a NotAction: the search does not know what that is`);
  return [...new Set(allowed.flatMap(({ Action = [] }) => Action))].sort();
}

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
}
