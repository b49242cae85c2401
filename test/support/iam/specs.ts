import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import { type DesiredContext, type DesiredRole, desiredRole } from '../../../src/iam/role/desired';
import type { IntegrationSpec } from '../../../src/integration/spec';

export const OWNER = {
  stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/monitoring/1',
  logicalId: 'Datadog',
};

/** The tags that say whose a thing is, for `OWNER`. */
export const OWNER_TAGS = {
  'datadog-integration-role:stack-id': OWNER.stackId,
  'datadog-integration-role:logical-id': OWNER.logicalId,
};

export const PROVIDER_ROLE = 'arn:aws:iam::123456789012:role/provider';

/** What the default properties come to, with these changes. */
export function specOf(changes: Partial<IntegrationSpec> = {}): IntegrationSpec {
  return {
    partition: 'aws',
    accountId: '123456789012',
    datadogSite: 'datadoghq.com',
    datadogAccountId: '464622532012',
    externalId: 'abcdef0123456789',
    roleName: 'DatadogIntegrationRole',
    path: '/',
    description: '',
    maxSessionDurationSeconds: 3_600,
    permissionsBoundary: null,
    tags: {},
    permissions: 'Standard',
    excludeActions: [],
    resourceCollection: false,
    managedPolicyArns: [],
    regions: [],
    existingRole: 'Fail',
    selfTest: 'Report',
    ...changes,
  };
}

/** The role that a spec calls for, with Datadog's published permissions. */
export function desiredFor(
  changes: Partial<IntegrationSpec> = {},
  context: Partial<DesiredContext> = {},
): DesiredRole {
  return desiredRole(specOf(changes), {
    owner: OWNER,
    permissionSets: publishedPermissionSets,
    selfTestPrincipals: [PROVIDER_ROLE],
    ...context,
  });
}
