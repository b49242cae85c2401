import { AwsError } from '../aws-error';
import type { Call, Operation, OperationTable, ResultFields } from '../service';
import { find, nameOf, parameterNotFound, parameterPermission, show, storeOf } from './store';

const MAX_NAMES = 10;

/** Operations on parameters by name. */
export const PARAMETER_OPERATIONS: OperationTable = {
  GetParameter: {
    write: false,
    required: ['Name'],
    permissions: (call) => [parameterPermission(call, 'GetParameter', splitSelector(call).name)],
    run: getParameter,
  },
  GetParameters: {
    write: false,
    required: ['Names'],
    permissions: permissionsOnNames('GetParameters'),
    run: (call) => {
      const names = checkedNames(call);
      const found = names.flatMap((name) => find(call, name) ?? []);
      return {
        Parameters: found.map((parameter) => show(call, parameter)),
        InvalidParameters: names.filter((name) => find(call, name) === undefined),
      };
    },
  },
  DeleteParameter: {
    write: true,
    required: ['Name'],
    permissions: (call) => [parameterPermission(call, 'DeleteParameter', call.parameters.text('Name') ?? '')],
    run: (call) => {
      if (!storeOf(call).delete(nameOf(call.parameters.requiredText('Name')))) throw parameterNotFound();
      return {};
    },
  },
  DeleteParameters: {
    write: true,
    required: ['Names'],
    permissions: permissionsOnNames('DeleteParameters'),
    run: (call) => {
      const names = checkedNames(call);
      const deleted = names.filter((name) => storeOf(call).delete(nameOf(name)));
      return {
        DeletedParameters: deleted,
        InvalidParameters: names.filter((name) => !deleted.includes(name)),
      };
    },
  },
};

function permissionsOnNames(action: string): Operation['permissions'] {
  return (call) => call.parameters.texts('Names').map((name) => parameterPermission(call, action, name));
}

/** `name:version` asks for one version; only the newest is kept. */
function splitSelector(call: Call): { readonly name: string; readonly version: string | undefined } {
  const [, name = '', version] = /^(.*?)(?::(\d+))?$/.exec(call.parameters.requiredText('Name')) ?? [];
  return { name, version };
}

function getParameter(call: Call): ResultFields {
  const { name, version } = splitSelector(call);
  const parameter = find(call, name);
  if (parameter === undefined) throw parameterNotFound();
  if (version !== undefined && parameter.version !== Number(version)) {
    throw new AwsError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
    );
  }
  return { Parameter: show(call, parameter) };
}

function checkedNames(call: Call): string[] {
  const names = call.parameters.texts('Names');
  if (names.length <= MAX_NAMES) return names;
  throw call.parameters.invalid([
    `Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${MAX_NAMES}`,
  ]);
}
