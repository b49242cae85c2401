import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { isMadeSince } from '../../src/provider/made-since';
import { awsError } from '../support/aws-error';
import { emptyAccount } from '../support/iam/model-iam';
import { OWNER, specOf } from '../support/iam/specs';
import { sessionOf } from '../support/provider/open-session';
import { foreignRole } from '../support/provider/roles';

const ROLE = foreignRole.name;
const NOT_CREATED = 'datadog-integration-role:not-created';
const MADE_UP = 'monitoring-Datadog-1ABCDEFGHIJKL';

/** A Delete whose physical id names nothing, while there is a role of the name in its properties. */
async function aDelete({ recorded = {}, role = foreignRole as typeof foreignRole | null } = {}) {
  const made = sessionOf({ requestType: 'Delete', account: { ...emptyAccount(), role } });
  const record = {
    schemaVersion: 1,
    spec: specOf(),
    owner: OWNER,
    roleId: foreignRole.roleId,
    selfTestPrincipals: [],
    ...recorded,
  };
  await made.store.write(`/datadog-integration-role/${ROLE}`, JSON.stringify(record));
  const resources = made.cloudFormation.on(DescribeStackResourcesCommand, {
    StackName: OWNER.stackId,
    LogicalResourceId: OWNER.logicalId,
  });
  return {
    ...made,
    resources,
    answer: (physicalId: string) => made.ended(isMadeSince(made.session, ROLE, physicalId)),
  };
}

const denied = awsError('AccessDenied', 'denied', 403);

test('a role that is not there has not been made', async () => {
  const { answer, resources } = await aDelete({ role: null });
  resources.rejects(denied);
  await expect(answer(NOT_CREATED)).resolves.toBe(false);
});

describe('where CloudFormation answers, the record does not count', () => {
  const resource = {
    LogicalResourceId: OWNER.logicalId,
    ResourceType: 'Custom::DatadogIntegrationRole',
    ResourceStatus: 'UPDATE_COMPLETE' as const,
    Timestamp: undefined,
  };

  test.each([
    [true, ROLE, NOT_CREATED],
    [true, ROLE, MADE_UP],
    [false, NOT_CREATED, NOT_CREATED],
  ])('%s, the stack has %s by now', async (expected, PhysicalResourceId, id) => {
    const { answer, resources } = await aDelete(expected ? { recorded: { roleId: 'AROAOTHER' } } : {});
    resources.resolves({ StackResources: [{ ...resource, PhysicalResourceId }] });
    await expect(answer(id)).resolves.toBe(expected);
  });
});

describe('where CloudFormation does not answer', () => {
  test.each<[boolean, string, string, object]>([
    [true, 'this very role is on record as this resource’s', NOT_CREATED, {}],
    [false, 'the record is of a role before it', NOT_CREATED, { roleId: 'AROAOTHER' }],
    [false, 'the record is another resource’s', NOT_CREATED, { owner: { ...OWNER, logicalId: 'Other' } }],
    [false, 'a Create that was never answered may have recorded it', MADE_UP, {}],
  ])('%s, as %s', async (expected, _case, id, recorded) => {
    const { answer, resources } = await aDelete({ recorded });
    resources.rejects(denied);
    await expect(answer(id)).resolves.toBe(expected);
  });

  test('nothing is read of the record where it could not tell', async () => {
    const { session, ended, resources, store } = await aDelete();
    resources.rejects(denied);
    const read = jest.fn(store.read);
    await ended(isMadeSince({ ...session, store: { ...store, read } }, ROLE, MADE_UP));
    expect(read).not.toHaveBeenCalled();
  });
});
