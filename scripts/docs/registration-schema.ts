import {
  contract,
  MAX_ENTRIES,
  MAX_ENTRY_CHARACTERS,
  METRIC_NAME_PATTERN,
  type RegistrationPropertyName,
} from '../../src/registration/contract';
import { type RegistrationRule, registrationRules } from './registration-rules';
import { registrationAttributeTexts, registrationTexts } from './registration-texts';
import {
  BOOLEAN,
  OF_EVERY_CUSTOM_RESOURCE,
  optional,
  optionalChoice,
  plain,
  type ResourceSchema,
  regionPattern,
  type Schema,
  siteSchema,
  textList,
} from './schema-parts';

/**
 * The properties of `Custom::DatadogIntegrationAccount` in the form of a CloudFormation resource type. It takes nothing that the resource
 * refuses, as far as a schema can know: not which partition a stack has, nor which namespaces and log sources Datadog knows.
 */
export function registrationSchema(): ResourceSchema {
  const readOnly = Object.entries(registrationAttributeTexts).filter(([name]) => !(name in contract));
  return {
    $schema: 'https://schema.cloudformation.us-east-1.amazonaws.com/provider.definition.schema.v1.json',
    typeName: 'Custom::DatadogIntegrationAccount',
    description: "An AWS account's entry in Datadog",
    type: 'object',
    properties: {
      ...OF_EVERY_CUSTOM_RESOURCE,
      ...topLevel(),
      ...Object.fromEntries(
        readOnly.map(([name, text]) => [name, { type: 'string', description: plain(text) }]),
      ),
    },
    required: ['ServiceToken'],
    additionalProperties: false,
    createOnlyProperties: ['/properties/DatadogSite'],
    readOnlyProperties: readOnly.map(([name]) => `/properties/${name}`),
    primaryIdentifier: ['/properties/AccountConfigId'],
    attributes: Object.keys(registrationAttributeTexts),
  };
}

function topLevel(): Readonly<Record<string, Schema>> {
  const all = Object.fromEntries(
    registrationRules.map(([name, rule]) => [
      name,
      { ...ruleSchema(rule), description: plain(registrationTexts[name].summary), ...defaultOf(rule) },
    ]),
  );
  return Object.fromEntries(
    Object.entries(contract).map(([name, rule]) =>
      rule.kind === 'group' ? [name, groupSchema(name, all)] : [name, all[name] ?? {}],
    ),
  );
}

function groupSchema(group: string, all: Readonly<Record<string, Schema>>): Schema {
  const prefix = `${group}.`;
  const inner = Object.entries(all).filter(([name]) => name.startsWith(prefix));
  return {
    ...closedObject(Object.fromEntries(inner.map(([name, schema]) => [name.slice(prefix.length), schema]))),
    ...BETWEEN[group],
  };
}

const yes = { enum: [true, 'true'] };
const no = { enum: [false, 'false'] };

/** What properties of one group mean to each other. */
const BETWEEN: { readonly [Group in RegistrationPropertyName | string]?: Schema } = {
  Resources: {
    not: {
      properties: { ExtendedCollection: no, CloudSecurityPostureManagement: yes },
      required: ['ExtendedCollection', 'CloudSecurityPostureManagement'],
    },
  },
};

function defaultOf(rule: RegistrationRule): Schema {
  return 'default' in rule ? { default: rule.default } : {};
}

/** Without blanks around it. */
function trimmed(characters: string, maxCharacters: number): string {
  return `^(?!\\s)${characters}{1,${maxCharacters}}(?<!\\s)$`;
}

const ENTRY = trimmed('[\\s\\S]', MAX_ENTRY_CHARACTERS);
const ENTRIES = textList(MAX_ENTRIES, ENTRY);

function ruleSchema(rule: RegistrationRule): Schema {
  switch (rule.kind) {
    case 'site':
      return siteSchema();
    case 'role':
    case 'release':
      return { type: 'string', pattern: optional(rule.pattern) };
    case 'tags':
      return textList(rule.maxEntries, trimmed('[^,]', rule.maxCharacters));
    case 'regions':
      return textList(rule.maxEntries, regionPattern());
    case 'boolean':
      return BOOLEAN;
    case 'selection':
      return { ...closedObject(choicesSchema(rule.choices, ENTRIES)), minProperties: 1, maxProperties: 1 };
    case 'tagFilters':
      return filterList({ [rule.of]: { type: 'string', pattern: ENTRY }, Tags: ENTRIES }, [rule.of]);
    case 'nameFilters': {
      const names = textList(MAX_ENTRIES, METRIC_NAME_PATTERN);
      const properties = {
        [rule.of]: { type: 'string', pattern: ENTRY },
        ...choicesSchema(rule.choices, names),
      };
      return filterList(properties, [rule.of], { minProperties: 2, maxProperties: 2 });
    }
    case 'entries':
      return ENTRIES;
    case 'choice':
      return optionalChoice(rule.choices);
    case 'text':
      return { type: 'string', maxLength: rule.maxCharacters };
  }
}

/** All, or some of those that `list` takes. */
function choicesSchema(choices: readonly string[], list: Schema): Readonly<Record<string, Schema>> {
  return Object.fromEntries(choices.map((choice) => [choice, choice === 'IncludeAll' ? yes : list]));
}

function filterList(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
  size: Schema = {},
): Schema {
  return {
    type: 'array',
    maxItems: MAX_ENTRIES,
    items: { ...closedObject(properties), required, ...size },
  };
}

function closedObject(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, additionalProperties: false };
}
