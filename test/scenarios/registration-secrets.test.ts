import { execFileSync } from 'node:child_process';
import type { FaultEffect } from '../sandbox';
import { byHand, newKeys, openRegisteringCustomer, type RegisteringCustomer } from '../support/registration';

/* A canary in both of Datadog's keys is nowhere but in the secret and in the headers that go to Datadog. */

let account: RegisteringCustomer;

beforeAll(async () => {
  account = await openRegisteringCustomer();
});
afterAll(() => account.close());

/** Everything that is written or kept of a story, as one text. */
function everythingOf(names: readonly string[]): string {
  const { customer } = account;
  const { cloudFormation, provider, sandbox } = customer;
  return [
    ...provider.invocations.flatMap(({ attempts }) => attempts.map((attempt) => JSON.stringify(attempt))),
    ...cloudFormation.puts.map(({ body }) => body),
    JSON.stringify(customer.account.snapshot()),
    JSON.stringify(sandbox.journal.calls()),
    JSON.stringify(customer.account.stacks.list().filter(({ name }) => names.includes(name))),
    process.title,
    execFileSync('ps', ['-o', 'args=', '-p', String(process.pid)]).toString(),
  ].join('\n');
}

const FAULTS: readonly (readonly [string, FaultEffect])[] = [
  ['says no', { type: 'accessDenied' }],
  ['fails', { type: 'serverError' }],
  ['answers with a login page', { type: 'loginPage' }],
  ['hangs up', { type: 'dropBefore' }],
  ['never answers', { type: 'hang' }],
  ['takes no requests', { type: 'throttle', resetSeconds: 3_600 }],
];

const COURSES: readonly string[] = [
  'ListAWSAccounts',
  'CreateAWSAccount',
  'UpdateAWSAccount',
  'DeleteAWSAccount',
];

it.each(FAULTS)('where Datadog %s at each of its requests', async (_, effect) => {
  const { keys, organization } = account.renew();
  const { customer } = account;
  const names = COURSES.map((operation) => `at-${operation}`);
  for (const operation of COURSES) {
    const stack = customer.stack(`at-${operation}`);
    const fault = customer.sandbox.faults.add({ match: { service: 'datadog', operation }, effect });
    await account.register(stack, { AccountTags: ['one'] });
    if (stack.status === 'CREATE_COMPLETE') await account.register(stack, { AccountTags: ['two'] });
    await stack.delete();
    fault.remove();
    if (stack.status !== 'DELETE_COMPLETE') await stack.delete();
  }
  expect(organization.accounts.list()).toEqual([]);
  const everything = everythingOf(names);
  expect(everything).toContain('UpdateAWSAccount');
  for (const key of Object.values(keys)) expect(everything).not.toContain(key);
});

it('where an answer of Datadog’s has the keys in it, as a proxy that shows a request may', async () => {
  const { keys } = account.renew();
  const stack = account.customer.stack('echo');
  account.customer.sandbox.faults.add({
    match: { service: 'datadog', operation: 'CreateAWSAccount' },
    effect: {
      type: 'error',
      code: 'Refused',
      message: `the request had DD-API-KEY: ${keys.DD_API_KEY} and DD-APPLICATION-KEY: ${keys.DD_APP_KEY}`,
    },
  });
  expect(await account.register(stack)).toBe('ROLLBACK_COMPLETE');
  const everything = everythingOf(['echo']);
  expect(everything).toContain('the request had DD-API-KEY');
  for (const key of Object.values(keys)) expect(everything).not.toContain(key);
});

it('where keys are malformed, of another form, or exchanged', async () => {
  account.renew();
  const next = newKeys();
  const odd = `canary-${next.DD_APP_KEY}-of-another-form`;
  for (const value of [
    `{"DD_API_KEY": "${next.DD_API_KEY}", "DD_APP_KEY": "${next.DD_APP_KEY}`,
    { DD_API_KEY: next.DD_API_KEY, DD_APP_KEY: `two words ${next.DD_APP_KEY}` },
    { DD_API_KEY: [next.DD_API_KEY], DD_APP_KEY: { key: next.DD_APP_KEY } },
    { DD_API_KEY: next.DD_API_KEY, DD_APP_KEY: odd },
    { [next.DD_API_KEY]: next.DD_APP_KEY },
  ]) {
    account.putSecret(value);
    const stack = account.customer.stack('odd');
    expect(await account.register(stack)).toBe('ROLLBACK_COMPLETE');
  }
  const everything = everythingOf(['odd']);
  for (const key of [...Object.values(next), odd]) expect(everything).not.toContain(key);
});

it('where an adoption has to be handed back', async () => {
  const { keys, organization } = account.renew();
  organization.accounts.add(byHand);
  const stack = account.customer.stack('adopts');
  await account.register(stack, { ExistingRegistration: 'Adopt', AccountTags: ['env:prod'] });
  await stack.delete();
  const everything = everythingOf(['adopts']);
  for (const key of Object.values(keys)) expect(everything).not.toContain(key);
});
