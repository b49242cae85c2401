import type { PermissionSets } from '../datadog/permission-sets';
import { describeStep } from '../iam/plan';
import { desiredRole } from '../iam/role/desired';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import { withIamsSpelling } from '../iam/role/policy-spelling';
import type { Owner } from '../integration/spec';
import { type Adoption, adoptionOf, type StoredAdoption } from '../validation/adoption';
import { planNextUpdate } from '../validation/next-update';
import { ownershipOf } from '../validation/ownership';
import type { Target } from '../validation/target';

/** What an update would do to the role of a record. */
export interface RecordedPlan {
  readonly roleName: string;
  readonly accountId: string;
  readonly owner: Owner;
  /** Why an update would be refused before it changed anything; empty where it would not. */
  readonly refusedBecause: readonly string[];
  /** One after the other; the steps of a stage in any order. Documents are left out. None where it would be refused. */
  readonly stages: readonly (readonly { readonly kind: string; readonly text: string }[])[];
  /** Exceptions that the update would make, and things of others that it would leave alone. */
  readonly warnings: readonly string[];
}

/**
 * Plans what the next Update of a recorded integration would do, as the provider does. Pure.
 *
 * @param target of a record
 * @param stored what the resource has stored of the role as it was before its adoption
 */
export function planOfRecord(
  target: Target & { readonly owner: Owner },
  observed: ObservedRole,
  stored: StoredAdoption | undefined,
  permissionSets: PermissionSets,
): RecordedPlan {
  const { owner, selfTestPrincipals } = target;
  const { role } = observed;
  const recorded = withIamsSpelling(target.spec, observed);
  const desired = desiredRole(recorded, { owner, permissionSets, selfTestPrincipals });
  const adoption: Adoption = role === null ? { isAdopted: false } : adoptionOf(role, target, stored);
  const plan = planNextUpdate({ desired, observed, owner, recorded, adoption });
  const { roleName, accountId } = recorded;
  const refusedBecause = [...(role === null ? [] : ownedByOthers(role, target)), ...plan.unmet];
  const stages = refusedBecause.length > 0 ? [] : plan.stages;
  return {
    roleName,
    accountId,
    owner,
    refusedBecause,
    stages: stages.map((stage) => stage.map((step) => ({ kind: step.kind, text: describeStep(step) }))),
    warnings: plan.warnings,
  };
}

function ownedByOthers(role: ObservedIdentity, target: Target): readonly string[] {
  switch (ownershipOf(role, target)) {
    case 'foreign':
      return [
        `${role.arn} is another role by now than the one that the record is about, and not this stack's.`,
      ];
    case 'disputed':
      return [`${role.arn} has the tags of another resource.`];
    default:
      return [];
  }
}
