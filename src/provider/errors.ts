import { describeFailure } from '../custom-resource/failure';
import { policyNamePrefix } from '../iam/managed-policies/names';
import { ADOPTED_TAG, LOGICAL_ID_TAG, ownerOf, STACK_ID_TAG } from '../iam/ownership';
import type { ObservedIdentity } from '../iam/role/observed';
import { OWN_POLICY_PATH } from '../integration/names';
import type { Owner } from '../integration/spec';
import { show } from '../runtime/text';
import { UserError } from '../runtime/user-error';
import { recordParameterName } from '../state/parameter-names';

/** The desired role cannot be had in this account, for the reasons that the message lists; nothing has been changed. */
export class PreconditionFailed extends UserError {
  override readonly name = 'PreconditionFailed';

  constructor(roleName: string, unmet: readonly string[]) {
    super(`The role ${roleName} has not been changed. ${unmet.join(' ')}`);
  }
}

/** The function is of another release than the template; nothing has been changed. */
export class OtherRelease extends UserError {
  override readonly name = 'OtherRelease';

  constructor(release: string, version: string) {
    super(
      `Release is ${show(release)}, and the function that provides the resource is of version ${version}; nothing has been changed. Deploy template and code of one package: the template that \`npm run package\` writes has both. Templates of your own leave Release out.`,
    );
  }
}

/** There is a role of this name that this resource did not make and may not adopt; nothing has been changed. */
export class RoleOwnedByOthers extends UserError {
  override readonly name = 'RoleOwnedByOthers';

  constructor(role: ObservedIdentity, claimant: Owner) {
    const owner = ownerOf(role.tags);
    super(
      owner === undefined
        ? `RoleName: the role ${role.arn} exists already and was not made by this stack; it has been left as it is. Choose another RoleName, delete the role, or set ExistingRole to Adopt to take it over.`
        : owner.stackId === claimant.stackId
          ? otherLogicalId(role, owner, claimant)
          : `RoleName: the role ${role.arn} belongs to the resource ${owner.logicalId} of the stack ${owner.stackId}. IAM roles are global: deploy to one region per account, or choose another RoleName. If that stack no longer exists, take the tags ${STACK_ID_TAG}, ${LOGICAL_ID_TAG} and ${ADOPTED_TAG} off the role, detach and delete the policies under the path ${OWN_POLICY_PATH} that it left (their names begin with ${policyNamePrefix(role.name)}), and set ExistingRole to Adopt.`,
    );
  }
}

/** CloudFormation knows resources by their logical ids, and makes new ones before it deletes those that are gone from the template. */
function otherLogicalId(role: ObservedIdentity, owner: Owner, claimant: Owner): string {
  return `RoleName: the role ${role.arn} belongs to the resource ${owner.logicalId} of this very stack, and this is its resource ${claimant.logicalId}; it has been left as it is. Where the logical id has been changed, the new resource is made before the old one is deleted, and an account has one role of a name: keep the logical id ${owner.logicalId}, or give ${claimant.logicalId} another RoleName (and, if it has to be this one, the present name in a second update). Two resources of one template need two names.`;
}

/** The role of others must not be adopted, for the reasons that the message lists; nothing has been changed. */
export class AdoptionRefused extends UserError {
  override readonly name = 'AdoptionRefused';

  constructor(role: ObservedIdentity, problems: readonly string[]) {
    super(`The role ${role.arn} is not adopted, and has been left as it is. ${problems.join(' ')}`);
  }
}

/** The role was being adopted, and somebody has taken the tags off that said so; nothing else has been changed. */
export class AdoptionAbandoned extends UserError {
  override readonly name = 'AdoptionAbandoned';

  constructor(role: ObservedIdentity) {
    super(
      `The tags ${STACK_ID_TAG} and ${LOGICAL_ID_TAG} were taken off the role ${role.arn} while it was being adopted, and it is not adopted a second time: CloudFormation may have given this operation up. Repeat it if nobody meant to take them off.`,
    );
  }
}

/** The role's tags name one owner, and the record of this very role another; nothing has been changed. */
export class OwnershipDisputed extends UserError {
  override readonly name = 'OwnershipDisputed';

  constructor(role: ObservedIdentity, claimant: Owner, recorded: Owner | undefined) {
    const tagged = ownerOf(role.tags);
    super(
      `RoleName: two claim the role ${role.arn}. By its tags it belongs to ${nameOf(tagged)}, by the SSM parameter ${recordParameterName(role.name)} to ${nameOf(recorded ?? claimant)}; it has been left as it is. If the tags are right, delete the parameter; if the parameter is, put back the tags ${STACK_ID_TAG} and ${LOGICAL_ID_TAG}.`,
    );
  }
}

/** The role seems to be this resource's, and something speaks against it; nothing has been changed. */
export class OwnershipUnproven extends UserError {
  override readonly name = 'OwnershipUnproven';

  constructor(role: ObservedIdentity, because: string) {
    super(
      `RoleName: whether the role ${role.arn} is this resource's cannot be told, and it has been left as it is: ${because}. Its tags may be somebody else's, be gone, or be left from a stack that has let go of the role. If it is this resource's, have an administrator put back its tags ${STACK_ID_TAG} and ${LOGICAL_ID_TAG}, and ${ADOPTED_TAG} if it was adopted. Otherwise delete the role, choose another RoleName, or take these tags off it and set ExistingRole to Adopt.`,
    );
  }
}

function nameOf(owner: Owner | undefined): string {
  return owner === undefined ? 'nobody' : `the resource ${owner.logicalId} of the stack ${owner.stackId}`;
}

/** A role cannot be replaced by one of the new name; nothing has been changed. */
export class RenameImpossible extends UserError {
  override readonly name = 'RenameImpossible';
}

/** Of a new name that IAM does not tell apart from the old one. */
export function sameNameInIam(oldName: string, newName: string): RenameImpossible {
  return new RenameImpossible(
    `RoleName: a change from ${oldName} to ${newName} cannot be made, because the new role is made before the old one is deleted and IAM does not tell role names apart by letter case. Choose a name that differs in more, or rename in two updates.`,
  );
}

/** Of a new name under which the provider could no longer remove the role that has the old one. */
export function unreachableAfterRename(oldName: string, newName: string): RenameImpossible {
  return new RenameImpossible(
    `RoleName: a change from ${oldName} to ${newName} cannot be made, because the provider may not touch the role ${oldName} any more and could not delete it in the end. Let the template's RoleNamePattern match both names until this update is through, and narrow it in another one.`,
  );
}

/** A role that the stack no longer uses is still there. */
export class LeftoverNotRemoved extends UserError {
  override readonly name = 'LeftoverNotRemoved';

  constructor(roleName: string, cause: unknown) {
    super(
      `The role ${roleName} is left over from a rename, and could not be removed: ${describeFailure(cause)} Remove what stands in the way, and update the stack with any change, or delete the role by hand: until then Datadog may be let in by it.`,
      { cause },
    );
  }
}

/** The role was there, and somebody deleted it before it was complete. */
export class RoleDeleted extends UserError {
  override readonly name = 'RoleDeleted';

  constructor(roleName: string) {
    super(
      `The role ${roleName} was deleted while it was being made, and is not made a second time: CloudFormation may have given this operation up. Repeat it if nobody meant to delete the role.`,
    );
  }
}
