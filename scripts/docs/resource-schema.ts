import { partitions } from '../../src/aws/partitions';
import { contract, type PropertyName, propertyNames } from '../../src/integration/contract';
import { OWN_POLICY_PATH } from '../../src/integration/names';
import { MANAGED_POLICY_RESOURCE, SERVICE_LINKED_POLICY_PATH } from '../../src/integration/property-rules';
import { attributeTexts, propertyTexts } from './property-texts';
import {
  anyCase,
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
 * The properties of `Custom::DatadogIntegrationRole` in the form of a CloudFormation resource type. It takes nothing that the
 * resource refuses, as far as a schema can know: not which partition, account or provider a stack has.
 *
 * An empty text counts as left out, as a template's parameter without a value passes it on.
 */
export function resourceSchema(): ResourceSchema {
  const attributeNames = Object.keys(attributeTexts);
  const readOnly = attributeNames.filter((name) => !(name in contract));
  return {
    $schema: 'https://schema.cloudformation.us-east-1.amazonaws.com/provider.definition.schema.v1.json',
    typeName: 'Custom::DatadogIntegrationRole',
    description: 'The IAM role by which Datadog reads an AWS account',
    type: 'object',
    properties: {
      ...OF_EVERY_CUSTOM_RESOURCE,
      ...Object.fromEntries(propertyNames.map((name) => [name, propertySchema(name)])),
      ...Object.fromEntries(
        readOnly.map((name) => [name, { type: 'string', description: plain(textOfAttribute(name)) }]),
      ),
    },
    required: ['ServiceToken', 'ExternalId'],
    additionalProperties: false,
    createOnlyProperties: ['/properties/RoleName', '/properties/Path'],
    readOnlyProperties: readOnly.map((name) => `/properties/${name}`),
    primaryIdentifier: ['/properties/RoleName'],
    // Those that Fn::GetAtt gives, properties among them: in CloudFormation's own form a read-only property cannot be set.
    attributes: attributeNames,
  };
}

function propertySchema(name: PropertyName): Schema {
  return { ...RULES[name], description: plain(propertyTexts[name].summary), ...defaultOf(name) };
}

function defaultOf(name: PropertyName): Schema {
  const rule = contract[name];
  return 'default' in rule && rule.default !== '' ? { default: rule.default } : {};
}

const { ExternalId, RoleName, Path, Description, MaxSessionDuration, Tags } = contract;

const RULES: Readonly<Record<PropertyName, Schema>> = {
  DatadogSite: siteSchema(),
  ExternalId: {
    type: 'string',
    pattern: `^(?!${anyCase(ExternalId.placeholder)}$)[${ExternalId.characters}]*$`,
    minLength: ExternalId.minCharacters,
    maxLength: ExternalId.maxCharacters,
  },
  RoleName: { type: 'string', pattern: `^[${RoleName.characters}]*$`, maxLength: RoleName.maxCharacters },
  Path: { type: 'string', pattern: optional(Path.pattern), maxLength: Path.maxCharacters },
  Description: {
    type: 'string',
    pattern: `^[${Description.characters}]*$`,
    maxLength: Description.maxCharacters,
  },
  MaxSessionDuration: {
    type: 'integer',
    minimum: MaxSessionDuration.minimum,
    maximum: MaxSessionDuration.maximum,
  },
  PermissionsBoundary: { type: 'string', pattern: optional(managedPolicyPattern()) },
  Tags: { type: 'array', maxItems: Tags.maxEntries, items: tagSchema() },
  Permissions: optionalChoice(contract.Permissions.choices),
  ExcludeActions: textList(contract.ExcludeActions.maxEntries, contract.ExcludeActions.pattern),
  ResourceCollection: BOOLEAN,
  ManagedPolicyArns: textList(contract.ManagedPolicyArns.maxEntries, managedPolicyPattern()),
  Regions: textList(contract.Regions.maxEntries, regionPattern()),
  DatadogAccountId: { type: 'string', pattern: optional(contract.DatadogAccountId.pattern) },
  ExistingRole: optionalChoice(contract.ExistingRole.choices),
  SelfTest: optionalChoice(contract.SelfTest.choices),
  Revision: { type: 'string', maxLength: contract.Revision.maxCharacters },
  Release: { type: 'string', pattern: optional(contract.Release.pattern) },
};

/** Two schemas, not one of two types: cfn-lint would take `!Sub` for an object. */
function tagSchema(): Schema {
  const reserved = [Tags.awsPrefix, Tags.ownPrefix].map(anyCase).join('|');
  const keyInText = Tags.characters.replace('=', '');
  const asObject = {
    type: 'object',
    properties: {
      Key: {
        type: 'string',
        pattern: `^(?!${reserved})[${Tags.characters}]*$`,
        minLength: 1,
        maxLength: Tags.maxKeyCharacters,
      },
      Value: { type: 'string', pattern: `^[${Tags.characters}]*$`, maxLength: Tags.maxValueCharacters },
    },
    required: ['Key'],
    additionalProperties: false,
  };
  const asText = {
    type: 'string',
    pattern: `^\\s*(?!\\s|${reserved})[${keyInText}]{1,${Tags.maxKeyCharacters}}=[${Tags.characters}]{0,${Tags.maxValueCharacters}}$`,
  };
  return { anyOf: [asObject, asText] };
}

/** Of the stack's account or AWS's, in any partition. */
function managedPolicyPattern(): string {
  const ids = partitions.map(({ id }) => id).join('|');
  const own = anyCase(OWN_POLICY_PATH);
  const serviceLinked = anyCase(SERVICE_LINKED_POLICY_PATH);
  const resource = MANAGED_POLICY_RESOURCE.source.replace(/^\^|\$$/g, '').replaceAll('\\/', '/');
  return `^arn:(${ids}):iam::(?!aws:policy${serviceLinked})(aws|[0-9]{12}):(?!policy${own})${resource}$`;
}

function textOfAttribute(name: string): string {
  return Object.entries(attributeTexts).find(([attribute]) => attribute === name)?.[1] ?? '';
}
