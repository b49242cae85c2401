export const EXISTING_REGISTRATION_MODES = ['Fail', 'Adopt'] as const;

/** Of several: those that are named, or all but those. */
export type IncludeOrExclude =
  | { readonly includeOnly: readonly string[] }
  | { readonly excludeOnly: readonly string[] };

export interface MetricsSettings {
  readonly enabled?: boolean;
  readonly automuteEnabled?: boolean;
  readonly collectCustomMetrics?: boolean;
  readonly collectCloudWatchAlarms?: boolean;
  /** Namespaces of CloudWatch, such as `AWS/EC2`. */
  readonly namespaceFilters?: IncludeOrExclude;
  readonly tagFilters?: readonly { readonly namespace: string; readonly tags: readonly string[] }[];
  readonly metricNameFilters?: readonly ({ readonly namespace: string } & IncludeOrExclude)[];
}

export interface ResourcesSettings {
  readonly extendedCollection?: boolean;
  readonly cloudSecurityPostureManagement?: boolean;
}

export interface TracesSettings {
  readonly xRayServices?: { readonly includeAll: true } | { readonly includeOnly: readonly string[] };
}

export interface LogsSettings {
  /** ARNs of Datadog's forwarder functions. */
  readonly lambdas?: readonly string[];
  readonly sources?: readonly string[];
  readonly tagFilters?: readonly { readonly source: string; readonly tags: readonly string[] }[];
}

/** Properties of `Custom::DatadogIntegrationAccount` (docs/properties.md of the project). What is left out is left to Datadog. */
export interface DatadogAccountProperties {
  /** Default: datadoghq.com. It is that of the provider's keys, and cannot be changed. */
  readonly datadogSite?: string;
  /** With its path where it has one. Default: DatadogIntegrationRole. */
  readonly roleName?: string;
  readonly accountTags?: readonly string[];
  /** Default: all. */
  readonly regions?: readonly string[];
  readonly metrics?: MetricsSettings;
  readonly resources?: ResourcesSettings;
  readonly traces?: TracesSettings;
  readonly logs?: LogsSettings;
  /** What becomes of an account that is registered already. Default: Fail. */
  readonly existingRegistration?: (typeof EXISTING_REGISTRATION_MODES)[number];
  /** Another value has the registration put right again. */
  readonly revision?: string;
}

/** Their names in CloudFormation. `Release` is missing: only the packaged template sets it. */
export const ACCOUNT_PROPERTY_NAMES = {
  datadogSite: 'DatadogSite',
  roleName: 'RoleName',
  accountTags: 'AccountTags',
  regions: 'Regions',
  metrics: 'Metrics',
  resources: 'Resources',
  traces: 'Traces',
  logs: 'Logs',
  existingRegistration: 'ExistingRegistration',
  revision: 'Revision',
} as const satisfies Record<keyof DatadogAccountProperties, string>;

/** The same of what is in the groups. */
export const GROUPED_PROPERTY_NAMES = {
  Metrics: {
    enabled: 'Enabled',
    automuteEnabled: 'AutomuteEnabled',
    collectCustomMetrics: 'CollectCustomMetrics',
    collectCloudWatchAlarms: 'CollectCloudWatchAlarms',
    namespaceFilters: 'NamespaceFilters',
    tagFilters: 'TagFilters',
    metricNameFilters: 'MetricNameFilters',
  } satisfies Record<keyof MetricsSettings, string>,
  Resources: {
    extendedCollection: 'ExtendedCollection',
    cloudSecurityPostureManagement: 'CloudSecurityPostureManagement',
  } satisfies Record<keyof ResourcesSettings, string>,
  Traces: { xRayServices: 'XRayServices' } satisfies Record<keyof TracesSettings, string>,
  Logs: { lambdas: 'Lambdas', sources: 'Sources', tagFilters: 'TagFilters' } satisfies Record<
    keyof LogsSettings,
    string
  >,
} as const;

/** What `Fn::GetAtt` gives. */
export const ACCOUNT_ATTRIBUTE_NAMES = ['ExternalId', 'AccountConfigId', 'DatadogSite', 'RoleName'] as const;
export type AccountAttributeName = (typeof ACCOUNT_ATTRIBUTE_NAMES)[number];

export const ACCOUNT_RESOURCE_TYPE = 'Custom::DatadogIntegrationAccount';

/** As a template has them: the same names with a capital letter, however deep. */
export function accountProperties(properties: DatadogAccountProperties): Readonly<Record<string, unknown>> {
  return capitalizedKeys(properties);
}

function capitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalized);
  return typeof value === 'object' && value !== null ? capitalizedKeys(value) : value;
}

function capitalizedKeys(properties: object): Readonly<Record<string, unknown>> {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.slice(0, 1).toUpperCase() + name.slice(1), capitalized(value)]),
  );
}
