import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ownerTags } from '../../src/iam/ownership';
import { isMadeUpId } from '../../src/provider/physical-id';
import { isAdopted, roleOwnershipOf } from '../../src/provider/role-ownership';
import type { IntegrationRecord } from '../../src/state/integration';
import { OWNER, OWNER_TAGS, specOf } from '../support/iam/specs';
import { foreignRole } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

describe('who tries the role', () => {
  test.each([{ Arn: 'arn:aws:iam::123456789012:root' }, {}])(
    'is nobody when STS answers %j',
    async (answer) => {
      const testBed = new TestBed({ selfTestPrincipals: [] });
      testBed.sts.on(GetCallerIdentityCommand).resolves(answer);
      await testBed.create();
      expect(testBed.role()?.trustPolicy).not.toContain('SelfTest');
    },
  );
});

describe('whose a role is', () => {
  const record: IntegrationRecord = {
    schemaVersion: 1,
    spec: specOf(),
    owner: OWNER,
    roleId: foreignRole.roleId,
    selfTestPrincipals: [],
  };
  const tagged = { ...foreignRole, tags: OWNER_TAGS };
  const other = { ...OWNER, logicalId: 'Other' };

  const before = { ...foreignRole, inlinePolicy: null };
  const us = { owner: OWNER, knownRoleName: undefined };
  const known = { owner: OWNER, knownRoleName: foreignRole.name };
  const nothing = { record: undefined, adoptedRole: undefined };
  const ours = { ...nothing, record };
  const theirs = { ...nothing, record: { ...record, owner: other } };
  const adoptedRole = { before, digest: 'sha256:0' };

  test('there is none', () => {
    expect(roleOwnershipOf(null, known, ours)).toBe('absent');
  });

  test('its tags say', () => {
    expect(roleOwnershipOf(tagged, us, nothing)).toBe('own');
    expect(roleOwnershipOf(tagged, us, ours)).toBe('own');
    expect(roleOwnershipOf(tagged, { ...us, owner: other }, nothing)).toBe('foreign');
  });

  test('without tags nobody’s, but for the one whose physical id names it, where the record agrees', () => {
    expect(roleOwnershipOf(foreignRole, us, ours)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, known, nothing)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, known, theirs)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, known, { ...ours, record: { ...record, roleId: 'AROAOTHER' } })).toBe(
      'foreign',
    );
    expect(roleOwnershipOf(foreignRole, known, ours)).toBe('own');
    expect(roleOwnershipOf(foreignRole, known, { ...nothing, adoptedRole })).toBe('own');
  });

  test('disputed where the tags name us and the record another, unless the physical id names the role, too', () => {
    expect(roleOwnershipOf(tagged, us, theirs)).toBe('disputed');
    expect(roleOwnershipOf(tagged, known, theirs)).toBe('own');
  });

  test('disputed where the tags name another, and both record and physical id name us', () => {
    const retagged = { ...foreignRole, tags: ownerTags(other) };
    expect(roleOwnershipOf(retagged, known, ours)).toBe('disputed');
    expect(roleOwnershipOf(retagged, us, ours)).toBe('foreign');
    expect(roleOwnershipOf(retagged, known, nothing)).toBe('foreign');
  });

  test('any one trace of an adoption of this very role is enough to restore it instead of deleting it', () => {
    const adopted = { ...foreignRole, tags: { 'datadog-integration-role:adopted': 'true' } };
    const anotherRole = { ...adoptedRole, before: { ...before, roleId: 'AROAOTHER' } };
    expect(isAdopted(foreignRole, ours)).toBe(false);
    expect(isAdopted(adopted, nothing)).toBe(true);
    expect(isAdopted(foreignRole, { ...nothing, adoptedRole })).toBe(true);
    expect(isAdopted(foreignRole, { ...nothing, adoptedRole: anotherRole })).toBe(false);
    expect(isAdopted(foreignRole, { ...nothing, record: { ...record, adopted: true } })).toBe(true);
    const ofAnother = { ...record, adopted: true as const, roleId: 'AROAOTHER' };
    expect(isAdopted(foreignRole, { ...nothing, record: ofAnother })).toBe(false);
  });
});

describe('a physical id that CloudFormation has made up', () => {
  const deletion = (physicalResourceId: string, name: string, logicalResourceId: string) => ({
    requestType: 'Delete' as const,
    physicalResourceId,
    stackId: OWNER.stackId,
    stack: { partition: 'aws', region: 'us-east-1', accountId: '123456789012', name },
    requestId: 'r',
    logicalResourceId,
    resourceType: 'Custom::DatadogIntegrationRole',
    properties: {},
    oldProperties: {},
  });

  test.each([
    ['the stack, the logical id and 13 characters', 'monitoring-Datadog-1ABCDEFGHIJKL', 'monitoring', true],
    ['12 characters', 'monitoring-Datadog-ABCDEFGHIJKL', 'monitoring', true],
    ['capital and small letters', 'monitoring-Datadog-ojmSC0FUjVZg', 'monitoring', true],
    ['a stack’s name with a hyphen', 'sam-app-Datadog-ojmSC0FUjVZg', 'sam-app', true],
    ['a stack’s name that was cut', `${'m'.repeat(24)}-Datadog-ABCDEFGHIJKL`, 'm'.repeat(40), true],
    ['too few characters', 'monitoring-Datadog-ABCDEFGHIJK', 'monitoring', false],
    ['too many', 'monitoring-Datadog-AABCDEFGHIJKLM', 'monitoring', false],
    ['the name of another stack', 'observing-Datadog-ABCDEFGHIJKL', 'monitoring', false],
    ['too little of a stack’s name', `${'m'.repeat(23)}-Datadog-ABCDEFGHIJKL`, 'm'.repeat(40), false],
    ['another logical id', 'monitoring-Dogs-ABCDEFGHIJKL', 'monitoring', false],
    ['a role’s name', 'DatadogIntegrationRole', 'monitoring', false],
    ['a role’s name that begins with the stack’s', 'monitoring-Datadog1234', 'monitoring', false],
    ['a role’s name that ends as well', 'monitoring-for-DatadogRoles1', 'monitoring', false],
    ['nothing but the random part', '-ABCDEFGHIJKL', 'monitoring', false],
  ])('is known by its form: %s', (_, id, stack, expected) => {
    expect(isMadeUpId(deletion(id, stack, 'Datadog'))).toBe(expected);
  });

  test.each([
    ['whole', 'DatadogIntegrationRoleOfTheTeam', true],
    ['cut', 'DatadogIntegrationRoleOfT', true],
    ['cut too short', 'DatadogIntegrationRoleO', false],
    ['longer', 'DatadogIntegrationRoleOfTheTeamOfOurs', false],
  ])('has the logical id, %s', (_, part, expected) => {
    const id = `monitoring-${part}-ojmSC0FUjVZg`;
    expect(isMadeUpId(deletion(id, 'monitoring', 'DatadogIntegrationRoleOfTheTeam'))).toBe(expected);
  });
});
