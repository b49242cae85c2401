import { isMadeUpId, NOT_CREATED_ID, namesNothing } from '../../src/provider/physical-id';
import { OWNER } from '../support/iam/specs';

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
  sentAt: undefined,
  awaitedUntil: undefined,
});

describe('a physical id that CloudFormation has made up', () => {
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

test('a physical id names no role where Create failed, or was never answered', () => {
  const names = (id: string) => !namesNothing(deletion(id, 'monitoring', 'Datadog'));
  expect(names('datadog-integration-role:not-created')).toBe(false);
  expect(names('monitoring-Datadog-ojmSC0FUjVZg')).toBe(false);
  expect(names('DatadogIntegrationRole')).toBe(true);
});

test('no role can have the id of what was never made', () => {
  expect(NOT_CREATED_ID).not.toMatch(/^[\w+=,.@-]+$/);
});
