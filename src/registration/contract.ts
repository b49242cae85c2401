import { PATH_CHARACTERS, ROLE_NAME_CHARACTERS } from '../policy/quotas';
import { existingRegistrationModes } from './spec';

/**
 * What may stand in each property of `Custom::DatadogIntegrationAccount`, CloudFormation's own aside. The reader of properties, the JSON
 * schema and docs/properties.md are all made from it.
 *
 * https://docs.datadoghq.com/api/latest/aws-integration/#create-an-aws-integration
 */
export const contract = {
  /** A site of src/datadog/sites.json. */
  DatadogSite: { default: 'datadoghq.com' },
  /** Path and name, as the API's `role_name`: 1 to 576 characters. A `/` at the beginning is none of it. */
  RoleName: {
    default: 'DatadogIntegrationRole',
    pattern: '^/?([\\x21-\\x7e]+/)?[A-Za-z0-9_+=,.@-]+$',
    minCharacters: 1,
    maxCharacters: PATH_CHARACTERS + ROLE_NAME_CHARACTERS,
  },
  /** Of all metrics of the account: https://docs.datadoghq.com/getting_started/tagging/ */
  AccountTags: { maxEntries: 100, maxCharacters: 200 },
  /** More than any partition has. */
  Regions: { maxEntries: 100 },
  Metrics: {
    Enabled: {},
    AutomuteEnabled: {},
    CollectCustomMetrics: {},
    CollectCloudWatchAlarms: {},
    NamespaceFilters: { choices: ['IncludeOnly', 'ExcludeOnly'] },
    TagFilters: { of: 'Namespace' },
    MetricNameFilters: { of: 'Namespace' },
  },
  Resources: { ExtendedCollection: {}, CloudSecurityPostureManagement: {} },
  Traces: { XRayServices: { choices: ['IncludeAll', 'IncludeOnly'] } },
  Logs: { Lambdas: {}, Sources: {}, TagFilters: { of: 'Source' } },
  ExistingRegistration: { default: 'Fail', choices: existingRegistrationModes },
  Revision: {},
  Release: {},
} as const;

export type RegistrationPropertyName = keyof typeof contract;

/** Of lists in the groups: as many as a record in SSM has room for. */
export const MAX_ENTRIES = 200;
/** Of one entry. */
export const MAX_ENTRY_CHARACTERS = 256;

/** The properties of `Custom::DatadogIntegrationAccount`, CloudFormation's own aside. */
export const propertyNames = Object.keys(contract) as readonly RegistrationPropertyName[];
