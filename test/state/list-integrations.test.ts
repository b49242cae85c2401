import {
  GetParameterCommand,
  GetParametersByPathCommand,
  ParameterNotFound,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { findRecord, UnreadableRecord } from '../../src/state/integration';
import { listRecords } from '../../src/state/list-integrations';
import { recordParameterName } from '../../src/state/parameter-names';
import { createParameterStore } from '../../src/state/ssm-parameter-store';
import { OWNER, specOf } from '../support/iam/specs';
import { startInvocation } from '../support/passing-time';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());

const recordOf = (roleName: string) => ({
  schemaVersion: 1,
  spec: specOf({ roleName }),
  owner: OWNER,
  roleId: 'AROAEXAMPLE',
  selfTestPrincipals: [],
});

const parameterOf = (roleName: string) => ({
  Name: recordParameterName(roleName),
  Value: JSON.stringify(recordOf(roleName)),
});

const strangers: string[] = [];
const list = () => {
  strangers.length = 0;
  return listRecords(new SSMClient({}), startInvocation().call, (name) => void strangers.push(name));
};
const find = (roleName: string) =>
  findRecord(createParameterStore(new SSMClient({}), startInvocation().call), roleName);

test('all records are listed, page by page, in the order of their names, without what lies beside them', async () => {
  ssm
    .on(GetParametersByPathCommand, { Path: '/datadog-integration-role', Recursive: false })
    .resolves({ Parameters: [parameterOf('b+2'), parameterOf('a')], NextToken: 'more' })
    .on(GetParametersByPathCommand, {
      Path: '/datadog-integration-role',
      Recursive: false,
      NextToken: 'more',
    })
    .resolves({ Parameters: [parameterOf('b')] });
  await expect(list()).resolves.toEqual(
    ['a', 'b', 'b+2'].map((roleName) => ({ roleName, record: recordOf(roleName) })),
  );
});

test('a record that cannot be read is listed with its problem, and hides none of the others', async () => {
  ssm.on(GetParametersByPathCommand).resolves({
    Parameters: [{ Name: '/datadog-integration-role/x.2ey', Value: 'oops' }, parameterOf('a')],
  });
  const [first, second] = await list();
  expect(first).toEqual({ roleName: 'a', record: recordOf('a') });
  expect(second).toEqual({ roleName: 'x.y', problem: expect.any(UnreadableRecord) });
});

test.each([
  ['spells the role in another way', '/datadog-integration-role/.61'],
  ['names a role with a line break in it', '/datadog-integration-role/a.0ab'],
  ['names a role that is too long', `/datadog-integration-role/${'a'.repeat(65)}`],
])('a parameter that %s is no record, whatever it says', async (_, Name) => {
  ssm.on(GetParametersByPathCommand).resolves({
    Parameters: [{ Name, Value: JSON.stringify(recordOf('a')) }, parameterOf('a')],
  });
  await expect(list()).resolves.toEqual([{ roleName: 'a', record: recordOf('a') }]);
  expect(strangers).toEqual([Name]);
});

test('an account without records has none', async () => {
  ssm.on(GetParametersByPathCommand).resolves({});
  await expect(list()).resolves.toEqual([]);
});

test('one record is found as the list would show it, or not at all', async () => {
  ssm
    .on(GetParameterCommand, { Name: '/datadog-integration-role/a.2eb' })
    .resolves({ Parameter: parameterOf('a.b') });
  ssm
    .on(GetParameterCommand, { Name: '/datadog-integration-role/c' })
    .resolves({ Parameter: { Value: '{}' } });
  ssm
    .on(GetParameterCommand, { Name: '/datadog-integration-role/d' })
    .rejects(new ParameterNotFound({ message: 'none', $metadata: {} }));
  await expect(find('a.b')).resolves.toEqual({ roleName: 'a.b', record: recordOf('a.b') });
  await expect(find('c')).resolves.toEqual({ roleName: 'c', problem: expect.any(UnreadableRecord) });
  await expect(find('d')).resolves.toBeUndefined();
});

test('the name of any role is read back from the name of its parameter', async () => {
  const roleNames = fc.string({ unit: fc.constantFrom(...'abfAZ0269_+=,.@-'), minLength: 1, maxLength: 64 });
  await fc.assert(
    fc.asyncProperty(roleNames, async (roleName) => {
      ssm.on(GetParametersByPathCommand).resolves({ Parameters: [parameterOf(roleName)] });
      await expect(list()).resolves.toMatchObject([{ roleName }]);
    }),
  );
});
