export const PERMISSION_SETS = ['Core', 'Standard', 'Full'] as const;
export const EXISTING_ROLE_MODES = ['Fail', 'Adopt'] as const;
export const SELF_TEST_MODES = ['Require', 'Report', 'Off'] as const;

/** Properties of `Custom::DatadogIntegrationRole` (README.md of the project, "The resource"). What is left out takes its default. */
export interface DatadogIntegrationProperties {
  /** From the AWS integration page in Datadog: 2 to 1,224 characters. */
  readonly externalId: string;
  /** Default: datadoghq.com. */
  readonly datadogSite?: string;
  /** Default: Datadog's account of the site. */
  readonly datadogAccountId?: string;
  /** Default: DatadogIntegrationRole. Another one replaces the role. */
  readonly roleName?: string;
  /** Default: /. Can only be changed together with `roleName`. */
  readonly path?: string;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration?: number;
  /** ARN. Default: the provider's. */
  readonly permissionsBoundary?: string;
  /** Besides those of `Tags.of(...)`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Datadog's permission set. Default: Standard. */
  readonly permissions?: (typeof PERMISSION_SETS)[number];
  /** Actions, or patterns of actions, of Datadog's set that the role is not given. Default: none. */
  readonly excludeActions?: readonly string[];
  /** Attaches SecurityAudit. Default: false. */
  readonly resourceCollection?: boolean;
  readonly managedPolicyArns?: readonly string[];
  /** Denies regional calls elsewhere. Default: all regions. */
  readonly regions?: readonly string[];
  /** What becomes of a role that is there already. Default: Fail. */
  readonly existingRole?: (typeof EXISTING_ROLE_MODES)[number];
  /** Default: Report. */
  readonly selfTest?: (typeof SELF_TEST_MODES)[number];
  /** Another value has the role put right again. */
  readonly revision?: string;
}

/** Their names in CloudFormation. `Release` is missing: only the packaged template sets it. */
export const PROPERTY_NAMES = {
  externalId: 'ExternalId',
  datadogSite: 'DatadogSite',
  datadogAccountId: 'DatadogAccountId',
  roleName: 'RoleName',
  path: 'Path',
  description: 'Description',
  maxSessionDuration: 'MaxSessionDuration',
  permissionsBoundary: 'PermissionsBoundary',
  tags: 'Tags',
  permissions: 'Permissions',
  excludeActions: 'ExcludeActions',
  resourceCollection: 'ResourceCollection',
  managedPolicyArns: 'ManagedPolicyArns',
  regions: 'Regions',
  existingRole: 'ExistingRole',
  selfTest: 'SelfTest',
  revision: 'Revision',
} as const satisfies Record<keyof DatadogIntegrationProperties, string>;

/** What `Fn::GetAtt` gives. */
export const ATTRIBUTE_NAMES = [
  'Arn',
  'RoleName',
  'DatadogRoleName',
  'RoleId',
  'ExternalId',
  'DatadogAccountId',
  'DatadogSite',
  'PolicyArns',
  'PermissionsVersion',
  'SelfTestResult',
] as const;
export type AttributeName = (typeof ATTRIBUTE_NAMES)[number];

export const RESOURCE_TYPE = 'Custom::DatadogIntegrationRole';
/** Export of the stack of `account.yaml`: the ServiceToken. */
export const PROVIDER_EXPORT = 'datadog-integration-role-provider';
/** SSM parameter with the same value, which does not keep that stack from being deleted. */
export const PROVIDER_PARAMETER = '/datadog-integration-role-provider/ServiceToken';

/** As a template has them, but for tags. */
export function cloudFormationProperties({
  tags: _,
  ...properties
}: DatadogIntegrationProperties): Readonly<Record<string, unknown>> {
  const entries = Object.entries(PROPERTY_NAMES).map(([name, cloudFormationName]) => [
    cloudFormationName,
    (properties as Readonly<Record<string, unknown>>)[name],
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
