import { type AccountAttributes, isRoleAuth } from './account-attributes';
import { asRead, asWritten, type Instant } from './instant';

/** What Datadog could not do in a region when it last came. */
export interface CrawlFailure {
  readonly region: string;
  /** The call that was refused. */
  readonly action: string;
}

/** An AWS account as it is registered in an organization: what the API calls an AWS account. */
export interface Registration {
  /** The account config id. */
  readonly id: string;
  readonly attributes: AccountAttributes;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  /** The last time that Datadog came, in milliseconds since the Unix epoch. Undefined: it has not yet. */
  readonly crawl?: {
    readonly at: number;
    readonly regions: number;
    readonly failures: readonly CrawlFailure[];
  };
}

/** What a request has just written of a registration. */
export type Written = 'all' | 'modified' | 'nothing';

/** A registration as the API shows it: lists of nothing are left out or null, as recorded. */
export function presentRegistration(registration: Registration, written: Written) {
  const { id, attributes, createdAt, modifiedAt } = registration;
  const { account_tags, auth_config, logs_config, metrics_config, resources_config, traces_config } =
    attributes;
  const { lambdas, sources, log_source_config } = logs_config.lambda_forwarder;
  const { tag_filters, namespace_filters, metric_name_filters, ...switches } = metrics_config;
  return {
    id,
    type: 'account',
    attributes: {
      account_tags: account_tags.length === 0 ? null : account_tags,
      auth_config: isRoleAuth(auth_config)
        ? { role_name: auth_config.role_name, external_id: auth_config.external_id }
        : { access_key_id: auth_config.access_key_id },
      aws_account_id: attributes.aws_account_id,
      aws_partition: attributes.aws_partition,
      aws_regions: attributes.aws_regions,
      created_at: written === 'all' ? asWritten(createdAt) : asRead(createdAt),
      logs_config: {
        lambda_forwarder: {
          ...unlessEmpty('lambdas', lambdas),
          ...unlessEmpty('sources', sources),
          ...((log_source_config?.tag_filters ?? []).length === 0 ? {} : { log_source_config }),
        },
      },
      metrics_config: {
        ...switches,
        ...unlessEmpty('tag_filters', tag_filters),
        namespace_filters,
        ...unlessEmpty('metric_name_filters', metric_name_filters),
      },
      modified_at: written === 'nothing' ? asRead(modifiedAt) : asWritten(modifiedAt),
      resources_config,
      traces_config,
    },
  };
}

function unlessEmpty(name: string, list: readonly unknown[] | undefined): object {
  return list === undefined || list.length === 0 ? {} : { [name]: list };
}
