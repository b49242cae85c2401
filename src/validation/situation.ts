import { type DesiredRole, desiredRole } from '../iam/role/desired';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import type { RolePlan } from '../iam/role/plan';
import { withIamsSpelling } from '../iam/role/policy-spelling';
import type { DriftItem } from '../report/report';
import { type Adoption, adoptionOf, foundBefore } from './adoption';
import { driftOf, driftOfAnother } from './drift';
import type { Evidence } from './evidence';
import { externalIdsIn } from './external-id-conditions';
import { concealInDrift, concealing } from './external-ids';
import { planNextUpdate } from './next-update';
import { isTheResources, ownershipOf, type RoleOwnership } from './ownership';
import { type TrustFindings, trustFindings } from './trust-findings';

/** The role with what follows from it. */
export interface RoleSituation {
  readonly role: ObservedIdentity;
  readonly observed: ObservedRole;
  readonly ownership: RoleOwnership;
  readonly adoption: Adoption;
  /** Null where nobody declares the role, or it is another one: then there is no state to bring it to. */
  readonly plan: RolePlan | null;
  readonly trust: TrustFindings;
}

/** What checks evaluate: the evidence, and what follows from it. */
export interface Situation extends Evidence {
  readonly desired: DesiredRole;
  /** What the next Update would do; null when the role could not be read, nobody declares it, or it is another one. */
  readonly plan: RolePlan | null;
  /** Null when there is no role, or it could not be read. */
  readonly present: RoleSituation | null;
  /** Empty where nobody declares the role. */
  readonly drift: readonly DriftItem[];
  /** Shortens external ids in a text. */
  readonly conceal: (text: string) => string;
}

/** Derives desired role, plan, drift and trust findings, with the same functions that the provider uses. Pure. */
export function situationOf(evidence: Evidence): Situation {
  const { target, permissionSets } = evidence;
  const { spec, owner, selfTestPrincipals } = target;
  const context = { owner, permissionSets, selfTestPrincipals };
  if (!evidence.observed.ok) {
    const desired = desiredRole(spec, context);
    const conceal = concealing(spec.externalId, []);
    return { ...evidence, desired, plan: null, present: null, drift: [], conceal };
  }
  const observed = evidence.observed.value;
  const asSpelled = withIamsSpelling(spec, observed);
  const desired = desiredRole(asSpelled, context);
  const { role } = observed;
  const conceal = concealing(spec.externalId, role === null ? [] : externalIdsIn(role.trustPolicy));
  const next = { desired, observed, recorded: asSpelled };
  if (role === null) {
    const plan = owner === null ? null : planNextUpdate({ ...next, owner, adoption: { isAdopted: false } });
    const drift = plan === null ? [] : driftOf(plan, desired, observed, null);
    return { ...evidence, desired, plan, present: null, drift, conceal };
  }
  const ownership = ownershipOf(role, target);
  const adoption = adoptionOf(role, target, evidence.storedAdoption);
  const plan =
    owner === null || !isTheResources(ownership) ? null : planNextUpdate({ ...next, owner, adoption });
  const drift =
    plan === null
      ? driftOfAnother(role, target, ownership)
      : driftOf(plan, desired, observed, foundBefore(adoption));
  const trust = trustFindings(role.trustPolicy, {
    ...spec,
    selfTestPrincipals,
    roleTags: role.tags,
    askedRegions: wantedRegions(evidence),
    now: evidence.now,
  });
  const present = { role, observed, ownership, adoption, plan, trust };
  const concealed = drift.map((item) => concealInDrift(item, conceal));
  return { ...evidence, desired, plan, present, drift: concealed, conceal };
}

/** The enabled regions in which Datadog is to get in. */
function wantedRegions({ target: { spec }, regionList }: Evidence): readonly string[] {
  const { regions } = spec;
  return regionList.enabled.filter((region) => regions.length === 0 || regions.includes(region));
}
