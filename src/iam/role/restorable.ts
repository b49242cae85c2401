import { parsePrincipalId } from '../../policy/principal-id';
import { principalIds, withoutPrincipals } from '../../policy/without-principals';
import type { RoleBeforeAdoption } from './before-adoption';
import type { ObservedIdentity } from './observed';

/** What is known not to exist any more. */
export interface Gone {
  readonly policyArns: readonly string[];
  /** Principals that IAM has refused in a trust policy. */
  readonly principals: readonly string[];
}

/** What of a role before adoption can be brought back. */
export interface Restoration {
  readonly before: RoleBeforeAdoption;
  /** What is left out, and why. */
  readonly warnings: readonly string[];
}

/**
 * Leaves out of a role before adoption what does not exist any more, so that the rest can be restored. Pure.
 *
 * @param role the role as it is: a boundary that cannot be brought back leaves its own in place, as no boundary at
 * all would allow more than ever before
 */
export function restorable(before: RoleBeforeAdoption, role: ObservedIdentity, gone: Gone): Restoration {
  const { attachedPolicyArns, permissionsBoundary, trustPolicy } = before;
  const isLost = (arn: string) => gone.policyArns.includes(arn);
  const lostBoundary = permissionsBoundary !== null && isLost(permissionsBoundary);
  // IAM shows a principal by its unique id once it is deleted, and takes no such id.
  const nobody = principalIds(trustPolicy).filter(
    (id) => gone.principals.includes(id) || parsePrincipalId(id).kind === 'deleted',
  );
  return {
    before: {
      ...before,
      attachedPolicyArns: attachedPolicyArns.filter((arn) => !isLost(arn)),
      permissionsBoundary: lostBoundary ? role.permissionsBoundary : permissionsBoundary,
      trustPolicy: withoutPrincipals(trustPolicy, nobody),
    },
    warnings: [
      ...attachedPolicyArns
        .filter(isLost)
        .map(
          (arn) =>
            `The policy ${arn} that was attached before the role was adopted does not exist any more and is left out.`,
        ),
      ...(lostBoundary
        ? [
            `The permissions boundary ${permissionsBoundary} that the role had before it was adopted does not exist any more: the role keeps the one that it has now (${role.permissionsBoundary ?? 'none'}).`,
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
export function restoredPolicyArns({
  attachedPolicyArns,
  permissionsBoundary,
}: RoleBeforeAdoption): string[] {
  return [...attachedPolicyArns, ...(permissionsBoundary === null ? [] : [permissionsBoundary])];
}
