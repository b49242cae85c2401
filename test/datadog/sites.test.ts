import { findSite, sitesServing } from '../../src/datadog/sites';
import accounts from '../cases/site-accounts.json';

test.each(accounts)(
  '$site is found by its host and its short names, and trusts $trustedAccount',
  (expected) => {
    for (const name of [expected.site, ...expected.shortNames])
      expect(findSite(name.toUpperCase())).toMatchObject({
        site: expected.site,
        accounts: { aws: expected.trustedAccount },
      });
  },
);

test('there is no other site', () => {
  expect(findSite('us2')).toBeUndefined();
  expect(findSite('')).toBeUndefined();
});

test('role delegation works for government sites in GovCloud, and nowhere in China', () => {
  expect(sitesServing('aws-us-gov').map(({ site }) => site)).toEqual(['ddog-gov.com', 'us2.ddog-gov.com']);
  expect(sitesServing('aws-cn')).toEqual([]);
  expect(sitesServing('aws')).toHaveLength(10);
  expect(findSite('gov')?.accounts['aws-us-gov']).toBe('065115117704');
});
