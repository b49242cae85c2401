import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  RESOURCE_TYPE,
  ROLE,
} from '../support/customer-account';
import { onlyFailure } from '../support/replies';

const FULL = { Permissions: 'Full', ResourceCollection: true } as const;

const TEAM_DOCUMENT = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
};

let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

/** What of the account belongs to the integration with this role. */
function belongings(roleName: string) {
  const { roles, policies, parameters } = customer.account.digest();
  const named = roles[roleName];
  const attached = (named?.attached ?? []).map((arn) => arn.split('/').at(-1) ?? '');
  const record = Object.entries(parameters['us-east-1'] ?? {}).filter(([, { value }]) =>
    value.includes(`"roleName":"${roleName}"`),
  );
  return { role: named, policies: attached.map((name) => policies[name]), record };
}

describe('two integrations in one account do not disturb each other', () => {
  it.each([`${ROLE}-permissions-1`, `${ROLE}-permissions-`, `${ROLE}-1`, `${ROLE}.permissions`])(
    '%s beside DatadogIntegrationRole',
    async (neighbourName) => {
      const empty = customer.account.digest();
      const [one, other] = [customer.stack('one'), customer.stack('other')];
      await customer.deploy(other, { ...FULL, RoleName: neighbourName });
      const neighbour = belongings(neighbourName);
      expect([neighbour.policies.length, neighbour.record.length]).toEqual([5, 1]);

      expect(await customer.deploy(one, FULL)).toBe('CREATE_COMPLETE');
      expect(belongings(neighbourName)).toEqual(neighbour);
      expect(await customer.deploy(one, { Permissions: 'Core' })).toBe('UPDATE_COMPLETE');
      expect(belongings(neighbourName)).toEqual(neighbour);
      expect(await customer.deploy(one, FULL)).toBe('UPDATE_COMPLETE');
      const first = belongings(ROLE);
      expect(await customer.deploy(other, { Permissions: 'Standard', RoleName: neighbourName })).toBe(
        'UPDATE_COMPLETE',
      );
      expect(belongings(ROLE)).toEqual(first);
      expect(await other.delete()).toBe('DELETE_COMPLETE');
      expect(belongings(ROLE)).toEqual(first);
      expect(await one.delete()).toBe('DELETE_COMPLETE');

      expect(customer.account.digest()).toEqual(empty);
    },
  );

  it('made at the same time', async () => {
    const [one, other] = [customer.stack('one'), customer.stack('other')];

    const statuses = await Promise.all([
      customer.deploy(one, FULL),
      customer.deploy(other, { ...FULL, RoleName: `${ROLE}-2` }),
    ]);

    expect(statuses).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE']);
    expect(belongings(ROLE).policies).toHaveLength(5);
    expect(belongings(`${ROLE}-2`).policies).toHaveLength(5);
  });
});

describe('a policy of others that has a name of ours under another path', () => {
  it('is left alone: the next name is taken', async () => {
    const theirs = `${ROLE}-permissions-2`;
    customer.account.seed({ policies: [{ name: theirs, path: '/team/', document: TEAM_DOCUMENT }] });
    const before = customer.account.digest();
    const stack = customer.stack();

    expect(await customer.deploy(stack, FULL)).toBe('CREATE_COMPLETE');
    const names = (customer.account.digest().roles[ROLE]?.attached ?? []).map((arn) => arn.split('/').at(-1));
    expect(names.filter((name) => name?.startsWith(ROLE))).toEqual(
      [1, 3, 4, 5].map((number) => `${ROLE}-permissions-${number}`),
    );
    expect(customer.account.digest().policies[theirs]).toEqual(before.policies[theirs]);
    expect(await customer.deploy(stack, { Permissions: 'Core' })).toBe('UPDATE_COMPLETE');
    expect(await customer.deploy(stack, FULL)).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
  });
});

describe('two resources that want the same role', () => {
  it('of two stacks at the same time: one gets it, the other is refused and rolls back nothing', async () => {
    const [one, other] = [customer.stack('one'), customer.stack('other')];

    const statuses = await Promise.all([customer.deploy(one, FULL), customer.deploy(other, FULL)]);

    expect([...statuses].sort()).toEqual(['CREATE_COMPLETE', 'ROLLBACK_COMPLETE']);
    const [winner, loser] = statuses[0] === 'CREATE_COMPLETE' ? [one, other] : [other, one];
    expect(onlyFailure(loser).reason).toContain(winner.id);
    expect(belongings(ROLE).role?.tags['datadog-integration-role:stack-id']).toBe(winner.id);
    expect(belongings(ROLE).policies).toHaveLength(5);
    expect(JSON.stringify(belongings(ROLE).record)).toContain(winner.id);
    expect(winner.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
  });

  it('of one stack: the rollback of the stack leaves neither', async () => {
    const before = customer.account.digest();
    const stack = customer.stack();
    const resource = {
      type: RESOURCE_TYPE,
      serviceToken: customer.provider,
      properties: { ExternalId: 'the-same-for-both', ...FULL },
    };

    expect(await stack.deploy({ resources: { One: resource, Two: resource } })).toBe('ROLLBACK_COMPLETE');

    await stack.settled();
    expect(customer.account.digest()).toEqual(before);
  });
});

describe('role names that IAM allows', () => {
  it.each([
    ['the longest', ROLE.padEnd(64, 'x')],
    ['with all its punctuation', `${ROLE}_+=,.@-`],
    ['in other letter case than the record of an earlier one', `${ROLE}-UPPER-lower`],
  ])('%s', async (_name, RoleName) => {
    const empty = customer.account.digest();
    const stack = customer.stack();

    expect(await customer.deploy(stack, { ...FULL, RoleName })).toBe('CREATE_COMPLETE');
    expect(stack.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
    expect(await customer.deploy(stack, { RoleName })).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(empty);
  });
});
