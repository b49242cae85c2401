import { AwsError } from '../aws-error';
import { lowerFirst, type Parameters } from '../parameters';
import { checkPaths } from './paths';

interface Rule {
  readonly minimum?: number;
  readonly maximum: number;
  /** The characters that are allowed besides letters and digits. */
  readonly characters?: string;
}

const NAME_CHARACTERS = '+=,.@_-';

/**
 * Length and character rules by parameter name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const RULES: Readonly<Record<string, Rule>> = {
  RoleName: { minimum: 1, maximum: 64, characters: NAME_CHARACTERS },
  UserName: { minimum: 1, maximum: 64, characters: NAME_CHARACTERS },
  PolicyName: { minimum: 1, maximum: 128, characters: NAME_CHARACTERS },
  InstanceProfileName: { minimum: 1, maximum: 128, characters: NAME_CHARACTERS },
  PolicyArn: { minimum: 20, maximum: 2048 },
  PermissionsBoundary: { minimum: 20, maximum: 2048 },
  Path: { minimum: 1, maximum: 512 },
  PathPrefix: { minimum: 1, maximum: 512 },
  Description: { maximum: 1000 },
  PolicyDocument: { minimum: 1, maximum: 131_072 },
  AssumeRolePolicyDocument: { minimum: 1, maximum: 131_072 },
};

const RANGES: Readonly<Record<string, { readonly minimum: number; readonly maximum: number }>> = {
  MaxSessionDuration: { minimum: 3600, maximum: 43_200 },
  MaxItems: { minimum: 1, maximum: 1000 },
};

const MAX_TAGS = 50;
const MAX_TAG_KEY_CHARACTERS = 128;
const MAX_TAG_VALUE_CHARACTERS = 256;

/** Printable ASCII, tab, line ends and Latin-1: what a description may hold. */
const DESCRIPTION = /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]*$/u;

/** @throws AwsError ValidationError in IAM's words */
export function checkParameters(parameters: Parameters, operation: string): void {
  const faults = [...lengthFaults(parameters), ...rangeFaults(parameters), ...tagFaults(parameters)];
  if (faults.length > 0) throw parameters.invalid(faults);
  for (const [name, { characters }] of Object.entries(RULES)) {
    const value = parameters.text(name);
    if (value === undefined || characters === undefined || /^[\w+=,.@-]+$/.test(value)) continue;
    throw parameters.refused(
      `The specified value for ${lowerFirst(name)} is invalid. ` +
        `It must contain only alphanumeric characters and/or the following: ${characters}`,
    );
  }
  checkPaths(parameters, operation);
  checkTags(parameters, operation);
}

function lengthFaults(parameters: Parameters): string[] {
  const faults: string[] = [];
  for (const [name, { minimum = 0, maximum }] of Object.entries(RULES)) {
    const value = parameters.text(name);
    if (value === undefined) continue;
    if (value.length < minimum)
      faults.push(constraint(value, name, `length greater than or equal to ${minimum}`));
    if (value.length > maximum)
      faults.push(constraint(value, name, `length less than or equal to ${maximum}`));
  }
  const description = parameters.text('Description') ?? '';
  if (!DESCRIPTION.test(description)) {
    faults.push(
      `Value '${description}' at 'description' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*',
    );
  }
  return faults;
}

function rangeFaults(parameters: Parameters): string[] {
  const faults: string[] = [];
  for (const [name, { minimum, maximum }] of Object.entries(RANGES)) {
    const value = parameters.number(name);
    if (value === undefined) continue;
    if (value < minimum)
      faults.push(constraint(String(value), name, `value greater than or equal to ${minimum}`));
    if (value > maximum)
      faults.push(constraint(String(value), name, `value less than or equal to ${maximum}`));
  }
  return faults;
}

function tagFaults(parameters: Parameters): string[] {
  const tags = parameters.records('Tags');
  const faults: string[] = [];
  if (tags.length > MAX_TAGS) faults.push(constraint('', 'tags', `length less than or equal to ${MAX_TAGS}`));
  tags.forEach((tag, index) => {
    const place = `tags.${index + 1}.member`;
    const key = tag.requiredText('Key');
    const value = tag.requiredText('Value');
    if (key.length < 1) faults.push(constraint(key, `${place}.key`, 'length greater than or equal to 1'));
    if (key.length > MAX_TAG_KEY_CHARACTERS) {
      faults.push(constraint(key, `${place}.key`, `length less than or equal to ${MAX_TAG_KEY_CHARACTERS}`));
    }
    if (value.length > MAX_TAG_VALUE_CHARACTERS) {
      faults.push(
        constraint(value, `${place}.value`, `length less than or equal to ${MAX_TAG_VALUE_CHARACTERS}`),
      );
    }
  });
  return faults;
}

/** Keys of a role's tags are the same regardless of case; those of a policy's are not. */
function checkTags(parameters: Parameters, operation: string): void {
  const written = parameters.records('Tags').map((tag) => tag.requiredText('Key'));
  const keys = written.map((key) => key.toLowerCase());
  if (new Set(operation.endsWith('Policy') ? written : keys).size < keys.length) {
    throw new AwsError(
      'InvalidInput',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  if (keys.some((key) => key.startsWith('aws:'))) {
    throw new AwsError('InvalidInput', 'aws: prefixed tag key names are not allowed for external use.');
  }
}

function constraint(value: string, name: string, rule: string): string {
  return `Value '${value}' at '${lowerFirst(name)}' failed to satisfy constraint: Member must have ${rule}`;
}
