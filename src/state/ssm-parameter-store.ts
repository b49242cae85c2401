import {
  DeleteParametersCommand,
  GetParameterCommand,
  HierarchyTypeMismatchException,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  paginateGetParametersByPath,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { allPages, type Call } from '../aws/calls';
import { UserError } from '../runtime/user-error';
import type { ParameterStore } from './parameter-store';

/** Of one request: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html */
const NAMES_MAX = 10;

/**
 * Somebody has made the parameter with another type, which SSM does not change:
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html#API_PutParameter_Errors
 */
export class ParameterOfAnotherType extends UserError {
  override readonly name = 'ParameterOfAnotherType';

  constructor(parameterName: string, cause: unknown) {
    super(
      `The SSM parameter ${parameterName} cannot be written: it is there with another type than String, which no version of this project has made, and SSM does not change types. Delete it, and repeat the operation.`,
      { cause },
    );
  }
}

/** Keeps parameters in the region of the client; what changes one goes by `writing`. @throws ParameterOfAnotherType */
export function createParameterStore(ssm: SSMClient, call: Call, writing: Call = call): ParameterStore {
  const readVersion: ParameterStore['readVersion'] = async (name) => {
    try {
      const { Parameter } = await call((options) =>
        ssm.send(new GetParameterCommand({ Name: name }), options),
      );
      const { Value: text, Version: version = 0, LastModifiedDate: modified } = Parameter ?? {};
      if (text === undefined) return undefined;
      return { text, version, ...(modified === undefined ? {} : { modifiedAt: modified.getTime() }) };
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  };
  return {
    readVersion,
    async read(name) {
      return (await readVersion(name))?.text;
    },
    async create(name, value) {
      try {
        await writing((options) => ssm.send(new PutParameterCommand(parameter(name, value)), options));
        return true;
      } catch (error) {
        if (error instanceof ParameterAlreadyExists) return false;
        throw error;
      }
    },
    async write(name, value) {
      const request = { ...parameter(name, value), Overwrite: true };
      try {
        await writing((options) => ssm.send(new PutParameterCommand(request), options));
      } catch (error) {
        if (error instanceof HierarchyTypeMismatchException) throw new ParameterOfAnotherType(name, error);
        throw error;
      }
    },
    async namesBelow(path) {
      const parameters = await allPages(
        call,
        ssm,
        (client) => paginateGetParametersByPath({ client }, { Path: path, Recursive: true }),
        (page) => page.Parameters,
      );
      return parameters.flatMap(({ Name }) => Name ?? []);
    },
    async remove(names) {
      for (let first = 0; first < names.length; first += NAMES_MAX) {
        const some = names.slice(first, first + NAMES_MAX);
        await writing((options) => ssm.send(new DeleteParametersCommand({ Names: some }), options));
      }
    },
  };
}

function parameter(name: string, value: string) {
  return { Name: name, Value: value, Type: 'String', Tier: 'Intelligent-Tiering' } as const;
}
