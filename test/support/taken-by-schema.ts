import Ajv, { type ValidateFunction } from 'ajv';

interface ResourceSchema {
  readonly [keyword: string]: unknown;
  readonly properties: Readonly<Record<string, object>>;
  readonly readOnlyProperties: readonly string[];
}

const SERVICE_TOKEN = { ServiceToken: 'arn:aws:lambda:us-east-1:123456789012:function:provider' };

/** Whether a schema takes properties, as CloudFormation takes a resource type: a read-only property cannot be given. */
export function takenBy({ $schema: _, readOnlyProperties, properties, ...schema }: ResourceSchema) {
  const given = Object.entries(properties).filter(
    ([name]) => !readOnlyProperties.includes(`/properties/${name}`),
  );
  const validate: ValidateFunction<unknown> = new Ajv({ strict: false }).compile({
    ...schema,
    properties: Object.fromEntries(given),
  });
  return (given: Readonly<Record<string, unknown>>) => validate({ ...SERVICE_TOKEN, ...given });
}
