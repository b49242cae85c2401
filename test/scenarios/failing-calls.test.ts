import type { RoleSeed } from '../sandbox';
import type { FaultEffect, FaultMatch } from '../sandbox/faults';
import { type CustomerAccount, openCustomerAccount, ROLE } from '../support/customer-account';
import { guideRole } from '../support/guide-role';
import { onlyFailure } from '../support/replies';

const RECORD = `/datadog-integration-role/${ROLE}`;

const ALLOW =
  'Allow the provider’s role this action (its template lists what it needs), and check the service control policies of the account.';
const ACCOUNTS_LIMIT =
  'The limit is the whole account’s: find out in CloudTrail who makes so many calls, then repeat the operation.';
const NO_ANSWER =
  'See that the function reaches AWS’s endpoints from its network, then repeat the operation.';
const RECOVERY = 'Repeat the operation when AWS’s service has recovered.';
const REPETITION = 'Mend that, then repeat the operation.';

const FAULT_OF_SSM: FaultEffect = {
  type: 'error',
  code: 'InternalServerError',
  message: 'An error',
  status: 500,
};
const EXPIRED: FaultEffect = {
  type: 'error',
  code: 'ExpiredToken',
  message: 'The security token is expired',
  status: 403,
};

let customer: CustomerAccount;
beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

describe('the reason of a failure names the call, what it was about, AWS’s answer and the way out', () => {
  it.each<[string, FaultMatch, FaultEffect, string]>([
    [
      'a read that is throttled for good',
      { service: 'iam', operation: 'GetRole' },
      { type: 'throttle' },
      `iam:GetRole of "${ROLE}": AWS answered Throttling: Rate exceeded. ${ACCOUNTS_LIMIT}`,
    ],
    [
      'a read that nobody answers',
      { service: 'ssm', operation: 'GetParameter', where: ({ parameters }) => parameters['Name'] === RECORD },
      { type: 'hang' },
      `ssm:GetParameter of "${RECORD}": AWS did not answer (TimeoutError: @smithy/node-http-handler - [ERROR] a request has exceeded the configured 10000 ms requestTimeout.) ${NO_ANSWER}`,
    ],
    [
      'a list that is denied',
      { service: 'iam', operation: 'ListPolicies' },
      { type: 'accessDenied', message: 'not authorized to perform: iam:ListPolicies' },
      `iam:ListPolicies: AWS answered AccessDenied: not authorized to perform: iam:ListPolicies. ${ALLOW}`,
    ],
    [
      'a record that cannot be written',
      { service: 'ssm', operation: 'PutParameter' },
      FAULT_OF_SSM,
      `ssm:PutParameter of "${RECORD}": AWS answered InternalServerError: An error. ${RECOVERY}`,
    ],
    [
      'a step that is throttled for good',
      { service: 'iam', operation: 'PutRolePolicy' },
      { type: 'throttle' },
      `put-inline-policy DatadogIntegrationPolicy for the role ${ROLE}: iam:PutRolePolicy: AWS answered Throttling: Rate exceeded. ${ACCOUNTS_LIMIT}`,
    ],
    [
      'anything else',
      { service: 'iam', operation: 'GetRole' },
      EXPIRED,
      `iam:GetRole of "${ROLE}": AWS answered ExpiredToken: The security token is expired. ${REPETITION}`,
    ],
  ])('%s', async (_name, match, effect, reason) => {
    const stack = customer.stack();
    customer.sandbox.faults.add({ match, effect });

    expect(await customer.deploy(stack, {}, { onFailure: 'DO_NOTHING' })).toBe('CREATE_FAILED');

    expect(onlyFailure(stack).reason).toContain(reason);
  });
});

describe('permissions that the provider’s stack has given it a moment ago', () => {
  const denyAtFirst = (operation: string, message: string) =>
    customer.sandbox.faults.add({
      match: { service: 'iam', operation },
      times: 12,
      effect: { type: 'accessDenied', message },
    });

  it('are waited for, for longer than any report says that it takes', async () => {
    const denial = denyAtFirst('GetRole', 'because no identity-based policy allows the iam:GetRole action');

    expect(await customer.deploy(customer.stack())).toBe('CREATE_COMPLETE');
    expect(denial.strikes()).toBe(12);
  });

  it('are not waited for so long where a denial is explicit', async () => {
    const denial = denyAtFirst('GetRole', 'with an explicit deny in a service control policy');

    expect(await customer.deploy(customer.stack(), {}, { onFailure: 'DO_NOTHING' })).toBe('CREATE_FAILED');
    expect(denial.strikes()).toBeLessThan(10);
  });
});

describe('where what is stored may not be read', () => {
  const denySsm = () =>
    customer.sandbox.faults.add({ match: { service: 'ssm' }, effect: { type: 'accessDenied' } });

  it.each<[string, readonly RoleSeed[]]>([
    ['there is no role', []],
    ['there is a role of others', [guideRole]],
  ])('a Create fails, and its rollback does not, when %s', async (_name, roles) => {
    customer.account.seed({ roles: [...roles] });
    const before = customer.account.digest();
    const stack = customer.stack();
    denySsm();

    expect(await customer.deploy(stack)).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(`ssm:GetParameter of "${RECORD}": AWS answered AccessDenied`);
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
  });

  it('the rollback of a Create that may not read anything at all succeeds, too', async () => {
    const before = customer.account.digest();
    const stack = customer.stack();
    denySsm();
    customer.sandbox.faults.add({ match: { service: 'iam' }, effect: { type: 'accessDenied' } });

    expect(await customer.deploy(stack)).toBe('ROLLBACK_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
  });

  it('a Delete of what was made fails, says so, and can be repeated', async () => {
    const before = customer.account.digest();
    const stack = customer.stack();
    await customer.deploy(stack);
    customer.sandbox.journal.clear();
    const denial = denySsm();

    expect(await stack.delete()).toBe('DELETE_FAILED');

    expect(onlyFailure(stack).reason).toContain(`the SSM parameter ${RECORD} and those below it`);
    expect(customer.writes()).toEqual([]);
    denial.remove();
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  });
});
