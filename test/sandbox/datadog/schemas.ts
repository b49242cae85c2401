import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import type { GivenAttributes, GivenAuth } from './account-attributes';
import SCHEMAS from './schemas.json';

export interface CreateRequest {
  readonly data: {
    readonly attributes: GivenAttributes & {
      readonly aws_partition: string;
      readonly auth_config: GivenAuth;
    };
  };
}

export interface UpdateRequest {
  readonly data: { readonly attributes: GivenAttributes };
}

const compiled = new Map<string, ValidateFunction>();

/** A schema of Datadog's API by its name: whether a value fits, and what is wrong with it if not. */
export function schemaOf(name: keyof typeof SCHEMAS.$defs): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  // The schemas are OpenAPI's: they have words of their own, and dates, which the tests look at themselves.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(SCHEMAS, 'datadog');
  const validate = ajv.compile({ $ref: `datadog#/$defs/${name}` });
  compiled.set(name, validate);
  return validate;
}

/** What is wrong with a value; undefined if nothing. */
export function faultsOf(name: keyof typeof SCHEMAS.$defs, value: unknown): string | undefined {
  const validate = schemaOf(name);
  if (validate(value)) return undefined;
  return validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
}
