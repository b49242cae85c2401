import { invalidPrincipals, isInvalidPrincipal } from '../aws/errors';
import { StepFailed } from '../iam/apply';
import { ADOPTED_TAG, LOGICAL_ID_TAG, STACK_ID_TAG } from '../iam/ownership';
import type { RoleBeforeAdoption } from '../iam/role/before-adoption';
import type { ObservedIdentity } from '../iam/role/observed';
import { principalIds } from '../policy/without-principals';
import { UserError } from '../runtime/user-error';
import { adoptedRoleParameterName, recordParameterName } from '../state/parameter-names';

/** An adopted role that cannot be made as it was before. */
export class RestoreImpossible extends UserError {
  override readonly name = 'RestoreImpossible';
}

/** Nobody knows any more how the role was. */
export function nothingToRestore(role: ObservedIdentity): RestoreImpossible {
  return new RestoreImpossible(
    `The role ${role.arn} was adopted, and the SSM parameter ${adoptedRoleParameterName(role.name)}, which says how it was before, is gone; nothing has been changed. ${howToKeep(role)}`,
  );
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

function howToKeep({ name }: ObservedIdentity): string {
  return `To keep the role as it is, take the tags ${STACK_ID_TAG}, ${LOGICAL_ID_TAG}, ${ADOPTED_TAG} off it and delete the SSM parameter ${recordParameterName(name)}, then delete again.`;
}
