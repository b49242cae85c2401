import type { AwsClients } from '../aws/clients';
import type { PermissionSets } from '../datadog/permission-sets';
import type { RetryContext } from '../runtime/retry';

/** The role to be tried, and what to try it with. */
export interface SelfTestTarget {
  readonly roleArn: string;
  readonly externalId: string;
}

export type SelfTestResult =
  | { readonly passed: true }
  | { readonly passed: false; readonly cause: string; readonly message: string };

/** Assumes the role as a caller with the external id may, and tries whether one without is refused. */
export type SelfTest = (target: SelfTestTarget, context: RetryContext) => Promise<SelfTestResult>;

/** What the provider is made of. */
export interface ProviderSettings {
  readonly clients: AwsClients;
  readonly permissionSets: PermissionSets;
  readonly selfTest: SelfTest;
  /** ARNs of the roles that may try the role; empty means the one that this code runs as. */
  readonly selfTestPrincipals: readonly string[];
}
