import type { PermissionSets } from '../datadog/permission-sets';
import type { ObservedRole } from '../iam/role/observed';
import type { Attempt, CallFailure } from '../probe/call-failure';
import type { ExternalIdProbe } from '../probe/session';
import type { RegionResult } from '../report/report';
import type { StoredAdoption } from './adoption';
import type { SimulatedAction } from './simulated-action';
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
 * How regions are tried: by assuming the role; with our own credentials where the trust policy is not meant to let us
 * in; or, with `SelfTest: Off`, by asking STS and nothing else.
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
  readonly simulation: Attempt<readonly SimulatedAction[]>;
  readonly regionList: RegionList;
  readonly probeMode: ProbeMode;
  /** Region of the validator, where the external id was tried. */
  readonly homeRegion: string;
  readonly regions: readonly RegionResult[];
  /** Null where the role is not assumed. */
  readonly externalIdProbe: ExternalIdProbe | null;
}
