import { type DesiredRole, desiredRole } from '../iam/role/desired';
import { lastAppliedBy } from '../iam/role/last-applied';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import { planRole, type RolePlan } from '../iam/role/plan';
import { withIamsSpelling } from '../iam/role/policy-spelling';
import type { DriftItem } from '../report/report';
import { driftOf } from './drift';
import type { Evidence } from './evidence';
import { externalIdsIn } from './external-id-conditions';
import { concealInDrift, concealing } from './external-ids';
import { type TrustFindings, trustFindings } from './trust-findings';

/** The role with what follows from it. */
export interface RoleSituation {
  readonly role: ObservedIdentity;
  readonly observed: ObservedRole;
  /** Null where nobody declares the role: then there is no state to bring it to. */
  readonly plan: RolePlan | null;
  readonly trust: TrustFindings;
}

/** What checks evaluate: the evidence, and what follows from it. */
export interface Situation extends Evidence {
  readonly desired: DesiredRole;
  /** Null when the role could not be read, or nobody declares it. */
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
  const plan = owner === null ? null : planRole(desired, observed, owner, lastAppliedBy([asSpelled]));
  const drift =
    plan === null ? [] : driftOf(plan, desired, observed).map((item) => concealInDrift(item, conceal));
  if (role === null) return { ...evidence, desired, plan, present: null, drift, conceal };
  const trust = trustFindings(role.trustPolicy, {
    ...spec,
    selfTestPrincipals,
    roleTags: role.tags,
    askedRegions: wantedRegions(evidence),
    now: evidence.now,
  });
  return { ...evidence, desired, plan, present: { role, observed, plan, trust }, drift, conceal };
}

/** The enabled regions in which Datadog is to get in. */
function wantedRegions({ target: { spec }, regionList }: Evidence): readonly string[] {
  const { regions } = spec;
  return regionList.enabled.filter((region) => regions.length === 0 || regions.includes(region));
}
