import {
  DeleteParametersCommand,
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { memoryParameters } from './memory-parameters';

/** SSM's client, mocked: it remembers what is written, and refuses to create what is there. */
export function mockedSsm() {
  const ssm = mockClient(SSMClient);
  const { store, parameters } = memoryParameters();
  ssm.on(GetParameterCommand).callsFake(async ({ Name }) => {
    const found = parameters.get(Name);
    if (found === undefined) throw new ParameterNotFound({ message: Name, $metadata: {} });
    return { Parameter: { Value: found.text, Version: found.version } };
  });
  ssm.on(PutParameterCommand).callsFake(async ({ Name, Value, Overwrite }) => {
    if (Overwrite === true) await store.write(Name, Value);
    else if (!(await store.create(Name, Value)))
      throw new ParameterAlreadyExists({ message: Name, $metadata: {} });
    return {};
  });
  ssm.on(DeleteParametersCommand).callsFake(({ Names }) => store.remove(Names));
  return { ssm, parameters };
}
