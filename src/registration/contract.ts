import { contract as roleContract } from '../integration/contract';
import { PATH_CHARACTERS } from '../policy/quotas';
import { existingRegistrationModes } from './spec';

/** Slashes around the path are IAM's, and not written. */
const MAX_PATH_CHARACTERS = PATH_CHARACTERS - 2;
const { characters, maxCharacters: maxNameCharacters } = roleContract.RoleName;

/**
 * What may stand in each property of `Custom::DatadogIntegrationAccount`, CloudFormation's own aside, and in each that is in a group (of
 * the kind `group`). The reader of properties, the JSON schema and docs/properties.md are all made from it.
 *
 * https://docs.datadoghq.com/api/latest/aws-integration/#create-an-aws-integration
 */
export const contract = {
  /** A site of src/datadog/sites.json. */
  DatadogSite: { kind: 'site', default: roleContract.DatadogSite.default },
  /** Path and name, as the API's `role_name`, and with a `/` before it or without. What begins as an ARN is none. */
  RoleName: {
    kind: 'role',
    default: roleContract.RoleName.default,
    pattern: `^(?!/?arn:)(/([\\x21-\\x7e]{1,${MAX_PATH_CHARACTERS}}/)?|[\\x21-\\x2e\\x30-\\x7e][\\x21-\\x7e]{0,${MAX_PATH_CHARACTERS - 1}}/)?[${characters}]{1,${maxNameCharacters}}$`,
  },
  /** Of all metrics of the account: https://docs.datadoghq.com/getting_started/tagging/ */
  AccountTags: { kind: 'tags', maxEntries: 100, maxCharacters: 200 },
  /** More than any partition has. */
  Regions: { kind: 'regions', maxEntries: roleContract.Regions.maxEntries },
  Metrics: {
    kind: 'group',
    properties: {
      Enabled: { kind: 'boolean' },
      AutomuteEnabled: { kind: 'boolean' },
      CollectCustomMetrics: { kind: 'boolean' },
      CollectCloudWatchAlarms: { kind: 'boolean' },
      NamespaceFilters: { kind: 'selection', choices: ['IncludeOnly', 'ExcludeOnly'] },
      TagFilters: { kind: 'tagFilters', of: 'Namespace' },
      MetricNameFilters: { kind: 'nameFilters', of: 'Namespace', choices: ['IncludeOnly', 'ExcludeOnly'] },
    },
  },
  Resources: {
    kind: 'group',
    properties: {
      ExtendedCollection: { kind: 'boolean' },
      /** Not without `ExtendedCollection`. */
      CloudSecurityPostureManagement: { kind: 'boolean' },
    },
  },
  Traces: {
    kind: 'group',
    properties: { XRayServices: { kind: 'selection', choices: ['IncludeAll', 'IncludeOnly'] } },
  },
  Logs: {
    kind: 'group',
    properties: {
      Lambdas: { kind: 'entries' },
      Sources: { kind: 'entries' },
      TagFilters: { kind: 'tagFilters', of: 'Source' },
    },
  },
  ExistingRegistration: { kind: 'choice', default: 'Fail', choices: existingRegistrationModes },
  Revision: { kind: 'text', maxCharacters: roleContract.Revision.maxCharacters },
  Release: { kind: 'release', pattern: roleContract.Release.pattern },
} as const;

export type RegistrationPropertyName = keyof typeof contract;

/** Of lists in the groups: as many as a record in SSM has room for. */
export const MAX_ENTRIES = 200;
/** Of one entry. */
export const MAX_ENTRY_CHARACTERS = 256;
/** Of the names in `MetricNameFilters`: https://docs.datadoghq.com/api/latest/aws-integration/ */
export const METRIC_NAME_PATTERN = '^[a-z0-9._*]+$';

/** The properties of `Custom::DatadogIntegrationAccount`, CloudFormation's own aside. */
export const propertyNames = Object.keys(contract) as readonly RegistrationPropertyName[];
