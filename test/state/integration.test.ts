import {
  DeleteParametersCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { parseProperties } from '../../src/integration/properties';
import {
  type IntegrationRecord,
  readRecord,
  recordSizeProblem,
  UnreadableRecord,
  writeRecord,
} from '../../src/state/integration';
import { createParameterStore } from '../../src/state/ssm-parameter-store';
import { awsError } from '../support/aws-error';
import { startInvocation } from '../support/passing-time';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());

const notFound = new ParameterNotFound({ message: 'none', $metadata: {} });
const spec = parseProperties(
  { ExternalId: 'abcdef', RoleName: 'a.b' },
  { partition: 'aws', accountId: '123456789012' },
);
const owner = { stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/s/1', logicalId: 'L' };
const selfTestPrincipals = ['arn:aws:iam::123456789012:role/provider'];
const content = { spec, owner, roleId: 'AROAEXAMPLE', selfTestPrincipals };
const record: IntegrationRecord = { schemaVersion: 1, ...content };
const PARAMETER = '/datadog-integration-role/a.2eb';

function prepare() {
  const invocation = startInvocation();
  return { ...invocation, store: createParameterStore(new SSMClient({}), invocation.call) };
}

describe('the parameter store', () => {
  test('gives the text of a parameter, and nothing for one that is not there', async () => {
    const { store } = prepare();
    ssm.on(GetParameterCommand, { Name: '/a' }).resolves({ Parameter: { Value: 'text' } });
    ssm.on(GetParameterCommand, { Name: '/b' }).rejects(notFound);
    ssm.on(GetParameterCommand, { Name: '/c' }).resolves({});
    await expect(store.read('/a')).resolves.toBe('text');
    await expect(store.read('/b')).resolves.toBeUndefined();
    await expect(store.read('/c')).resolves.toBeUndefined();
  });

  test('throws what else SSM answers, and retries what may pass', async () => {
    const { store, ended } = prepare();
    ssm
      .on(GetParameterCommand)
      .rejectsOnce(awsError('ThrottlingException', '', 400))
      .rejects(awsError('ValidationException', 'bad', 400));
    await expect(ended(store.read('/a'))).rejects.toThrow('bad');
    expect(ssm.calls()).toHaveLength(2);
  });

  test('writes a plain string that may grow beyond 4 KB', async () => {
    const { store } = prepare();
    ssm.on(PutParameterCommand).resolves({});
    await store.write('/a', 'text');
    expect(ssm.call(0).args[0].input).toEqual({
      Name: '/a',
      Value: 'text',
      Type: 'String',
      Tier: 'Intelligent-Tiering',
      Overwrite: true,
    });
  });

  test('removes several at once, without asking whether they are there', async () => {
    const { store } = prepare();
    ssm.on(DeleteParametersCommand).resolves({ InvalidParameters: ['/b'] });
    await store.remove(['/a', '/b']);
    expect(ssm.call(0).args[0].input).toEqual({ Names: ['/a', '/b'] });
  });
});

describe('the record', () => {
  test('is read back as it was written', async () => {
    const { store } = prepare();
    ssm.on(PutParameterCommand).resolves({});
    await writeRecord(store, content, undefined);
    const { Name, Value } = ssm.commandCalls(PutParameterCommand)[0]?.args[0].input ?? {};
    expect(Name).toBe(PARAMETER);
    ssm.on(GetParameterCommand, { Name: PARAMETER }).resolves({ Parameter: { Value: Value ?? '' } });
    await expect(readRecord(store, 'a.b')).resolves.toEqual(record);
  });

  test('of a version that did not know ExcludeActions leaves nothing out, and need not be written again', async () => {
    const { store } = prepare();
    const { excludeActions: _, ...earlierSpec } = spec;
    const Value = JSON.stringify({ ...record, spec: earlierSpec });
    ssm.on(GetParameterCommand, { Name: PARAMETER }).resolves({ Parameter: { Value } });
    const read = await readRecord(store, 'a.b');
    expect(read?.spec.excludeActions).toEqual([]);
    await writeRecord(store, content, read);
    expect(ssm.commandCalls(PutParameterCommand)).toEqual([]);
  });

  test('is absent when there is no parameter', async () => {
    const { store } = prepare();
    ssm.on(GetParameterCommand).rejects(notFound);
    await expect(readRecord(store, 'a.b')).resolves.toBeUndefined();
  });

  test('is not written again when it says the same', async () => {
    const { store } = prepare();
    const known: IntegrationRecord = JSON.parse(JSON.stringify(record));
    await writeRecord(store, content, known);
    expect(ssm.calls()).toEqual([]);
  });

  test.each<[string, Partial<IntegrationRecord>]>([
    ['spec', { spec: { ...spec, description: 'x' } }],
    ['owner', { owner: { ...owner, logicalId: 'M' } }],
    ['role', { roleId: 'AROAOTHER' }],
    ['list of whom the trust policy lets in', { selfTestPrincipals: [] }],
    ['adoption', { adopted: true }],
  ])('is written again when its %s has changed', async (_, change) => {
    const { store } = prepare();
    ssm.on(PutParameterCommand).resolves({});
    await writeRecord(store, { ...content, ...change }, record);
    expect(JSON.parse(ssm.commandCalls(PutParameterCommand)[0]?.args[0].input.Value ?? '')).toEqual({
      ...record,
      ...change,
    });
  });

  test.each([
    [
      'no JSON',
      'oops',
      `The SSM parameter ${PARAMETER} is not a record (it is not JSON); delete it, and update the stack.`,
    ],
    ['null', 'null', 'is not a record (Invalid type: Expected Object but received null)'],
    ['a text', '"x"', 'is not a record (Invalid type: Expected Object but received "x")'],
    ['an object without a version', '{}', 'is not a record (schemaVersion: '],
    [
      'a later version',
      '{"schemaVersion":2,"spec":{},"owner":{},"roleId":"A"}',
      `The SSM parameter ${PARAMETER} has the schema version 2 and this version reads 1; deploy the newer version`,
    ],
  ])('that is %s is said to be unreadable', async (_, text, message) => {
    const { store } = prepare();
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: text } });
    const reading = readRecord(store, 'a.b');
    await expect(reading).rejects.toThrow(UnreadableRecord);
    await expect(reading).rejects.toThrow(message);
  });

  test.each<[string, unknown]>([
    ['the spec', { spec: undefined }],
    ['the spec, which is null', { spec: null }],
    ['the spec, which is a text', { spec: 'x' }],
    ['tags of the spec', { spec: { ...spec, tags: undefined } }],
    ['tags of the spec, which are null', { spec: { ...spec, tags: null } }],
    ['tags of the spec, which are a text', { spec: { ...spec, tags: 'x' } }],
    ['policies of the spec', { spec: { ...spec, managedPolicyArns: undefined } }],
    ['policies of the spec, which are a text', { spec: { ...spec, managedPolicyArns: 'x' } }],
    ['regions of the spec', { spec: { ...spec, regions: undefined } }],
    ['regions of the spec, which are a text', { spec: { ...spec, regions: 'x' } }],
    ['the name of the role', { spec: { ...spec, roleName: undefined } }],
    ['the path of the role', { spec: { ...spec, path: undefined } }],
    ['the external id', { spec: { ...spec, externalId: undefined } }],
    ['the permissions', { spec: { ...spec, permissions: undefined } }],
    ['the owner', { owner: undefined }],
    ['the owner, which is null', { owner: null }],
    ['the owner, which is a text', { owner: 'x' }],
    ['the id of the role', { roleId: undefined }],
    ['the id of the role, which is a number', { roleId: 1 }],
    ['whom the trust policy lets in', { selfTestPrincipals: undefined }],
    ['an account of 12 digits', { spec: { ...spec, datadogAccountId: '*' } }],
    ['a permission set that is known', { spec: { ...spec, permissions: 'Everything' } }],
    ['texts among the policies', { spec: { ...spec, managedPolicyArns: [{}] } }],
    ['an adoption that is true', { adopted: 'yes' }],
  ])('that lacks %s is said to be unreadable', async (_, damage) => {
    const { store } = prepare();
    const Value = JSON.stringify(Object.assign({}, record, damage));
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value } });
    const reading = readRecord(store, 'a.b');
    await expect(reading).rejects.toThrow(UnreadableRecord);
    await expect(reading).rejects.toThrow(
      `The SSM parameter ${PARAMETER} lacks a part of the record, or has one that is wrong (`,
    );
  });

  test('of another role is said to be unreadable, whatever it says of it', async () => {
    const { store } = prepare();
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: JSON.stringify(record) } });
    await expect(readRecord(store, 'Other')).rejects.toThrow(
      'The SSM parameter /datadog-integration-role/Other holds the record of another role, "a.b" instead of "Other"; delete it, and update the stack of each.',
    );
  });

  test('that is too large for a parameter is refused with the numbers', () => {
    const empty = Buffer.byteLength(JSON.stringify({ ...record, spec: { ...spec, description: '' } }));
    const withDescription = (bytes: number) => ({
      ...content,
      spec: { ...spec, description: 'é'.repeat((bytes - empty) / 2) },
    });
    const even = 8_192 - ((8_192 - empty) % 2);
    expect(recordSizeProblem(withDescription(even))).toBeUndefined();
    expect(recordSizeProblem(withDescription(even + 10))).toBe(
      `The properties make a record of ${even + 10} bytes and an SSM parameter holds 8192: shorten Tags, Description, Regions, ManagedPolicyArns or ExcludeActions by ${even + 10 - 8_192} bytes.`,
    );
  });
});
