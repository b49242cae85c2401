import { DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { ObservedIdentity } from '../../src/iam/role/observed';
import { judgeOwnership } from '../../src/provider/judge-ownership';
import type { StoredState } from '../../src/provider/stored-state';
import type { IntegrationRecord } from '../../src/state/integration';
import { awsError } from '../support/aws-error';
import { OWNER, OWNER_TAGS, specOf } from '../support/iam/specs';
import { type SessionOptions, sessionOf } from '../support/provider/open-session';
import { foreignRole } from '../support/provider/roles';

const NOTHING: StoredState = { record: undefined, adoptedRole: undefined };
const OTHER = { stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/other/1', logicalId: 'Role' };
const ours: ObservedIdentity = { ...foreignRole, tags: OWNER_TAGS };
const recordedFor = (owner: IntegrationRecord['owner']): StoredState => ({
  ...NOTHING,
  record: { schemaVersion: 1, spec: specOf(), owner, roleId: foreignRole.roleId, selfTestPrincipals: [] },
});
const KNOWN: SessionOptions = { requestType: 'Update', physicalId: foreignRole.name };
/** The question whether the role is the resource of the owner who is on record. */
const QUESTION = { StackName: OTHER.stackId, LogicalResourceId: OTHER.logicalId };
const asResource = (changes = {}) => ({
  StackResources: [
    {
      LogicalResourceId: OTHER.logicalId,
      ResourceType: 'Custom::DatadogIntegrationRole',
      PhysicalResourceId: foreignRole.name,
      ResourceStatus: 'CREATE_COMPLETE' as const,
      Timestamp: undefined,
      ...changes,
    },
  ],
});

describe('a role', () => {
  test.each<[string, ObservedIdentity | null, StoredState, SessionOptions]>([
    ['absent', null, NOTHING, {}],
    ['foreign', foreignRole, NOTHING, {}],
    ['own', ours, NOTHING, {}],
    ['own', ours, recordedFor(OWNER), {}],
    ['own', foreignRole, recordedFor(OWNER), KNOWN],
    ['disputed', ours, recordedFor(OTHER), {}],
  ])('is %s by what its tags and the record say', async (ownership, role, stored, options) => {
    const { session, cloudFormation } = sessionOf(options);
    await expect(judgeOwnership(session, role, stored)).resolves.toEqual({ ownership });
    expect(cloudFormation.commandCalls(DescribeStackResourcesCommand, QUESTION)).toHaveLength(0);
  });

  test.each<['absent' | 'foreign', ObservedIdentity | null]>([
    ['absent', null],
    ['foreign', foreignRole],
  ])('that is %s is so without CloudFormation’s word', async (ownership, role) => {
    const { session, cloudFormation } = sessionOf();
    await expect(judgeOwnership(session, role, NOTHING)).resolves.toEqual({ ownership });
    expect(cloudFormation.calls()).toHaveLength(0);
  });

  test('with our tags that is older than its stack cannot be told to be ours', async () => {
    const { session, cloudFormation, ended } = sessionOf();
    const CreationTime = new Date(foreignRole.createdAt + 3_600_000);
    cloudFormation.on(DescribeStacksCommand).resolves({
      Stacks: [{ StackName: 'monitoring', StackStatus: 'UPDATE_IN_PROGRESS', CreationTime }],
    });
    await expect(ended(judgeOwnership(session, ours, NOTHING))).resolves.toEqual({
      ownership: 'unproven',
      because: 'it is older than the stack',
    });
  });
});

describe('a role that its tags and its physical id call ours, and the record another’s', () => {
  test('is disputed where CloudFormation says that it is the other’s', async () => {
    const { session, cloudFormation } = sessionOf(KNOWN);
    cloudFormation.on(DescribeStackResourcesCommand, QUESTION).resolves(asResource());
    await expect(judgeOwnership(session, ours, recordedFor(OTHER))).resolves.toEqual({
      ownership: 'disputed',
    });
  });

  test.each([
    ['the other has none', { StackResources: [] }],
    ['the other has another one', asResource({ PhysicalResourceId: 'Another' })],
    ['the other has let go of it', asResource({ ResourceStatus: 'DELETE_SKIPPED' })],
  ])('is ours where CloudFormation says that %s', async (_case, answer) => {
    const { session, cloudFormation } = sessionOf(KNOWN);
    cloudFormation.on(DescribeStackResourcesCommand, QUESTION).resolves(answer);
    await expect(judgeOwnership(session, ours, recordedFor(OTHER))).resolves.toEqual({ ownership: 'own' });
  });

  test('is ours where CloudFormation is denied, which only an administrator can bring about', async () => {
    const { session, cloudFormation, ended } = sessionOf(KNOWN);
    cloudFormation
      .on(DescribeStackResourcesCommand, QUESTION)
      .rejects(awsError('AccessDenied', 'not authorized', 403));
    await expect(ended(judgeOwnership(session, ours, recordedFor(OTHER)))).resolves.toEqual({
      ownership: 'own',
    });
  });

  test('is not judged while CloudFormation throttles, which anybody can bring about', async () => {
    const { session, cloudFormation, ended } = sessionOf({ ...KNOWN, totalMs: 20_000 });
    cloudFormation
      .on(DescribeStackResourcesCommand, QUESTION)
      .rejects(awsError('Throttling', 'Rate exceeded', 400));
    await expect(ended(judgeOwnership(session, ours, recordedFor(OTHER)))).rejects.toThrow('Rate exceeded');
  });
});

test('CloudFormation is not asked for another owner where the role has lost its tags', async () => {
  const { session, cloudFormation } = sessionOf(KNOWN);
  const untagged = { ...ours, tags: {} };
  const { before, digest } = {
    before: { ...foreignRole, inlinePolicy: null },
    digest: 'sha256:0',
  };
  const stored = { ...recordedFor(OTHER), adoptedRole: { before, digest } };
  await expect(judgeOwnership(session, untagged, stored)).resolves.toEqual({ ownership: 'own' });
  expect(cloudFormation.commandCalls(DescribeStackResourcesCommand, QUESTION)).toHaveLength(0);
});
