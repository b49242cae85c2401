import { ROLE } from '../../support/customer-account';
import type { Attack } from '../attack';
import { ATTACKERS_ACCOUNT } from '../neighbours';
import { AP1_ACCOUNT, COMMON, deploys, refused } from './common';

/** A trust in somebody who is not Datadog. */
export const STRANGERS: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/trust-a-stranger',
    title: 'DatadogAccountId is an account of his own, with the full permissions',
    mustNotBecome: 'the choice of an account that may read this one',
    attempt: deploys({ DatadogAccountId: ATTACKERS_ACCOUNT, Permissions: 'Full', ResourceCollection: true }),
    holds: refused(['DatadogAccountId', ATTACKERS_ACCOUNT], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/trust-a-stranger-later',
    title: 'a healthy integration is updated to trust an account of his own',
    mustNotBecome: 'the choice of an account that may read this one',
    prepare: deploys({}),
    attempt: deploys({ DatadogAccountId: ATTACKERS_ACCOUNT }),
    holds: refused(['DatadogAccountId', ATTACKERS_ACCOUNT], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/trust-another-site',
    title: 'the account of another Datadog site',
    mustNotBecome: 'a role that Datadog’s other site may use, and everything says healthy',
    attempt: deploys({ DatadogSite: 'datadoghq.com', DatadogAccountId: AP1_ACCOUNT }),
    holds: refused(['DatadogAccountId', AP1_ACCOUNT]),
  },
  {
    ...COMMON,
    id: 'stack-author/trust-everybody',
    title: 'the account is a wildcard',
    mustNotBecome: 'a role for everybody',
    attempt: deploys({ DatadogAccountId: '*' }),
    holds: refused(['DatadogAccountId']),
  },
  {
    ...COMMON,
    id: 'stack-author/any-external-id',
    title: 'the external id is a wildcard',
    mustNotBecome: 'a role for every customer of Datadog',
    attempt: deploys({ ExternalId: '*' }),
    holds: refused(['ExternalId']),
  },
  {
    ...COMMON,
    id: 'stack-author/no-external-id',
    title: 'the external id is empty',
    mustNotBecome: 'a role for every customer of Datadog',
    attempt: deploys({ ExternalId: '' }),
    holds: refused(['ExternalId']),
  },
  {
    ...COMMON,
    id: 'stack-author/statement-in-the-external-id',
    title: 'the external id closes its string and adds a statement',
    mustNotBecome: 'a trust policy of his own',
    attempt: deploys({ ExternalId: `x"}}},{"Effect":"Allow","Principal":{"AWS":"${ATTACKERS_ACCOUNT}"}` }),
    holds: refused(['ExternalId']),
  },
];
