import { parsePrincipalId } from '../../policy/principal-id';
import { principalIds, withoutPrincipals } from '../../policy/without-principals';
import { awsCommands } from '../cli-commands';
import type { RoleBeforeAdoption } from './before-adoption';
import { boundaryStep } from './boundary';
import type { ObservedIdentity } from './observed';

/** What is known to stand in the way of a restoration. */
export interface Obstacles {
  /** Policies that do not exist any more. */
  readonly missingPolicyArns: readonly string[];
  /** Principals that IAM has refused in a trust policy. */
  readonly gonePrincipals: readonly string[];
  /** The boundary that the role has to have in the end, where the provider may not bring back the one before. */
  readonly fixedBoundary?: string | null;
}

/** What of a role before adoption can be brought back. */
export interface Restoration {
  readonly before: RoleBeforeAdoption;
  /** What is left out, and why. */
  readonly warnings: readonly string[];
}

/**
 * Leaves out of a role before adoption what cannot be brought back, so that the rest can be restored. Pure.
 *
 * @param role the role as it is: a boundary that does not exist any more leaves its own in place, as no boundary at
 * all would allow more than ever before
 */
export function restorable(
  before: RoleBeforeAdoption,
  role: ObservedIdentity,
  obstacles: Obstacles,
): Restoration {
  const { permissionsBoundary, trustPolicy } = before;
  const lostBoundary =
    permissionsBoundary !== null && obstacles.missingPolicyArns.includes(permissionsBoundary);
  const left = lostBoundary ? role.permissionsBoundary : permissionsBoundary;
  const { fixedBoundary = left } = obstacles;
  // IAM shows a principal by its unique id once it is deleted, and takes no such id.
  const nobody = principalIds(trustPolicy).filter(
    (id) => obstacles.gonePrincipals.includes(id) || parsePrincipalId(id).kind === 'deleted',
  );
  return {
    before: {
      ...before,
      permissionsBoundary: fixedBoundary,
      trustPolicy: withoutPrincipals(trustPolicy, nobody),
    },
    warnings: [
      ...(lostBoundary
        ? [
            `The permissions boundary ${permissionsBoundary} that the role had before it was adopted does not exist any more: the role keeps the one that it has now (${role.permissionsBoundary ?? 'none'}).`,
          ]
        : []),
      ...(fixedBoundary !== left && !lostBoundary
        ? [
            `The role keeps the permissions boundary ${fixedBoundary ?? '(none)'}, as the provider may not change it back. An administrator can: ${awsCommands(role.name, [boundaryStep(permissionsBoundary)]).join(' ')}`,
          ]
        : []),
      ...nobody.map(
        (id) =>
          `The trust policy that the role had before it was adopted names ${id}, which does not exist any more and is left out.`,
      ),
    ],
  };
}

/** The managed policies that have to exist for a role to be restored. */
export function restoredPolicyArns({ permissionsBoundary }: RoleBeforeAdoption): string[] {
  return permissionsBoundary === null ? [] : [permissionsBoundary];
}
