import type { PermissionSets } from '../datadog/permission-sets';
import { isOwnedBy } from '../iam/ownership';
import { describeStep } from '../iam/plan';
import { desiredRole } from '../iam/role/desired';
import { lastAppliedBy } from '../iam/role/last-applied';
import type { ObservedRole } from '../iam/role/observed';
import { planRole } from '../iam/role/plan';
import { withIamsSpelling } from '../iam/role/policy-spelling';
import type { Owner } from '../integration/spec';
import type { IntegrationRecord } from '../state/integration';

/** What an update would do to the role of a record. */
export interface RecordedPlan {
  readonly roleName: string;
  readonly accountId: string;
  readonly owner: Owner;
  /** Why an update would be refused before it changed anything; empty where it would not. */
  readonly refusedBecause: readonly string[];
  /** One after the other; the steps of a stage in any order. Documents are left out. */
  readonly stages: readonly (readonly { readonly kind: string; readonly text: string }[])[];
  /** Exceptions that the update would make, and things of others that it would leave alone. */
  readonly warnings: readonly string[];
}

/** Plans as the provider does, from the state that the record keeps. Pure. */
export function planOfRecord(
  record: IntegrationRecord,
  observed: ObservedRole,
  permissionSets: PermissionSets,
): RecordedPlan {
  const { owner, selfTestPrincipals } = record;
  const spec = withIamsSpelling(record.spec, observed);
  const desired = desiredRole(spec, { owner, permissionSets, selfTestPrincipals });
  const plan = planRole(desired, observed, owner, lastAppliedBy([spec]));
  return {
    roleName: spec.roleName,
    accountId: spec.accountId,
    owner,
    refusedBecause: [...notOurs(record, observed), ...plan.unmet],
    stages: plan.stages.map((stage) => stage.map((step) => ({ kind: step.kind, text: describeStep(step) }))),
    warnings: plan.warnings,
  };
}

function notOurs({ owner, roleId }: IntegrationRecord, { role }: ObservedRole): readonly string[] {
  if (role === null || role.roleId === roleId || isOwnedBy(owner, role.tags)) return [];
  return [
    `${role.arn} is not the role of this stack any more: it has another unique id (${role.roleId} instead of ${roleId}) and not the stack's tags.`,
  ];
}
