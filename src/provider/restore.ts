import { invalidPrincipals, isInvalidPrincipal } from '../aws/errors';
import { StepFailed } from '../iam/apply';
import { awsCommands } from '../iam/cli-commands';
import { ADOPTED_TAG, LOGICAL_ID_TAG, STACK_ID_TAG } from '../iam/ownership';
import type { RoleBeforeAdoption } from '../iam/role/before-adoption';
import type { ObservedIdentity } from '../iam/role/observed';
import { OWN_POLICY_PATH } from '../integration/names';
import { principalIds } from '../policy/without-principals';
import { UserError } from '../runtime/user-error';
import { type AdoptedRole, UnreadableAdoptedRole } from '../state/adopted-role';
import { adoptedRoleParameterName, recordParameterName } from '../state/parameter-names';
import { type StoredState, storedOf } from './stored-state';

/** An adopted role that cannot be made as it was before. */
export class RestoreImpossible extends UserError {
  override readonly name = 'RestoreImpossible';
}

/** Why an adopted role cannot be restored: nobody knows, or nothing confirms, how it was before. */
export function unconfirmed(role: ObservedIdentity, stored: StoredState): UserError {
  if (stored.adoptedRole instanceof UnreadableAdoptedRole)
    return new RestoreImpossible(`${stored.adoptedRole.message} Then delete again. ${howToKeep(role)}`, {
      cause: stored.adoptedRole,
    });
  const parameter = adoptedRoleParameterName(role.name);
  const known = storedOf(stored, role.roleId);
  return new RestoreImpossible(
    known === undefined
      ? `The role ${role.arn} was adopted, and the SSM parameter ${parameter}, which says how it was before, is gone or about another role; nothing has been changed. ${howToKeep(role)}`
      : `The role ${role.arn} was adopted, and its tag ${ADOPTED_TAG} does not confirm what the SSM parameter ${parameter} says of how it was before: the parameter was changed, the tag was, or both are of version 0.1.0, which did not confirm it; nothing has been changed. Read the parameter: aws ssm get-parameter --name ${parameter}. If it is right, confirm it: ${confirmation(role, known)}, then delete again. ${howToKeep(role)}`,
  );
}

function confirmation({ name }: ObservedIdentity, { digest }: AdoptedRole): string {
  return awsCommands(name, [{ kind: 'tag-role', tags: { [ADOPTED_TAG]: digest } }]).join(' && ');
}

/**
 * The principals of the earlier trust policy that IAM has just refused, because they do not exist any more; empty
 * when something else went wrong.
 *
 * @throws RestoreImpossible when IAM refuses it over something that cannot be left out
 */
export function refusedPrincipals(
  error: unknown,
  role: ObservedIdentity | null,
  before: RoleBeforeAdoption | undefined,
  known: readonly string[],
): readonly string[] {
  if (role === null || before === undefined || !(error instanceof StepFailed)) return [];
  if (error.step.kind !== 'update-trust-policy' || !isInvalidPrincipal(error.cause)) return [];
  const named = principalIds(before.trustPolicy);
  const refused = invalidPrincipals(error.cause).filter((id) => named.includes(id) && !known.includes(id));
  if (refused.length > 0) return refused;
  throw new RestoreImpossible(
    `The role ${role.arn} cannot be handed back with the trust policy that it had: ${error.message} Make the principal again. ${howToKeep(role)}`,
    { cause: error },
  );
}

/** Of a boundary that somebody else has put on an adopted role: under it IAM lets the provider put nothing back. */
export function boundaryInTheWay(role: ObservedIdentity, inForce: string): RestoreImpossible {
  return new RestoreImpossible(
    `The role ${role.arn} cannot be handed back: it has the boundary ${role.permissionsBoundary}, which somebody else has set, and IAM lets the provider change a role with ${inForce} only; nothing has been changed. Have whoever set it put that in its place, then delete again. ${howToKeep(role)}`,
  );
}

function howToKeep({ name }: ObservedIdentity): string {
  return `To keep the role as it is, detach the policies under the path ${OWN_POLICY_PATH} from it, take the tags ${STACK_ID_TAG}, ${LOGICAL_ID_TAG}, ${ADOPTED_TAG} off it and delete the SSM parameters ${recordParameterName(name)} and ${adoptedRoleParameterName(name)}, then delete again.`;
}
