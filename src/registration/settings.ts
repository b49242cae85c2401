import { isDeepStrictEqual } from 'node:util';
import type { AccountAttributes, RegisteredAccount } from '../datadog-api/account';

/** Which of several: all, those that are named, or all but those. */
export type Selection =
  | { readonly include_all: true }
  | { readonly include_only: readonly string[] }
  | { readonly exclude_only: readonly string[] };

/** A filter of tags or names, for one namespace or log source (`of`). */
export type Filter = { readonly of: string } & (
  | { readonly tags: readonly string[] }
  | { readonly include_only: readonly string[] }
  | { readonly exclude_only: readonly string[] }
);

export type SettingValue = boolean | string | readonly string[] | Selection | readonly Filter[];

/**
 * The settings of a registration that can be given, by the name of the property, with what Datadog documents for one that is not: the
 * way back where nobody knows what was there before.
 *
 * https://docs.datadoghq.com/api/latest/aws-integration/#create-an-aws-integration. The namespaces that are left out by default are those
 * that its API answered with: https://github.com/DataDog/terraform-provider-datadog (recorded on 2025-08-06).
 */
export const settingDefaults = {
  RoleName: undefined,
  AccountTags: [],
  Regions: { include_all: true },
  'Metrics.Enabled': true,
  'Metrics.AutomuteEnabled': true,
  'Metrics.CollectCustomMetrics': false,
  'Metrics.CollectCloudWatchAlarms': false,
  'Metrics.NamespaceFilters': { exclude_only: ['AWS/ElasticMapReduce', 'AWS/SQS'] },
  'Metrics.TagFilters': [],
  'Metrics.MetricNameFilters': [],
  'Resources.ExtendedCollection': true,
  'Resources.CloudSecurityPostureManagement': false,
  'Traces.XRayServices': { include_only: [] },
  'Logs.Lambdas': [],
  'Logs.Sources': [],
  'Logs.TagFilters': [],
} as const satisfies Readonly<Record<string, SettingValue | undefined>>;

export type SettingName = keyof typeof settingDefaults;

export const settingNames = Object.keys(settingDefaults) as readonly SettingName[];

/** Some of the settings, or all. Lists whose order means nothing are sorted: equal settings are equal values. */
export type Settings = { readonly [Name in SettingName]?: SettingValue };

/** What Datadog has, in the same form. */
export function settingsOf({ attributes }: RegisteredAccount): Settings {
  const { auth_config, account_tags, aws_regions } = attributes;
  const metrics = attributes.metrics_config;
  const resources = attributes.resources_config;
  const { log_source_config, lambdas, sources } = attributes.logs_config?.lambda_forwarder ?? {};
  const all: Readonly<Record<SettingName, SettingValue | undefined>> = {
    RoleName: auth_config.role_name ?? undefined,
    AccountTags: sorted(account_tags ?? []),
    Regions: selection(aws_regions),
    'Metrics.Enabled': metrics?.enabled ?? undefined,
    'Metrics.AutomuteEnabled': metrics?.automute_enabled ?? undefined,
    'Metrics.CollectCustomMetrics': metrics?.collect_custom_metrics ?? undefined,
    'Metrics.CollectCloudWatchAlarms': metrics?.collect_cloudwatch_alarms ?? undefined,
    'Metrics.NamespaceFilters': selection(metrics?.namespace_filters),
    'Metrics.TagFilters': tagFilters(
      (metrics?.tag_filters ?? []).map(({ namespace, tags }) => ({ of: namespace, tags })),
    ),
    'Metrics.MetricNameFilters': nameFilters(metrics?.metric_name_filters ?? []),
    'Resources.ExtendedCollection': resources?.extended_collection ?? undefined,
    'Resources.CloudSecurityPostureManagement':
      resources?.cloud_security_posture_management_collection ?? undefined,
    'Traces.XRayServices': selection(attributes.traces_config?.xray_services),
    'Logs.Lambdas': sorted(lambdas ?? []),
    'Logs.Sources': sorted(sources ?? []),
    'Logs.TagFilters': tagFilters(
      (log_source_config?.tag_filters ?? []).map(({ source, tags }) => ({ of: source, tags })),
    ),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Of what is wanted, what differs from what is there. */
export function differences(current: Settings, wanted: Settings): Settings {
  return pick(wanted, (name) => !isDeepStrictEqual(current[name], wanted[name]));
}

/** The settings whose names are taken. */
export function pick(settings: Settings, isTaken: (name: SettingName) => boolean): Settings {
  return Object.fromEntries(
    settingNames.flatMap((name) =>
      settings[name] !== undefined && isTaken(name) ? [[name, settings[name]]] : [],
    ),
  );
}

/** The names of those that are given. */
export function namesIn(settings: Settings): readonly SettingName[] {
  return settingNames.filter((name) => settings[name] !== undefined);
}

/** Where a setting stands in the API's attributes, and in which form. */
const PLACES: Readonly<Record<SettingName, readonly [block: string, ...path: string[]]>> = {
  RoleName: ['auth_config', 'role_name'],
  AccountTags: ['account_tags'],
  Regions: ['aws_regions'],
  'Metrics.Enabled': ['metrics_config', 'enabled'],
  'Metrics.AutomuteEnabled': ['metrics_config', 'automute_enabled'],
  'Metrics.CollectCustomMetrics': ['metrics_config', 'collect_custom_metrics'],
  'Metrics.CollectCloudWatchAlarms': ['metrics_config', 'collect_cloudwatch_alarms'],
  'Metrics.NamespaceFilters': ['metrics_config', 'namespace_filters'],
  'Metrics.TagFilters': ['metrics_config', 'tag_filters'],
  'Metrics.MetricNameFilters': ['metrics_config', 'metric_name_filters'],
  'Resources.ExtendedCollection': ['resources_config', 'extended_collection'],
  'Resources.CloudSecurityPostureManagement': [
    'resources_config',
    'cloud_security_posture_management_collection',
  ],
  'Traces.XRayServices': ['traces_config', 'xray_services'],
  'Logs.Lambdas': ['logs_config', 'lambda_forwarder', 'lambdas'],
  'Logs.Sources': ['logs_config', 'lambda_forwarder', 'sources'],
  'Logs.TagFilters': ['logs_config', 'lambda_forwarder', 'log_source_config', 'tag_filters'],
};

/** What a filter is for, as each list of filters names it. */
const FILTERED: { readonly [Name in SettingName]?: string } = {
  'Metrics.TagFilters': 'namespace',
  'Metrics.MetricNameFilters': 'namespace',
  'Logs.TagFilters': 'source',
};

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Settings as the API takes them. A block is sent whole, with everything else in it as it is: Datadog keeps a block that is left out, and
 * does not say what it does with half of one. The exception is `auth_config`, of which the external id stays by itself.
 *
 * @param current what Datadog has; none before it is registered
 */
export function attributesWith(settings: Settings, current?: AccountAttributes): Attributes {
  const { auth_config: _, ...blocks } = current ?? {};
  const names = namesIn(settings);
  const changed = names.reduce<Attributes>(
    (attributes, name) => withValue(attributes, PLACES[name], sentForm(name, settings[name])),
    blocks,
  );
  const sent = new Set(names.map((name) => PLACES[name][0]));
  return Object.fromEntries(Object.entries(changed).filter(([name]) => sent.has(name)));
}

function withValue(container: unknown, [key, ...rest]: readonly string[], value: unknown): Attributes {
  const attributes: Attributes = isObject(container) ? container : {};
  if (key === undefined) return attributes;
  return { ...attributes, [key]: rest.length === 0 ? value : withValue(attributes[key], rest, value) };
}

function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sentForm(name: SettingName, value: SettingValue | undefined): unknown {
  const key = FILTERED[name];
  if (key === undefined || !Array.isArray(value)) return value;
  return value.map(({ of, ...filter }: Filter) => ({ [key]: of, ...filter }));
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

type Nullable<T> = T | null | undefined;
interface SelectionAnswer {
  readonly include_all?: Nullable<boolean>;
  readonly include_only?: Nullable<readonly string[]>;
  readonly exclude_only?: Nullable<readonly string[]>;
}

function selection(answer: Nullable<SelectionAnswer>): Selection | undefined {
  if (answer?.include_all === true) return { include_all: true };
  if (answer?.include_only) return { include_only: sorted(answer.include_only) };
  if (answer?.exclude_only) return { exclude_only: sorted(answer.exclude_only) };
  return undefined;
}

/** A filter without tags filters nothing: Datadog's answers have one for each namespace. */
export function tagFilters(
  filters: readonly { readonly of?: Nullable<string>; readonly tags?: Nullable<readonly string[]> }[],
): readonly Filter[] {
  return byWhatTheyAreFor(
    filters.flatMap(({ of, tags }) => (tags?.length ? [{ of: of ?? '', tags: sorted(tags) }] : [])),
  );
}

export function nameFilters(
  filters: readonly ({ readonly namespace: string } & SelectionAnswer)[],
): readonly Filter[] {
  return byWhatTheyAreFor(
    filters.flatMap(({ namespace: of, ...answer }) => {
      const selected = selection(answer);
      return selected === undefined || 'include_all' in selected ? [] : [{ of, ...selected }];
    }),
  );
}

function byWhatTheyAreFor(filters: readonly Filter[]): readonly Filter[] {
  return filters.toSorted((one, other) => (one.of < other.of ? -1 : 1));
}
