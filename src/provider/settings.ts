import type { ProviderClients } from '../aws/clients';
import type { PermissionSets } from '../datadog/permission-sets';
import type { SelfTestResult } from '../probe/self-test';
import type { ProbeTarget } from '../probe/session';
import type { RetryContext } from '../runtime/retry';

/** Assumes the role as a caller with the external id may, and tries whether one without is refused. */
export type SelfTest = (target: ProbeTarget, context: RetryContext) => Promise<SelfTestResult>;

/** What the provider is made of. */
export interface ProviderSettings {
  readonly clients: ProviderClients;
  readonly permissionSets: PermissionSets;
  readonly selfTest: SelfTest;
  /** Names, with `*`, of the roles that may be made and changed; empty means that IAM alone decides. */
  readonly roleNamePatterns: readonly string[];
  /** ARNs, with IAM's wildcards, of the policies of others that may be attached; empty means that IAM alone decides. */
  readonly attachablePolicyArns: readonly string[];
  /** Names of the roles of others that may be adopted. */
  readonly adoptableRoleNames: readonly string[];
  /** ARNs of the roles that may try the role; empty means the one that this code runs as. */
  readonly selfTestPrincipals: readonly string[];
  /** AWS accounts that roles may trust besides those that Datadog publishes. */
  readonly furtherDatadogAccountIds: readonly string[];
  /** ARN of the boundary that IAM lets this provider give roles, and no other; null when it may do without. */
  readonly roleBoundaryArn: string | null;
}
