import { partitions } from '../../src/aws/partitions';
import { MAX_SERVICE_TIMEOUT_SECONDS } from '../../src/custom-resource/time-limit';
import { datadogSites } from '../../src/datadog/sites';

/** A JSON Schema, as far as it is used here: https://json-schema.org/draft-07/json-schema-validation */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html */
export interface ResourceSchema extends Schema {
  readonly typeName: string;
  readonly properties: Readonly<Record<string, Schema>>;
  readonly readOnlyProperties: readonly string[];
}

/** CloudFormation's own. */
export const OF_EVERY_CUSTOM_RESOURCE: Readonly<Record<string, Schema>> = {
  ServiceToken: {
    type: 'string',
    description: 'ARN of the function that provides the resource',
    minLength: 1,
  },
  ServiceTimeout: {
    type: 'integer',
    description: 'Seconds that CloudFormation waits for the function',
    minimum: 1,
    maximum: MAX_SERVICE_TIMEOUT_SECONDS,
  },
};

export function siteSchema(): Schema {
  return optionalChoice(datadogSites.flatMap(({ site, shortNames }) => [site, ...shortNames]));
}

export const BOOLEAN: Schema = { type: ['boolean', 'string'], enum: [true, false, 'true', 'false', ''] };

/** One of several texts. */
export function optionalChoice(choices: readonly string[]): Schema {
  return { type: 'string', enum: [...choices, ''] };
}

/** `[""]` is what an empty CommaDelimitedList becomes; beside other entries an empty one is none. */
export function textList(maxItems: number, pattern: string): Schema {
  return {
    type: 'array',
    maxItems,
    items: { type: 'string', pattern: optional(pattern) },
    if: { minItems: 2 },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { items: { minLength: 1 } },
  };
}

/** Of a region of any partition. */
export function regionPattern(): string {
  return `^(${partitions.map((one) => one.regionPattern.replace(/^\^|\$$/g, '')).join('|')})$`;
}

/** A pattern that takes an empty text, too. */
export function optional(pattern: string): string {
  return `^(${pattern.replace(/^\^|\$$/g, '')})?$`;
}

/** JSON Schema's patterns have no flags. */
export function anyCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}

/** As a description in a schema has it. */
export function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
}
