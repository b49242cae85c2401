import { parseArn } from '../../aws/arn';
import { sitesWithAccount } from '../../datadog/sites';
import { awsCommands } from '../../iam/cli-commands';
import { isOwnedBy, ownerOf, ownerTags, tagsOfOthers } from '../../iam/ownership';
import type { Step } from '../../iam/plan';
import { type DesiredRole, securityAuditArn } from '../../iam/role/desired';
import { OWN_POLICY_PATH } from '../../integration/names';
import { isListed } from '../../policy/caller';
import { policiesEquivalent } from '../../policy/equivalence';
import { parsePrincipalId } from '../../policy/principal-id';
import { principalIds } from '../../policy/without-principals';
import { shortened } from '../../runtime/text';
import { externalIdsIn } from '../external-id-conditions';
import type { RoleSituation, Situation } from '../situation';
import { isDeclared } from '../target';
import { UPDATE_THE_STACK, updateByRevision } from './update-the-stack';

/*
 * From the steps of a plan to the commands of a remedy. A plan rests on the stored record, and whoever may write SSM
 * parameters may write records: what only a record says is no reason to give anybody anything. A command lets in nobody
 * but Datadog's published accounts and the roles that try the integration, under no external id that the role does not
 * demand already, and attaches nothing but what this project publishes itself. What else the record calls for is left to the stack, whose properties CloudFormation keeps.
 */

/** Whether a step is offered: as a command, as one behind a condition that a person has to judge, or not at all. */
type Offer =
  | { readonly isOffered: true; readonly onlyIf?: string }
  | { readonly isOffered: false; readonly instead: string; readonly isTheStacks?: true };

const YES: Offer = { isOffered: true };
const onlyIf = (condition: string): Offer => ({ isOffered: true, onlyIf: condition });
const leftToTheStack = (what: string): Offer => ({
  isOffered: false,
  instead: `${UPDATE_THE_STACK} to have ${what}: no command is given for what only its record says.`,
  isTheStacks: true,
});
const notOffered = (instead: string): Offer => ({ isOffered: false, instead });

/** The part of the role's plan that a check asks for; empty where there is no state to bring the role to. */
export function restore(
  present: RoleSituation,
  situation: Situation,
  isWanted: (step: Step) => boolean,
): readonly string[] {
  return commandsFor(present.plan?.stages.flat().filter(isWanted) ?? [], present, situation);
}

/** Brings the trust policy to what lets Datadog in. */
export function restoreTrustPolicy(present: RoleSituation, situation: Situation): readonly string[] {
  const { trustPolicy: document } = situation.desired;
  if (policiesEquivalent(present.role.trustPolicy, document)) return [];
  return commandsFor([{ kind: 'update-trust-policy', document }], present, situation);
}

/**
 * Steps as commands in their order, and in words what stands before one, or in the place of one: no command is given against a
 * role that is not the resource's own.
 */
export function commandsFor(
  steps: readonly Step[],
  present: RoleSituation,
  situation: Situation,
): readonly string[] {
  if (steps.length === 0) return [];
  switch (present.ownership) {
    case 'remade':
      return [
        `${UPDATE_THE_STACK}: no command is given for a role that is not the recorded one.`,
        ...updateByRevision(situation.target),
      ];
    case 'disputed':
    case 'foreign':
      return [`No command is given that changes ${present.role.arn}: see role-ownership.`];
    default:
      return commandsForOwn(steps, present, situation);
  }
}

/** Puts on the role the tags that say whose it is, by what only the record says: whoever reads it has to judge. */
export function tagAsOwn(present: RoleSituation, situation: Situation): readonly string[] {
  const { owner } = situation.target;
  if (owner === null) return [];
  return commandsForOwn([{ kind: 'tag-role', tags: ownerTags(owner) }], present, situation);
}

function commandsForOwn(
  steps: readonly Step[],
  present: RoleSituation,
  situation: Situation,
): readonly string[] {
  const commands: string[] = [];
  const instead = new Set<string>();
  let isLeftToTheStack = false;
  let condition: string | undefined;
  for (const step of steps) {
    const offer = offerOf(step, present, situation);
    if (!offer.isOffered) {
      instead.add(offer.instead);
      isLeftToTheStack ||= offer.isTheStacks === true;
      continue;
    }
    if (offer.onlyIf !== undefined && offer.onlyIf !== condition) commands.push(offer.onlyIf);
    condition = offer.onlyIf;
    commands.push(...awsCommands(present.role.name, [step]));
  }
  return [...commands, ...instead, ...(isLeftToTheStack ? updateByRevision(situation.target) : [])];
}

function offerOf(step: Step, present: RoleSituation, situation: Situation): Offer {
  const { permissionsBoundary } = present.role;
  switch (step.kind) {
    case 'create-role':
      return leftToTheStack('the role made');
    case 'update-trust-policy':
      return offerOfTrust(present, situation);
    case 'attach-policy':
      return offerOfAttachment(step.policyArn, present, situation);
    case 'create-policy':
    case 'tag-policy':
    case 'tag-role':
      return offerOfTags(step.tags, present, situation);
    case 'put-boundary':
      if (present.observed.missingPolicyArns.includes(step.policyArn))
        return notOffered(
          `The permissions boundary ${step.policyArn} that the stack calls for does not exist: make it again, or name another one in the property PermissionsBoundary.`,
        );
      return permissionsBoundary === null
        ? YES
        : onlyIf(
            `If ${permissionsBoundary} is no guard rail of your organization, put the stack's boundary in its place:`,
          );
    case 'delete-boundary':
      return onlyIf(`If ${permissionsBoundary} is no guard rail of your organization, take it off:`);
    default:
      return YES;
  }
}

function offerOfAttachment(policyArn: string, { observed }: RoleSituation, { desired }: Situation): Offer {
  const property = policyArn === securityAuditArn(desired.scope) ? 'ResourceCollection' : 'ManagedPolicyArns';
  if (observed.missingPolicyArns.includes(policyArn))
    return notOffered(
      `${policyArn} does not exist, so that nobody can attach it, and an update of the stack would be refused: make it again, or take it out of the property ${property}.`,
    );
  if (observed.unattachablePolicyArns?.includes(policyArn))
    return notOffered(
      `IAM attaches ${policyArn} to no role of this kind: take it out of the property ${property}.`,
    );
  return isPublished(policyArn, desired) ? YES : leftToTheStack(`${policyArn} attached`);
}

/** Policies of this project's own making, and SecurityAudit. */
function isPublished(policyArn: string, { scope }: DesiredRole): boolean {
  const arn = parseArn(policyArn);
  const isOwn = arn?.accountId === scope.accountId && arn.resource.startsWith(`policy${OWN_POLICY_PATH}`);
  return isOwn || policyArn === securityAuditArn(scope);
}

/** Tags that say whose something is are as good as the role itself: who has them may have it deleted. */
function offerOfTags(
  tags: Readonly<Record<string, string>>,
  { role }: RoleSituation,
  { target: { owner } }: Situation,
): Offer {
  const saysWhose = Object.keys(tagsOfOthers(tags)).length < Object.keys(tags).length;
  if (!saysWhose || owner === null || isOwnedBy(owner, role.tags)) return YES;
  const other = ownerOf(role.tags);
  const tagged =
    other === undefined ? '' : `, and not to ${other.logicalId} of ${other.stackId} as its tags say`;
  return onlyIf(
    `If the role belongs to ${owner.logicalId} of the stack ${owner.stackId}, as its record says${tagged}:`,
  );
}

function offerOfTrust({ role }: RoleSituation, situation: Situation): Offer {
  const { desired, target, caller, selfTestPrincipals } = situation;
  const { spec } = target;
  const known = [...selfTestPrincipals, ...principalIds(role.trustPolicy)];
  const isKnown = (principal: string) =>
    known.includes(principal) || (caller.ok && isListed(caller.value, [principal]));
  for (const principal of principalIds(JSON.stringify(desired.trustPolicy))) {
    const id = parsePrincipalId(principal);
    if (id.kind === 'account') {
      if (sitesWithAccount(spec.partition, id.accountId).length > 0) continue;
      return notOffered(
        `No command is given that lets ${principal} in: Datadog publishes no such account. Take the property DatadogAccountId off the stack, or have whoever answers for the account say whose it is.`,
      );
    }
    if (!isKnown(principal)) return leftToTheStack(`the trust policy put back with ${principal} in it`);
  }
  if (externalIdsIn(role.trustPolicy).includes(spec.externalId)) return YES;
  if (isDeclared(target))
    return leftToTheStack(`the trust policy put back with the external id ${shortened(spec.externalId)}`);
  return onlyIf(
    `Compare with AWS External ID on the tab Account Details of Datadog's AWS integration page. If Datadog shows ${shortened(spec.externalId)}:`,
  );
}
