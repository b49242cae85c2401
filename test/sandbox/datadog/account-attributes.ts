/** An AWS account's settings as Datadog keeps them, by the names of its API (schemas.json, AWSAccountResponseAttributes). */
export interface AccountAttributes {
  readonly aws_account_id: string;
  readonly aws_partition: string;
  readonly account_tags: readonly string[];
  readonly auth_config: AuthConfig;
  readonly aws_regions: RegionFilter;
  readonly logs_config: { readonly lambda_forwarder: LambdaForwarder };
  readonly metrics_config: MetricsConfig;
  readonly resources_config: ResourcesConfig;
  readonly traces_config: { readonly xray_services: ServiceFilter };
}

export type AuthConfig = RoleAuth | KeyAuth;

export interface RoleAuth {
  /** With its path, where it has one. */
  readonly role_name: string;
  readonly external_id: string;
}

export interface KeyAuth {
  readonly access_key_id: string;
}

export type RegionFilter = { readonly include_all: boolean } | { readonly include_only: readonly string[] };
export type ServiceFilter = RegionFilter;
export type NamespaceFilter =
  | { readonly include_only: readonly string[] }
  | { readonly exclude_only: readonly string[] };

export interface LambdaForwarder {
  readonly lambdas?: readonly string[];
  readonly sources?: readonly string[];
  readonly log_source_config?: {
    readonly tag_filters?: readonly { readonly source?: string; readonly tags?: readonly string[] | null }[];
  };
}

export interface MetricsConfig {
  readonly enabled?: boolean;
  readonly automute_enabled?: boolean;
  readonly collect_custom_metrics?: boolean;
  readonly collect_cloudwatch_alarms?: boolean;
  readonly tag_filters?: readonly { readonly namespace?: string; readonly tags?: readonly string[] | null }[];
  readonly namespace_filters?: NamespaceFilter;
  readonly metric_name_filters?: readonly ({ readonly namespace: string } & NamespaceFilter)[];
}

export interface ResourcesConfig {
  readonly cloud_security_posture_management_collection?: boolean;
  readonly extended_collection?: boolean;
}

/** What a request gives: an update at least the account's id, a create its partition and authentication, too. */
export interface GivenAttributes {
  readonly aws_account_id: string;
  readonly aws_partition?: string;
  readonly account_tags?: readonly string[] | null;
  readonly auth_config?: GivenAuth;
  readonly aws_regions?: RegionFilter;
  readonly logs_config?: { readonly lambda_forwarder?: LambdaForwarder };
  readonly metrics_config?: MetricsConfig;
  readonly resources_config?: ResourcesConfig;
  readonly traces_config?: { readonly xray_services?: ServiceFilter | null };
}

export type GivenAuth = { readonly role_name: string; readonly external_id?: string } | KeyAuth;

export function isRoleAuth<Auth extends GivenAuth>(auth: Auth): auth is Exclude<Auth, KeyAuth> {
  return 'role_name' in auth;
}

/**
 * What an account has when nothing else is said: recorded on 2025-08-06, but for the plain switches, which are the
 * specification's. https://docs.datadoghq.com/api/latest/aws-integration/#create-an-aws-integration
 */
export const DEFAULTS: Omit<AccountAttributes, 'aws_account_id' | 'aws_partition' | 'auth_config'> = {
  account_tags: [],
  aws_regions: { include_all: true },
  logs_config: { lambda_forwarder: {} },
  metrics_config: {
    enabled: true,
    automute_enabled: true,
    collect_custom_metrics: false,
    collect_cloudwatch_alarms: false,
    namespace_filters: { exclude_only: ['AWS/SQS', 'AWS/ElasticMapReduce'] },
  },
  resources_config: { cloud_security_posture_management_collection: false, extended_collection: true },
  traces_config: { xray_services: { include_only: [] } },
};

type Settings = typeof DEFAULTS;

/** Settings after a request: what it leaves out, stays, setting by setting. */
export function mergeGiven(current: Settings, given: Partial<GivenAttributes>): Settings {
  const { lambda_forwarder = {} } = given.logs_config ?? {};
  return {
    account_tags: given.account_tags === undefined ? current.account_tags : (given.account_tags ?? []),
    aws_regions: given.aws_regions ?? current.aws_regions,
    logs_config: { lambda_forwarder: { ...current.logs_config.lambda_forwarder, ...lambda_forwarder } },
    metrics_config: { ...current.metrics_config, ...given.metrics_config },
    resources_config: { ...current.resources_config, ...given.resources_config },
    traces_config: {
      xray_services: given.traces_config?.xray_services ?? current.traces_config.xray_services,
    },
  };
}
