import { AwsError } from '../aws-error';
import { pageOf } from '../paging';
import type { Call, OperationTable, ResultFields, ResultValue } from '../service';
import type { StoredParameter } from '../state';
import { parameterArn, parameterPermission, show, storeOf } from './store';

const MAX_BY_PATH = 10;
const MAX_DESCRIBED = 50;

/** Operations on many parameters. */
export const PATH_OPERATIONS: OperationTable = {
  GetParametersByPath: {
    write: false,
    required: ['Path'],
    permissions: (call) => {
      const path = (call.parameters.text('Path') ?? '').replace(/\/$/, '');
      const keys = { 'ssm:Recursive': String(call.parameters.flag('Recursive')) };
      return [parameterPermission(call, 'GetParametersByPath', path, keys)];
    },
    run: getByPath,
  },
  DescribeParameters: {
    write: false,
    permissions: (call) => [{ action: 'ssm:DescribeParameters', resource: parameterArn(call, '*') }],
    run: (call) => page(call, MAX_DESCRIBED, sorted(call), (parameter) => describe(call, parameter)),
  },
};

function getByPath(call: Call): ResultFields {
  const path = call.parameters.requiredText('Path');
  if (!/^\/([a-zA-Z0-9_.-]+\/?)*$/.test(path)) {
    throw call.parameters.refused(
      "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward " +
        'slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive) except for global parameters.',
    );
  }
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const recursive = call.parameters.flag('Recursive');
  const below = sorted(call).filter(
    ({ name }) => name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/')),
  );
  return page(call, MAX_BY_PATH, below, (parameter) => show(call, parameter));
}

function sorted(call: Call): StoredParameter[] {
  return [...storeOf(call).values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function page(
  call: Call,
  maximum: number,
  items: readonly StoredParameter[],
  showItem: (parameter: StoredParameter) => ResultValue,
): ResultFields {
  const { parameters, world } = call;
  const asked = parameters.number('MaxResults') ?? maximum;
  if (asked < 1 || asked > maximum) {
    throw parameters.invalid([
      `Value '${asked}' at 'maxResults' failed to satisfy constraint: ` +
        `Member must have value ${asked < 1 ? 'greater than or equal to 1' : `less than or equal to ${maximum}`}`,
    ]);
  }
  const size = Math.min(asked, world.settings.pageSize);
  const invalid = () => new AwsError('InvalidNextToken', 'The specified token is not valid.');
  const { items: shown, next } = pageOf(items, size, parameters.text('NextToken'), invalid);
  return { Parameters: shown.map(showItem), NextToken: next };
}

function describe(call: Call, parameter: StoredParameter): ResultFields {
  const { Value: _value, ...shown } = show(call, parameter);
  return { ...shown, Description: parameter.description, Tier: parameter.tier, Policies: [] };
}
