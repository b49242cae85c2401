import type { PermissionSets } from '../datadog/permission-sets';
import { type DesiredRole, desiredRole } from '../iam/role/desired';
import { previousOf } from '../iam/role/last-applied';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import { planRole, type RolePlan } from '../iam/role/plan';
import type { Attempt } from '../probe/call-failure';
import type { ExternalIdProbe } from '../probe/external-id';
import type { DriftItem, RegionResult } from '../report/report';
import type { IntegrationRecord } from '../state/integration';
import { driftOf } from './drift';
import type { RegionList } from './gather/account';
import type { RoleUsage } from './gather/role-usage';
import type { SimulatedAction } from './gather/simulation';
import { type TrustFindings, trustFindings } from './trust-findings';

/**
 * How regions are tried: by assuming the role; with our own credentials where the trust policy is not meant to let us
 * in; or, with `SelfTest: Off`, by asking STS and nothing else.
 */
export type ProbeMode = 'assume-role' | 'own-credentials' | 'off';

/** Everything that was found out about one integration, before anything is concluded from it. */
export interface Gathered {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly record: IntegrationRecord;
  readonly permissionSets: PermissionSets;
  /** Our own ARN. */
  readonly caller: Attempt<string>;
  readonly observed: Attempt<ObservedRole>;
  readonly usage: Attempt<RoleUsage>;
  readonly simulation: Attempt<readonly SimulatedAction[]>;
  readonly regionList: RegionList;
  readonly probeMode: ProbeMode;
  /** Region of the validator, where the external id was tried. */
  readonly homeRegion: string;
  readonly regions: readonly RegionResult[];
  /** Null where the role is not assumed. */
  readonly externalIdProbe: ExternalIdProbe | null;
}

/** The role with what follows from it. */
export interface RoleSituation {
  readonly role: ObservedIdentity;
  readonly observed: ObservedRole;
  readonly plan: RolePlan;
  readonly trust: TrustFindings;
}

/** What checks judge: what was gathered, and what follows from it. */
export interface Situation extends Gathered {
  readonly desired: DesiredRole;
  /** Null when the role could not be read. */
  readonly plan: RolePlan | null;
  /** Null when there is no role, or it could not be read. */
  readonly present: RoleSituation | null;
  readonly drift: readonly DriftItem[];
}

/** Derives desired role, plan, drift and trust findings, with the same functions that the provider uses. Pure. */
export function situationOf(gathered: Gathered): Situation {
  const { record, permissionSets } = gathered;
  const { spec, owner, selfTestPrincipals } = record;
  const desired = desiredRole(spec, { owner, permissionSets, selfTestPrincipals });
  if (!gathered.observed.ok) return { ...gathered, desired, plan: null, present: null, drift: [] };
  const observed = gathered.observed.value;
  const plan = planRole(desired, observed, owner, previousOf([spec]));
  const drift = driftOf(plan, desired, observed);
  const { role } = observed;
  if (role === null) return { ...gathered, desired, plan, present: null, drift };
  const trust = trustFindings(role.trustPolicy, { ...spec, selfTestPrincipals });
  return { ...gathered, desired, plan, present: { role, observed, plan, trust }, drift };
}
