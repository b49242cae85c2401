import { roleNameProblemOf } from '../../src/provider/role-name-rule';

test.each<[string, readonly string[]]>([
  ['DatadogIntegrationRole', []],
  ['DatadogIntegrationRole', ['DatadogIntegrationRole*']],
  ['DatadogIntegrationRole-eu', ['DatadogIntegrationRole*']],
  ['Audit', ['DatadogIntegrationRole*', 'Audit']],
  ['a.b+c', ['a.b+*']],
])('%s is within %j', (roleName, patterns) => {
  expect(roleNameProblemOf(roleName, patterns)).toBeUndefined();
});

test.each<[string, readonly string[]]>([
  ['BreakGlass', ['DatadogIntegrationRole*']],
  ['datadogintegrationrole', ['DatadogIntegrationRole*']],
  ['MyDatadogIntegrationRole', ['DatadogIntegrationRole*']],
  ['DatadogIntegrationRole/AndFriends', ['DatadogIntegrationRole*']],
  ['aXb', ['a.b']],
])('%s is not within %j, and the way out is said', (roleName, patterns) => {
  expect(roleNameProblemOf(roleName, patterns)).toBe(
    `RoleName is "${roleName}"; the provider may only make and change roles that are named ${patterns[0]}. Choose such a name, or have an administrator change the template parameter RoleNamePattern of the provider.`,
  );
});
