import { requestTagKeys } from '../authorize/context';
import { AwsError } from '../aws-error';
import type { Parameters } from '../parameters';
import type { Call, Operation, Permission, ResultFields } from '../service';
import type { StoredParameter } from '../state';
import { parameterPermission, storeOf } from './store';
import { sentTags } from './tags';

const STANDARD_BYTES = 4096;
const ADVANCED_BYTES = 8192;
const MAX_NAME_CHARACTERS = 1011;
const MAX_LEVELS = 15;
const TYPES = ['String', 'StringList', 'SecureString'];
const TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'];
const GUIDE =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export const PUT_PARAMETER: Operation = {
  write: true,
  required: ['Name', 'Value'],
  permissions,
  run: putParameter,
};

function permissions(call: Call): Permission[] {
  const name = call.parameters.text('Name') ?? '';
  const tags = sentTags(call.parameters);
  const keys = { ...requestTagKeys(tags), 'ssm:Overwrite': String(call.parameters.flag('Overwrite')) };
  const put = parameterPermission(call, 'PutParameter', name, keys);
  if (tags.size === 0) return [put];
  return [put, parameterPermission(call, 'AddTagsToResource', name, requestTagKeys(tags))];
}

function putParameter(call: Call): ResultFields {
  const { now, parameters } = call;
  const store = storeOf(call);
  const name = parameters.requiredText('Name');
  const value = parameters.requiredText('Value');
  checkRequest(parameters, name, value);
  const tags = sentTags(parameters);
  const present = store.get(name);
  if (present !== undefined && !parameters.flag('Overwrite')) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const type = parameters.text('Type') ?? present?.type;
  if (type === undefined)
    throw parameters.refused('A parameter type is required when you create a parameter.');
  if (present !== undefined && type !== present.type)
    throw new AwsError(
      'HierarchyTypeMismatchException',
      `Parameter Store doesn't support changing a parameter type in a hierarchy: ${name} is a ${present.type}.`,
    );
  const tier = tierFor(parameters, value, present);
  const stored: StoredParameter = {
    name,
    type,
    value,
    tier,
    description: parameters.text('Description') ?? present?.description,
    version: (present?.version ?? 0) + 1,
    modifiedAt: now,
    tags: present?.tags ?? tags,
  };
  store.set(name, stored);
  return { Version: stored.version, Tier: tier };
}

function checkRequest(parameters: Parameters, name: string, value: string): void {
  checkName(parameters, name);
  for (const [parameter, allowed] of [
    ['Type', TYPES],
    ['Tier', TIERS],
  ] as const) {
    const given = parameters.text(parameter);
    if (given === undefined || allowed.includes(given)) continue;
    throw parameters.invalid([
      `Value '${given}' at '${parameter.toLowerCase()}' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${allowed.join(', ')}]`,
    ]);
  }
  if (value === '') {
    throw parameters.invalid([
      "Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ]);
  }
  if (/\{\{.*\}\}/s.test(value)) {
    throw parameters.refused(
      'Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.',
    );
  }
  if (parameters.flag('Overwrite') && sentTags(parameters).size > 0) {
    throw parameters.refused(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please " +
        'remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or ' +
        'RemoveTagsFromResource.',
    );
  }
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html */
function checkName(parameters: Parameters, name: string): void {
  const levels = name.replace(/^\//, '').split('/');
  if (name.includes('/') && !name.startsWith('/')) {
    throw parameters.refused('Parameter name must be a fully qualified name.');
  }
  if (/^(aws|ssm)/i.test(levels[0] ?? '')) {
    const reserved = name.startsWith('/')
      ? 'The following prefixes are reserved: "aws" and "ssm".'
      : 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).';
    throw parameters.refused(reserved);
  }
  if (levels.some((level) => !/^[a-zA-Z0-9_.-]+$/.test(level))) {
    throw parameters.refused(
      'Invalid parameter name. Please use correct syntax for referencing a version/label  ' +
        '<name>:<version/label>. Only a mix of letters, numbers and the following 4 symbols .-_/ are allowed.',
    );
  }
  if (levels.length > MAX_LEVELS) {
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `Hierarchy level limit exceeded: a parameter name can have at most ${MAX_LEVELS} levels.`,
    );
  }
  if (name.length > MAX_NAME_CHARACTERS) {
    throw parameters.refused(`Parameter name must be at most ${MAX_NAME_CHARACTERS} characters long.`);
  }
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
function tierFor(parameters: Parameters, value: string, present: StoredParameter | undefined): string {
  const asked = parameters.text('Tier') ?? present?.tier ?? 'Standard';
  const bytes = Buffer.byteLength(value);
  if (bytes > ADVANCED_BYTES) {
    throw parameters.refused(
      `Parameter value exceeds the maximum of ${ADVANCED_BYTES} characters that advanced tier parameters support.`,
    );
  }
  if (asked === 'Standard' && present?.tier === 'Advanced') {
    throw parameters.refused(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the " +
        'advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced ' +
        `parameter and recreate it as a standard parameter. For more information, see ${GUIDE}`,
    );
  }
  if (asked === 'Intelligent-Tiering') {
    return bytes > STANDARD_BYTES || present?.tier === 'Advanced' ? 'Advanced' : 'Standard';
  }
  if (asked === 'Standard' && bytes > STANDARD_BYTES) {
    throw parameters.refused(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_BYTES} characters. ` +
        'To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. ' +
        `For more information, see ${GUIDE}`,
    );
  }
  return asked;
}
