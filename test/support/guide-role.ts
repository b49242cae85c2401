import type { RoleSeed } from '../sandbox';
import { DATADOG, EXTERNAL_ID, ROLE } from './customer-account';

/** The external id of an integration that was set up by hand. */
export const GUIDE_EXTERNAL_ID = 'made-by-hand-0001';

/**
 * A role as somebody makes it by hand with https://docs.datadoghq.com/integrations/guide/aws-manual-setup/, with
 * habits of his own: his description, tags, session duration, and fewer permissions than today's guide lists.
 */
export const guideRole: RoleSeed = {
  name: ROLE,
  trust: datadogTrust(GUIDE_EXTERNAL_ID),
  description: 'Made by hand in 2019',
  maxSessionSeconds: 7200,
  tags: { team: 'infrastructure', 'cost-center': '4711' },
  inline: {
    DatadogIntegrationPolicy: {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Mine', Effect: 'Allow', Action: ['cloudwatch:Get*', 'cloudwatch:List*'], Resource: '*' },
      ],
    },
    OfOurOwn: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
    },
  },
  attached: ['arn:aws:iam::aws:policy/SecurityAudit'],
};

/** The same with the external id that the stacks of the tests use, too: only such a role is adopted. */
export const adoptableRole: RoleSeed = { ...guideRole, trust: datadogTrust(EXTERNAL_ID) };

/** The trust policy of Datadog's guide: its account, under an external id. */
export function datadogTrust(externalId: string): RoleSeed['trust'] {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: DATADOG },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  };
}
