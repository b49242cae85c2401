import {
  DeleteParametersCommand,
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { Call } from '../aws/calls';

/**
 * The largest value that an advanced parameter holds:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export const PARAMETER_MAX_BYTES = 8_192;

/** One JSON object for each SSM parameter. */
export interface ParameterStore {
  /** The parameter's text, or undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** Creates the parameter; false when there is one of that name already. The value must not exceed `PARAMETER_MAX_BYTES`. */
  create(name: string, value: string): Promise<boolean>;
  /** Creates or overwrites; the value must not exceed `PARAMETER_MAX_BYTES`. */
  write(name: string, value: string): Promise<void>;
  /** Deletes those that exist. */
  remove(names: readonly string[]): Promise<void>;
}

export function createParameterStore(ssm: SSMClient, call: Call): ParameterStore {
  return {
    async read(name) {
      try {
        const { Parameter } = await call((options) =>
          ssm.send(new GetParameterCommand({ Name: name }), options),
        );
        return Parameter?.Value;
      } catch (error) {
        if (error instanceof ParameterNotFound) return undefined;
        throw error;
      }
    },
    async create(name, value) {
      try {
        await call((options) => ssm.send(new PutParameterCommand(parameter(name, value)), options));
        return true;
      } catch (error) {
        if (error instanceof ParameterAlreadyExists) return false;
        throw error;
      }
    },
    async write(name, value) {
      const request = { ...parameter(name, value), Overwrite: true };
      await call((options) => ssm.send(new PutParameterCommand(request), options));
    },
    async remove(names) {
      await call((options) => ssm.send(new DeleteParametersCommand({ Names: [...names] }), options));
    },
  };
}

function parameter(name: string, value: string) {
  return { Name: name, Value: value, Type: 'String', Tier: 'Intelligent-Tiering' } as const;
}
