export type CheckStatus = 'pass' | 'warn' | 'fail' | 'unknown';

/** What a check, or the diagnosis of the regions, comes to. */
export interface Verdict {
  readonly status: CheckStatus;
  /** One sentence without measured values: as long as it stays the same, nobody is alerted again. */
  readonly summary: string;
  /** What was found, in the customer's own values. */
  readonly evidence: readonly string[];
  /** Steps in order; those that begin with `aws ` are commands of the AWS CLI. */
  readonly remedy: readonly string[];
  /** Set where nothing is said because IAM may not have spread yet what was made or changed a moment ago. */
  readonly tooEarly?: true;
}

export interface CheckResult extends Verdict {
  readonly id: string;
}

export type RegionStatus =
  /** The role was assumed, and its session used. */
  | 'ok'
  | 'assume-role-denied'
  | 'session-denied'
  | 'sts-not-activated'
  | 'region-not-enabled'
  | 'throttled'
  | 'unreachable'
  /** Nobody assumed the role there: the cause says why. */
  | 'not-tried';

/** The cause where the account's own list says that a region is not enabled; a refused token alone does not prove it. */
export const REGION_NOT_ENABLED = 'region_not_enabled';

/** The cause where the account's own list has no region of the name that the property Regions has. */
export const NO_SUCH_REGION = 'no_such_region';

/** The cause where the time of the run was over before the region's turn, or before its answer, came. */
export const NOT_TRIED_IN_TIME = 'not_tried_in_time';

/** The cause where the region answered our own credentials, with which alone it was tried. */
export const ROLE_NOT_ASSUMED = 'role_not_assumed';

export interface RegionResult {
  readonly region: string;
  readonly status: RegionStatus;
  /** As `classifyDenial` and `callFailureOf` name causes, or one of the above; null where nothing is wrong. */
  readonly cause: string | null;
  /** What AWS said; null where it agreed. */
  readonly message: string | null;
  /** The policy that refuses, where AWS names it. */
  readonly policyArn?: string;
  /** Milliseconds until the last answer, retries included; null where nobody was asked. */
  readonly latencyMs: number | null;
  /** Services that AWS's policy simulator says are refused to the role here, and not everywhere; absent for none. */
  readonly deniedServices?: readonly string[];
}

/** One difference between the role as it should be and as it is; `null` stands for what is not there. */
export interface DriftItem {
  readonly path: string;
  readonly kind: 'missing' | 'unexpected' | 'different';
  readonly expected: unknown;
  readonly actual: unknown;
}

export type ReportStatus = 'healthy' | 'degraded' | 'failing' | 'unknown';

/** What the validator finds out about one integration. */
export interface Report {
  readonly schemaVersion: 1;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly accountId: string;
  readonly partition: string;
  readonly roleName: string;
  readonly roleArn: string;
  readonly datadogSite: string;
  /** ARN of the stack that declares the role; absent where none does, or nobody knows. */
  readonly stackId?: string;
  readonly status: ReportStatus;
  readonly checks: readonly CheckResult[];
  readonly regions: readonly RegionResult[];
  readonly drift: readonly DriftItem[];
}
