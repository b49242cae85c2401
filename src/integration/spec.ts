import type { PermissionSetName } from '../datadog/permission-sets';

export const existingRoleModes = ['Fail', 'Adopt'] as const;
export type ExistingRoleMode = (typeof existingRoleModes)[number];

export const selfTestModes = ['Require', 'Report', 'Off'] as const;
export type SelfTestMode = (typeof selfTestModes)[number];

/** The AWS account in which an integration lives. */
export interface AccountScope {
  readonly partition: string;
  /** 12 digits, kept as text: one of Datadog's own begins with 0. */
  readonly accountId: string;
}

/** What an integration shall be: the properties after parsing, defaulting and checking. */
export interface IntegrationSpec extends AccountScope {
  /** Host of the Datadog site, such as `datadoghq.com`. */
  readonly datadogSite: string;
  readonly datadogAccountId: string;
  readonly externalId: string;
  readonly roleName: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  /** Empty when none is wanted, which is also IAM's default. */
  readonly description: string;
  readonly maxSessionDurationSeconds: number;
  /** ARN of a managed policy, or null. */
  readonly permissionsBoundary: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly permissions: PermissionSetName;
  /** Actions of the permission set, by names or IAM's patterns, that the role is not given. */
  readonly excludeActions: readonly string[];
  readonly resourceCollection: boolean;
  readonly managedPolicyArns: readonly string[];
  /** Regions that the permissions are restricted to; empty means all. */
  readonly regions: readonly string[];
  readonly existingRole: ExistingRoleMode;
  readonly selfTest: SelfTestMode;
}

/** The stack and logical id that made (or adopted) a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export interface Owner {
  readonly stackId: string;
  readonly logicalId: string;
}
