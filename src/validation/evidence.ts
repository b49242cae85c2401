import type { PermissionSets } from '../datadog/permission-sets';
import type { ObservedRole } from '../iam/role/observed';
import type { Attempt, CallFailure } from '../probe/call-failure';
import type { ExternalIdProbe } from '../probe/session';
import type { RegionResult } from '../report/report';
import type { BlockedRegions } from '../state/blocked-regions';
import type { StoredAdoption } from './adoption';
import type { DatadogSide } from './datadog-side';
import type { LiveEvidence } from './live-permissions';
import type { RegionSimulation, SimulatedAction } from './simulated-action';
import type { Target } from './target';

/** The regions of the account: those that are enabled are probed. */
export interface RegionList {
  readonly enabled: readonly string[];
  readonly disabled: readonly string[];
  /** Why the account's own list could not be had, and the partition's regions stand in for it; null when it could. */
  readonly failure: CallFailure | null;
}

/** When a role was made, and when it was used last: milliseconds since the Unix epoch. */
export interface RoleUsage {
  readonly createdAt: number;
  readonly lastUsed: { readonly at: number; readonly region: string } | null;
}

/**
 * How regions are tried: by assuming the role; or by asking STS who we are and nothing else, because the trust policy does not
 * let us in, or for `SelfTest: Off`.
 */
export type ProbeMode = 'assume-role' | 'own-credentials' | 'off';

/** Everything that was found out about one role, before anything is concluded from it. */
export interface Evidence {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly target: Target;
  readonly permissionSets: PermissionSets;
  /** The roles that the validator's own template lets try integrations, whatever records say. */
  readonly selfTestPrincipals: readonly string[];
  /** Our own ARN. */
  readonly caller: Attempt<string>;
  readonly observed: Attempt<ObservedRole>;
  /** What is stored of the role as it was before its adoption; absent where nothing says that it was adopted. */
  readonly storedAdoption?: StoredAdoption;
  readonly usage: Attempt<RoleUsage>;
  /** All actions of the permission set: regional ones where the role may work, global ones where their endpoint is. */
  readonly simulation: Attempt<readonly SimulatedAction[]>;
  /** The representatives, region by region; none where the question above could not be asked. */
  readonly regionSimulations: readonly RegionSimulation[];
  /** Document of the role's boundary; null where there is none, or the evaluator has told what it does. */
  readonly boundaryDocument: Attempt<string> | null;
  /** Documents of attached policies that `observed` is without, by ARN; none where the evaluator has told what they do. */
  readonly attachedDocuments: Readonly<Record<string, string>>;
  readonly regionList: RegionList;
  readonly probeMode: ProbeMode;
  /** Region of the validator, where the external id was tried. */
  readonly homeRegion: string;
  readonly regions: readonly RegionResult[];
  /** Null where the role is not assumed. */
  readonly externalIdProbe: ExternalIdProbe | null;
  /** What Datadog says of the account; absent where there are no keys to ask with. */
  readonly datadog?: DatadogSide;
  /** Regions that the validator has taken out of the registration; none where nobody lets it. */
  readonly excluded: BlockedRegions['excluded'];
  /** Absent where Datadog's live lists of permissions are not to be asked for, or are nothing to compare with. */
  readonly livePermissions?: LiveEvidence;
}
