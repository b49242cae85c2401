import {
  DeleteParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  HierarchyTypeMismatchException,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { createParameterStore, ParameterOfAnotherType } from '../../src/state/ssm-parameter-store';
import { startInvocation } from '../support/passing-time';

const NAME = '/datadog-integration-role/R';
const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());

const store = () => createParameterStore(new SSMClient({}), startInvocation().call);
const refusal = (Kind: typeof ParameterNotFound | typeof ParameterAlreadyExists) =>
  new Kind({ message: 'no', $metadata: {} });

test('a parameter is read with the version that SSM counts, and one that there is not is none', async () => {
  ssm.on(GetParameterCommand, { Name: NAME }).resolves({ Parameter: { Value: 'text', Version: 7 } });
  await expect(store().readVersion(NAME)).resolves.toEqual({ text: 'text', version: 7 });
  await expect(store().read(NAME)).resolves.toBe('text');

  ssm.on(GetParameterCommand).rejects(refusal(ParameterNotFound));
  await expect(store().readVersion(NAME)).resolves.toBeUndefined();
});

test('a parameter that is there already is not created', async () => {
  ssm.on(PutParameterCommand).resolvesOnce({}).rejects(refusal(ParameterAlreadyExists));
  await expect(store().create(NAME, 'text')).resolves.toBe(true);
  await expect(store().create(NAME, 'text')).resolves.toBe(false);
});

test('one of another type is named, with the way out', async () => {
  ssm.on(PutParameterCommand).rejects(new HierarchyTypeMismatchException({ message: 'no', $metadata: {} }));
  const writing = store().write(NAME, 'text');
  await expect(writing).rejects.toBeInstanceOf(ParameterOfAnotherType);
  await expect(writing).rejects.toThrow(
    `The SSM parameter ${NAME} cannot be written: it is there with another type`,
  );
});

test('names below a path are those of all pages, however deep', async () => {
  ssm
    .on(GetParametersByPathCommand, { Path: NAME, Recursive: true })
    .resolvesOnce({ Parameters: [{ Name: `${NAME}/a` }], NextToken: 'more' })
    .resolves({ Parameters: [{ Name: `${NAME}/a/b` }] });

  await expect(store().namesBelow(NAME)).resolves.toEqual([`${NAME}/a`, `${NAME}/a/b`]);
});

test('ten parameters are deleted at a time, which is as many as SSM takes', async () => {
  ssm.on(DeleteParametersCommand).resolves({});

  await store().remove(Array.from({ length: 12 }, (_, index) => `${NAME}${index}`));

  const sizes = ssm.commandCalls(DeleteParametersCommand).map(({ args: [{ input }] }) => input.Names?.length);
  expect(sizes).toEqual([10, 2]);
});
