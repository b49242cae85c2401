import type { AwsClients } from '../aws/clients';
import type { PermissionSets } from '../datadog/permission-sets';
import type { SelfTestResult } from '../probe/self-test';
import type { ProbeTarget } from '../probe/session';
import type { RetryContext } from '../runtime/retry';

/** Assumes the role as a caller with the external id may, and tries whether one without is refused. */
export type SelfTest = (target: ProbeTarget, context: RetryContext) => Promise<SelfTestResult>;

/** What the provider is made of. */
export interface ProviderSettings {
  readonly clients: AwsClients;
  readonly permissionSets: PermissionSets;
  readonly selfTest: SelfTest;
  /** ARNs of the roles that may try the role; empty means the one that this code runs as. */
  readonly selfTestPrincipals: readonly string[];
}
