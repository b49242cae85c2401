import * as v from 'valibot';

const texts = v.nullish(v.array(v.string()));
const flag = v.nullish(v.boolean());

const includeSchema = v.object({
  include_all: flag,
  include_only: v.nullish(v.array(v.string())),
  exclude_only: v.nullish(v.array(v.string())),
});

/** Which of several: `include_all`, `include_only` or `exclude_only`. */
export type Selection = v.InferOutput<typeof includeSchema>;

const authSchema = v.object({
  role_name: v.nullish(v.string()),
  external_id: v.nullish(v.string()),
  access_key_id: v.nullish(v.string()),
});

/**
 * A block of settings. What this version does not know of it is kept as it came, and what Datadog leaves out stays out: it has to be sent back with the rest of the block, for
 * nobody says whether Datadog puts blocks together.
 */
const block = <Entries extends v.ObjectEntries>(entries: Entries) => v.nullish(v.looseObject(entries));

const attributesSchema = v.object({
  aws_account_id: v.string(),
  aws_partition: v.nullish(v.string(), 'aws'),
  auth_config: authSchema,
  account_tags: texts,
  aws_regions: v.nullish(includeSchema),
  logs_config: block({
    lambda_forwarder: block({
      lambdas: texts,
      sources: texts,
      log_source_config: block({
        tag_filters: v.nullish(v.array(v.looseObject({ source: v.nullish(v.string()), tags: texts }))),
      }),
    }),
  }),
  metrics_config: block({
    enabled: flag,
    automute_enabled: flag,
    collect_custom_metrics: flag,
    collect_cloudwatch_alarms: flag,
    namespace_filters: v.nullish(includeSchema),
    tag_filters: v.nullish(v.array(v.looseObject({ namespace: v.nullish(v.string()), tags: texts }))),
    metric_name_filters: v.nullish(
      v.array(
        v.looseObject({
          namespace: v.string(),
          include_only: v.nullish(v.array(v.string())),
          exclude_only: v.nullish(v.array(v.string())),
        }),
      ),
    ),
  }),
  resources_config: block({ extended_collection: flag, cloud_security_posture_management_collection: flag }),
  traces_config: block({ xray_services: v.nullish(includeSchema) }),
  created_at: v.nullish(v.string()),
});

/**
 * `AWSAccountResponse` as Datadog's API answers it: https://docs.datadoghq.com/api/latest/aws-integration/#get-an-aws-integration-by-config-id.
 * Any block or value may be left out or `null`.
 */
export const accountSchema = v.object({ id: v.string(), attributes: attributesSchema });

/** The account's entry in Datadog: a registration, with its account config id. */
export type RegisteredAccount = v.InferOutput<typeof accountSchema>;
export type AccountAttributes = RegisteredAccount['attributes'];

/** When Datadog says that it made the registration, in milliseconds since 1970; undefined where it does not. */
export function createdAt({ attributes }: RegisteredAccount): number | undefined {
  const time = Date.parse(attributes.created_at ?? '');
  return Number.isNaN(time) ? undefined : time;
}
