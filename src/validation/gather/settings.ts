import type { ValidatorClients } from '../../aws/validator-clients';
import type { PermissionSets } from '../../datadog/permission-sets';
import type { DatadogAccess } from '../../datadog-api/access';
import type { LivePermissionsSource } from '../../datadog-api/live-permissions';
import type { ExclusionMode } from '../exclusion/decide';
import type { OnProgress } from './regions';

/** What evidence is gathered with. */
export interface GatherSettings {
  readonly clients: ValidatorClients;
  /** Region of the validator. */
  readonly region: string;
  readonly permissionSets: PermissionSets;
  /** The roles that the validator's own template lets try integrations; empty where it does not say. */
  readonly selfTestPrincipals: readonly string[];
  /** Absent where there are no keys: then Datadog is not asked. */
  readonly datadog?: DatadogAccess;
  /** The site of those keys, which no other is sent; absent where they are for the site of every integration. */
  readonly keysSite?: string;
  /** Whether blocked regions are taken out of the registration; absent where nobody has said. */
  readonly excludeBlockedRegions?: ExclusionMode;
  /** Absent where Datadog's live lists of permissions are not to be asked for. */
  readonly livePermissions?: LivePermissionsSource;
  readonly onProgress?: OnProgress;
}
