import {
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { Overtaken } from '../../src/aws/turn';
import type { Owner } from '../../src/integration/spec';
import { findLeftovers, removeLeftovers, removeLeftoversOfStack } from '../../src/provider/leftovers';
import { adoptedRoleText, digestOf } from '../../src/state/adopted-role';
import { awsError } from '../support/aws-error';
import { emptyAccount } from '../support/iam/model-iam';
import { OWNER, OWNER_TAGS, specOf } from '../support/iam/specs';
import { sessionOf } from '../support/provider/open-session';
import { foreignRole, MARK } from '../support/provider/roles';

const CURRENT = 'New';
const OTHER: Owner = { ...OWNER, logicalId: 'Other' };
const recordOf = (roleName: string, owner = OWNER) =>
  JSON.stringify({
    schemaVersion: 1,
    spec: specOf({ roleName }),
    owner,
    roleId: foreignRole.roleId,
    selfTestPrincipals: [],
  });

const ARN = 'arn:aws:iam::123456789012:role/Old';
const oldRole = { ...foreignRole, name: 'Old', arn: ARN, tags: OWNER_TAGS };

/** An update or a Delete of a stack whose resource has the role `New` by now, and left `Old` behind. */
async function withLeftover({ totalMs = 300_000, status = 'UPDATE_IN_PROGRESS' as StackStatus } = {}) {
  const made = sessionOf({
    requestType: status === 'DELETE_IN_PROGRESS' ? 'Delete' : 'Update',
    physicalId: CURRENT,
    account: { ...emptyAccount(), role: oldRole },
    totalMs,
  });
  const { cloudFormation, ssm, parameters, store, session } = made;
  ssm.on(GetParametersByPathCommand).callsFake(() => ({
    Parameters: [...parameters].map(([Name, { text }]) => ({ Name, Value: text })),
  }));
  await store.write('/datadog-integration-role/Old', recordOf('Old'));
  await store.write('/datadog-integration-role/New', recordOf('New'));
  const setStack = (StackStatus: StackStatus) =>
    cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [{ StackName: 'monitoring', CreationTime: undefined, StackStatus }] });
  const setResource = (PhysicalResourceId: string) =>
    cloudFormation.on(DescribeStackResourcesCommand, { LogicalResourceId: OWNER.logicalId }).resolves({
      StackResources: [
        {
          LogicalResourceId: OWNER.logicalId,
          ResourceType: 'Custom::DatadogIntegrationRole',
          PhysicalResourceId,
          ResourceStatus: 'UPDATE_IN_PROGRESS',
          Timestamp: undefined,
        },
      ],
    });
  setStack(status);
  setResource(CURRENT);
  return {
    ...made,
    setResource,
    find: (current = CURRENT) => made.ended(findLeftovers(session, current)),
    remove: (leftovers: readonly string[] = ['Old']) =>
      made.ended(removeLeftovers(session, CURRENT, leftovers)),
    removeOfStack: () => made.ended(removeLeftoversOfStack(session, CURRENT)),
    isGone: () => made.served.account.role === null && !parameters.has('/datadog-integration-role/Old'),
    messages: () => made.lines.map(({ message }) => message),
  };
}

describe('what is left over', () => {
  test('is every role that this resource has on record beside its present one', async () => {
    const { find, store } = await withLeftover();
    await store.write('/datadog-integration-role/Older', recordOf('Older'));
    await expect(find()).resolves.toEqual(['Old', 'Older']);
  });

  test('is not what another resource has on record', async () => {
    const { find, store } = await withLeftover();
    await store.write('/datadog-integration-role/Theirs', recordOf('Theirs', OTHER));
    await expect(find()).resolves.toEqual(['Old']);
  });

  test('is not what cannot be read, which hides nothing else', async () => {
    const { find, store } = await withLeftover();
    await store.write('/datadog-integration-role/Odd', '{"schemaVersion": 7}');
    await expect(find()).resolves.toEqual(['Old']);
  });

  test('is not the present role in other letter case, which IAM does not tell apart', async () => {
    const { find } = await withLeftover();
    await expect(find('nEW')).resolves.toEqual(['Old']);
  });

  test('is not known where records may not be listed, and delays nothing', async () => {
    const { find, ssm, clock, lines } = await withLeftover();
    ssm.on(GetParametersByPathCommand).rejects(awsError('AccessDeniedException', 'not authorized', 400));
    await expect(find()).resolves.toEqual([]);
    expect(clock.now()).toBeLessThan(1_000);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'info',
        message: 'whether a role is left over from a rename was not seen',
        error: expect.objectContaining({ message: 'not authorized' }),
      }),
    );
  });

  test('is not known where the list does not come, which is waited for five seconds at most', async () => {
    const { find, ssm, clock } = await withLeftover();
    ssm.on(GetParametersByPathCommand).callsFake(() => new Promise(() => undefined));
    await expect(find()).resolves.toEqual([]);
    expect(clock.now()).toBeLessThanOrEqual(5_000);
    expect(clock.now()).toBeGreaterThan(1_000);
  });
});

describe('what is left over is removed', () => {
  test('by an update that goes forward with the present role, at once', async () => {
    const { remove, isGone, served, clock, lines } = await withLeftover();
    await expect(remove()).resolves.toEqual([]);
    expect(isGone()).toBe(true);
    expect(served.kinds).toContain('delete-role');
    expect(clock.now()).toBeLessThan(3_000);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'removing what is left over from a rename', role: 'Old' }),
    );
  });

  test('by the Delete of the stack', async () => {
    const { removeOfStack, isGone } = await withLeftover({ status: 'DELETE_IN_PROGRESS' });
    await removeOfStack();
    expect(isGone()).toBe(true);
  });

  test('in all its parts: a record whose role is gone is deleted without waiting', async () => {
    const { remove, served, isGone, clock } = await withLeftover();
    served.account = { ...served.account, role: null };
    await expect(remove()).resolves.toEqual([]);
    expect(isGone()).toBe(true);
    expect(clock.now()).toBeLessThan(1_000);
  });
});

test('an adopted role that is left over is handed back without what this resource had put on it', async () => {
  const asked = { roleName: 'Old', managedPolicyArns: ['arn:aws:iam::aws:policy/X'], tags: { cost: '1' } };
  const { remove, store, served } = await withLeftover();
  const before = { ...oldRole, tags: { team: 'sre' } };
  const text = adoptedRoleText(before, OWNER);
  await store.write('/datadog-integration-role/Old/adopted', text);
  const record = { ...JSON.parse(recordOf('Old')), spec: specOf(asked), adopted: true };
  await store.write('/datadog-integration-role/Old', JSON.stringify(record));
  const tags = { ...before.tags, ...OWNER_TAGS, cost: '1', [MARK]: digestOf(text) };
  served.account = {
    ...served.account,
    library: { 'arn:aws:iam::aws:policy/X': '{}' },
    role: { ...before, tags, attachedPolicyArns: ['arn:aws:iam::aws:policy/X'] },
  };

  await expect(remove()).resolves.toEqual([]);

  expect(served.account.role).toMatchObject({ tags: { team: 'sre' }, attachedPolicyArns: [] });
});

describe('what is left over stays', () => {
  test.each<StackStatus>(['UPDATE_ROLLBACK_IN_PROGRESS', 'IMPORT_IN_PROGRESS'])(
    'at an update that does not go forward: %s',
    async (status) => {
      const { remove, served } = await withLeftover({ status });
      await expect(remove()).resolves.toEqual([]);
      expect(served.steps).toEqual([]);
    },
  );

  test('where CloudFormation has another role for the resource', async () => {
    const { remove, setResource, served } = await withLeftover();
    setResource('Old');
    await expect(remove()).resolves.toEqual([]);
    expect(served.steps).toEqual([]);
  });

  test('where CloudFormation tells of the stack alone', async () => {
    const { remove, cloudFormation, served } = await withLeftover();
    cloudFormation.on(DescribeStackResourcesCommand).rejects(awsError('AccessDenied', 'denied', 403));
    cloudFormation
      .on(DescribeStackResourcesCommand, { LogicalResourceId: OWNER.logicalId })
      .rejects(awsError('AccessDenied', 'denied', 403));
    await expect(remove()).resolves.toEqual([]);
    expect(served.steps).toEqual([]);
  });

  test('where CloudFormation does not answer', async () => {
    const { remove, removeOfStack, cloudFormation, served } = await withLeftover();
    cloudFormation.reset();
    cloudFormation.onAnyCommand().rejects(awsError('AccessDenied', 'denied', 403));
    await expect(remove()).resolves.toEqual([]);
    await removeOfStack();
    expect(served.steps).toEqual([]);
  });

  test('at a Delete while the stack is not deleted, or refuses the event', async () => {
    for (const status of ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'] as const) {
      const { removeOfStack, served } = await withLeftover({ status });
      await removeOfStack();
      expect(served.steps).toEqual([]);
    }
  });

  test('where it is the resource of a stack after all', async () => {
    const { remove, cloudFormation, served, lines } = await withLeftover();
    cloudFormation.on(DescribeStackResourcesCommand, { PhysicalResourceId: 'Old' }).resolves({
      StackResources: [
        {
          StackId: 'arn:other',
          LogicalResourceId: 'Role',
          PhysicalResourceId: 'Old',
          ResourceType: 'AWS::IAM::Role',
          ResourceStatus: 'CREATE_COMPLETE',
          Timestamp: undefined,
        },
      ],
    });
    await expect(remove()).resolves.toEqual([]);
    expect(served.steps).toEqual([]);
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  test('and nothing is asked where there is nothing', async () => {
    const { remove, cloudFormation } = await withLeftover();
    await expect(remove([])).resolves.toEqual([]);
    expect(cloudFormation.calls()).toEqual([]);
  });
});

describe('what cannot be removed', () => {
  const REFUSED = 'made to fail';
  const says =
    /^The role Old is left over from a rename, and could not be removed: .*made to fail.* Remove what stands in the way, and update the stack with any change, or delete the role by hand: until then Datadog may be let in by it\.$/;

  test('is told by an update, whatever else is removed', async () => {
    const { remove, iam, parameters, store, lines } = await withLeftover();
    iam.on(DeleteRoleCommand, { RoleName: 'Old' }).rejects(awsError('InvalidInput', REFUSED, 400));
    await store.write('/datadog-integration-role/Older', recordOf('Older'));

    await expect(remove(['Old', 'Older'])).resolves.toEqual([expect.stringMatching(says)]);

    expect([...parameters.keys()]).toEqual([
      '/datadog-integration-role/Old',
      '/datadog-integration-role/New',
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'a role is left over from a rename',
        role: 'Old',
        error: expect.objectContaining({ message: expect.stringMatching(says) }),
      }),
    );
  });

  test('fails the Delete of the stack', async () => {
    const { removeOfStack, iam } = await withLeftover({ status: 'DELETE_IN_PROGRESS' });
    iam.on(DeleteRoleCommand).rejects(awsError('InvalidInput', REFUSED, 400));
    await expect(removeOfStack()).rejects.toMatchObject({
      name: 'LeftoverNotRemoved',
      message: expect.stringMatching(says),
    });
  });

  test('because CloudFormation has gone on is not told as a leftover: nothing more is done', async () => {
    const { session, ended, served } = await withLeftover();
    await ended(session.operation.stack());
    const overtaken = Object.assign(session.operation, {
      confirmed: () => Promise.reject(new Overtaken('gone on')),
    });
    await expect(
      ended(removeLeftovers({ ...session, operation: overtaken }, CURRENT, ['Old'])),
    ).rejects.toThrow('gone on');
    expect(served.steps).toEqual([]);
  });

  test('because the time is up ends the event', async () => {
    const { remove, iam, session } = await withLeftover();
    iam.on(DeleteRoleCommand).callsFake(() => {
      session.context.deadline.stop();
      throw awsError('InvalidInput', REFUSED, 400);
    });
    await expect(remove()).rejects.toThrow('the invocation that this work belongs to is over');
  });
});
