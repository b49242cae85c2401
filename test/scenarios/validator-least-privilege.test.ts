import { TagRoleCommand } from '@aws-sdk/client-iam';
import type { AccountSnapshot } from '../sandbox';
import { type CustomerAccount, EXTERNAL_ID, openCustomerAccount, ROLE } from '../support/customer-account';
import { grantedActions, withhold } from '../support/granted-actions';
import { inlinePolicies, resolvedTemplate } from '../support/installed-provider';
import { usualRegions } from '../support/usual-regions';
import { type ValidatorRun, validate } from '../support/validator-run';

const PLACE = { partition: 'aws', accountId: '123456789012', region: 'us-east-1' };

/** What is not missed at once, and why the template grants it all the same. */
const NOT_MISSED: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'Lambda itself writes the log',
  'logs:PutLogEvents': 'Lambda itself writes the log',
  'iam:GetAccountSummary': 'without it, AWS’s default quotas are taken for the account’s',
  'sts:AssumeRole': 'the trust policy names the validator’s role, which is enough within one account',
};

const policies = inlinePolicies(resolvedTemplate(PLACE, { ExternalId: EXTERNAL_ID }), 'ValidatorRole');
const actions = grantedActions(policies);

let customer: CustomerAccount;
let validatedBefore: AccountSnapshot;
let undisturbed: ReturnType<typeof visible>;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, sandbox: usualRegions() });
  customer.account.seed({
    policies: [{ name: 'Boundary', document: { Version: '2012-10-17', Statement: [ALLOW_ALL] } }],
  });
  await customer.deploy(customer.stack(), {
    Permissions: 'Full',
    ResourceCollection: true,
    PermissionsBoundary: 'arn:aws:iam::123456789012:policy/Boundary',
    Tags: [{ Key: 'team', Value: 'platform' }],
    Regions: ['us-east-1', 'eu-west-1'],
  });
  await validate(customer);
  // In one region a service control policy keeps the validator, and nobody outside, from assuming roles.
  customer.sandbox.configure({ accounts: { [PLACE.accountId]: { scps: [REFUSING_ASSUME_ROLE] } } });
  // The next run has something to tell.
  await customer.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags: [{ Key: 'team', Value: 'data' }] }));
  validatedBefore = customer.account.snapshot();
  undisturbed = visible(await validate(customer));
});
afterAll(() => customer.close());

const ALLOW_ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

const REFUSING_ASSUME_ROLE = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: 'sts:AssumeRole',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    },
  ],
};

/** What somebody who uses the validator can see of a run, but for times. */
function visible({ outcome, error, reports, alerts, events, metrics }: ValidatorRun) {
  return {
    outcome,
    error,
    checks: reports.flatMap(({ checks }) => checks).filter(({ id }) => id !== 'last-used'),
    counts: metrics.map(({ _aws, ...values }) => values),
    events: events.length,
    alerts: alerts.map(({ subject }) => subject),
    notes: notes(),
  };
}

function notes() {
  return customer.account.digest().parameters['us-east-1'];
}

async function runWithout(action: string) {
  customer.account.restore(validatedBefore);
  await withhold(customer.iam, customer.validatorRole, policies, action);
  return visible(await validate(customer));
}

describe('every action that the template grants the validator is needed', () => {
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
});
