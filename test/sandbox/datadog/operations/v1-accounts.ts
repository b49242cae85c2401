import { isRoleAuth } from '../account-attributes';
import { crawlErrorTexts } from '../crawl-errors';
import { type DatadogAnswer, type DatadogOperations, json, type OrganizationCall } from '../operation';
import type { Registration } from '../registration';

/**
 * The deprecated list: the only place where Datadog says what went wrong when it came (`errors`, which is in no specification).
 * https://docs.datadoghq.com/api/latest/aws-integration/#list-all-aws-integrations
 */
export const V1_ACCOUNT_OPERATIONS: DatadogOperations = {
  ListAWSAccountsV1: { write: false, keys: 'aws_configuration_read', run: listAccounts },
};

function listAccounts({ organization, query, now }: OrganizationCall): DatadogAnswer {
  const accounts = [...organization.registrations.values()].map((registration) => show(registration, now));
  const wanted = ['account_id', 'role_name', 'access_key_id'].filter((name) => query.has(name));
  return json({
    accounts: accounts.filter((account) => wanted.every((name) => account[name] === query.get(name))),
  });
}

function show({ attributes, crawl }: Registration, now: number): Readonly<Record<string, unknown>> {
  const { auth_config, aws_account_id, metrics_config, resources_config } = attributes;
  return {
    account_id: aws_account_id,
    ...(isRoleAuth(auth_config)
      ? { role_name: auth_config.role_name }
      : { access_key_id: auth_config.access_key_id }),
    filter_tags: [],
    host_tags: attributes.account_tags,
    account_specific_namespace_rules: {},
    excluded_regions: [],
    metrics_collection_enabled: metrics_config.enabled,
    cspm_resource_collection_enabled: resources_config.cloud_security_posture_management_collection,
    extended_resource_collection_enabled: resources_config.extended_collection,
    errors: crawlErrorTexts(aws_account_id, crawl, now),
  };
}
