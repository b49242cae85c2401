import {
  DeleteParametersCommand,
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { Call } from '../aws/calls';
import type { ParameterStore } from './parameter-store';

/** Keeps parameters in the region of the client. */
export function createParameterStore(ssm: SSMClient, call: Call): ParameterStore {
  const readVersion: ParameterStore['readVersion'] = async (name) => {
    try {
      const { Parameter } = await call((options) =>
        ssm.send(new GetParameterCommand({ Name: name }), options),
      );
      const { Value: text, Version: version = 0 } = Parameter ?? {};
      return text === undefined ? undefined : { text, version };
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
