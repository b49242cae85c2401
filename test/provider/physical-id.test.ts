import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
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

  test('there is none', () => {
    expect(roleOwnershipOf(null, OWNER, record)).toBe('absent');
  });

  test('its tags decide, whatever the record says', () => {
    expect(roleOwnershipOf(tagged, OWNER, undefined)).toBe('own');
    expect(roleOwnershipOf(tagged, OWNER, { ...record, owner: other })).toBe('own');
    expect(roleOwnershipOf(tagged, other, { ...record, owner: other })).toBe('foreign');
  });

  test('without tags the record decides, for the very same role and owner', () => {
    expect(roleOwnershipOf(foreignRole, OWNER, record)).toBe('own');
    expect(roleOwnershipOf(foreignRole, OWNER, undefined)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, other, record)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, { ...OWNER, stackId: 'x' }, record)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, OWNER, { ...record, roleId: 'AROAOTHER' })).toBe('foreign');
  });

  test('any one trace of an adoption of this very role is enough', () => {
    const found = { ...foreignRole, inlinePolicy: null };
    const adopted = { ...foreignRole, tags: { 'datadog-integration-role:adopted': 'true' } };
    expect(isAdopted(foreignRole, undefined, record)).toBe(false);
    expect(isAdopted(adopted, undefined, undefined)).toBe(true);
    expect(isAdopted(foreignRole, found, undefined)).toBe(true);
    expect(isAdopted(foreignRole, { ...found, roleId: 'AROAOTHER' }, undefined)).toBe(false);
    expect(isAdopted(foreignRole, undefined, { ...record, adopted: true })).toBe(true);
    expect(isAdopted(foreignRole, undefined, { ...record, adopted: true, roleId: 'AROAOTHER' })).toBe(false);
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
