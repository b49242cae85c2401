import { TagRoleCommand } from '@aws-sdk/client-iam';
import type { AccountSnapshot } from '../sandbox';
import { type CustomerAccount, EXTERNAL_ID, openCustomerAccount, ROLE } from '../support/customer-account';
import { grantedActions, withhold } from '../support/granted-actions';
import { inlinePolicies, resolvedTemplate } from '../support/installed-provider';
import { usualRegions } from '../support/usual-regions';
import { type ValidatorRun, validate } from '../support/validator-run';

const ACCOUNT_ID = '123456789012';

/** What is not missed at once, and why the template grants it all the same. */
const NOT_MISSED: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'Lambda itself writes the log',
  'logs:PutLogEvents': 'Lambda itself writes the log',
  'cloudformation:DescribeStackResources':
    'asked only where a resource has two roles on record: leftovers.test.ts shows what it is for',
  'iam:GetAccountSummary': 'without it, AWS’s default quotas are taken for the account’s',
};

const PLACES = [
  {
    partition: 'aws',
    region: 'us-east-1',
    otherRegion: 'eu-west-1',
    sandbox: usualRegions(),
    siteProperties: {},
  },
  {
    partition: 'aws-us-gov',
    region: 'us-gov-west-1',
    otherRegion: 'us-gov-east-1',
    sandbox: {},
    siteProperties: { DatadogSite: 'ddog-gov.com' },
  },
];

const refusingAssumeRoleIn = (region: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: 'sts:AssumeRole',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': region } },
    },
  ],
});

/** What is stored, but for times and the seals that hold them. */
const notesOf = (parameters: unknown) =>
  JSON.stringify(parameters)
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
    .replaceAll(/(seal\W+)[0-9a-f]{64}/g, '$1seal');

describe.each(PLACES)(
  'every action that the template grants the validator in $partition is needed',
  (place) => {
    const { partition, region, otherRegion, sandbox, siteProperties } = place;
    const policies = inlinePolicies(
      resolvedTemplate({ partition, region, accountId: ACCOUNT_ID }, { ExternalId: EXTERNAL_ID }),
      'ValidatorRole',
    );
    const actions = grantedActions(policies);
    let customer: CustomerAccount;
    let validatedBefore: AccountSnapshot;
    let undisturbed: ReturnType<typeof visible>;

    beforeAll(async () => {
      customer = await openCustomerAccount({ partition, region, sandbox, skipsWaits: true });
      await customer.deploy(customer.stack(), {
        ...siteProperties,
        Permissions: 'Full',
        ResourceCollection: true,
        Tags: [{ Key: 'team', Value: 'platform' }],
        Regions: [region, otherRegion],
      });
      await validate(customer);
      // In one region a service control policy keeps the validator, and nobody outside, from assuming roles.
      const scps = [refusingAssumeRoleIn(otherRegion)];
      customer.sandbox.configure({ accounts: { [ACCOUNT_ID]: { scps } } });
      // The next run has something to tell.
      await customer.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags: [{ Key: 'team', Value: 'data' }] }));
      validatedBefore = customer.account.snapshot();
      undisturbed = visible(await validate(customer));
    });
    afterAll(() => customer.close());

    /** What somebody who uses the validator can see of a run, but for times. */
    function visible({ outcome, error, reports, alerts, events, metrics }: ValidatorRun) {
      return {
        outcome,
        error,
        checks: reports.flatMap(({ checks }) => checks).filter(({ id }) => id !== 'last-used'),
        counts: metrics.map(({ _aws, ...values }) => values),
        events: events.length,
        alerts: alerts.map(({ subject }) => subject),
        notes: notesOf(customer.account.digest().parameters[region]),
      };
    }

    async function runWithout(action: string) {
      customer.account.restore(validatedBefore);
      await withhold(customer.iam, customer.validatorRole, policies, action);
      return visible(await validate(customer));
    }

    it('and none is granted by a wildcard', () => {
      expect(actions.length).toBeGreaterThan(15);
      expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    });

    it.each(actions.filter((action) => !(action in NOT_MISSED)))(
      'without %s something is missing that somebody sees',
      async (action) => {
        expect(await runWithout(action)).not.toEqual(undisturbed);
      },
    );

    it.each(Object.entries(NOT_MISSED))('%s is not missed: %s', async (action) => {
      expect(await runWithout(action)).toEqual(undisturbed);
    });
  },
);
