import type { ObservedIdentity } from '../../../src/iam/role/observed';

export const ROLE_ARN = 'arn:aws:iam::123456789012:role/DatadogIntegrationRole';

/** The tag of an adopted role, with the digest of what is stored of it. */
export const MARK = 'datadog-integration-role:adopted';

/** A role of our name that somebody made by hand. */
export const foreignRole: ObservedIdentity = {
  arn: ROLE_ARN,
  name: 'DatadogIntegrationRole',
  path: '/',
  roleId: 'AROASOMEBODYELSES0001',
  createdAt: Date.UTC(2019, 0, 1),
  description: 'by hand',
  maxSessionDurationSeconds: 43_200,
  permissionsBoundary: null,
  trustPolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
  }),
  tags: { team: 'sre' },
  inlinePolicies: {
    Other: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'a:B', Resource: '*' }],
    }),
  },
  attachedPolicyArns: [],
  instanceProfiles: [],
};
