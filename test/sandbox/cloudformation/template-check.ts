import { AwsError } from '../aws-error';
import { readTemplate, type Template } from './template';
import { referencesIn } from './template/references';
import { NATIVE_TYPES } from './types';

const IAM_TYPE = /^AWS::IAM::/;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html, under Capabilities */
const NAME_PROPERTIES = ['RoleName', 'ManagedPolicyName', 'UserName', 'GroupName', 'InstanceProfileName'];
const CUSTOM_TYPE = /^(?:Custom::[\w@-]{1,60}|AWS::CloudFormation::CustomResource)$/;

/** Reads a template and refuses what CloudFormation would. @throws AwsError ValidationError */
export function checkedTemplate(text: string): Template {
  const template = readOrRefuse(text);
  if (typeof template !== 'object' || template === null || typeof template.Resources !== 'object')
    throw refused('Template format error: At least one Resources member must be defined.');
  const unknown = Object.values(template.Resources)
    .map(({ Type: type }) => type)
    .filter((type) => !(type in NATIVE_TYPES) && !CUSTOM_TYPE.test(type));
  if (unknown.length > 0)
    throw refused(`the sandbox does not make resources of the types ${[...new Set(unknown)].join(', ')}`);
  const missing = unresolved(template);
  if (missing.length > 0)
    throw refused(
      `Template format error: Unresolved resource dependencies [${missing.join(', ')}] in the Resources block of the template`,
    );
  return template;
}

function readOrRefuse(text: string): Template {
  try {
    return readTemplate(text);
  } catch (error) {
    throw refused(`Template format error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unresolved({ Resources: resources, Parameters: parameters = {} }: Template): string[] {
  const references = Object.values(resources).flatMap(
    ({ Properties: properties = {}, DependsOn: named = [] }) => [
      ...referencesIn(properties, () => true),
      ...referencesIn(properties, () => false),
      ...[named].flat(),
    ],
  );
  return [...new Set(references)].filter(
    (name) => !name.startsWith('AWS::') && !(name in resources) && !(name in parameters),
  );
}

/** @throws AwsError InsufficientCapabilitiesException */
export function checkCapabilities({ Resources: resources }: Template, given: readonly string[]): void {
  const identities = Object.values(resources).filter(({ Type: type }) => IAM_TYPE.test(type));
  if (identities.length === 0) return;
  const isNamed = identities.some(({ Properties: properties = {} }) =>
    NAME_PROPERTIES.some((name) => name in properties),
  );
  const needed = isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
  if (given.includes(needed) || given.includes('CAPABILITY_NAMED_IAM')) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`);
}

export function refused(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
