import { TagRoleCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { STACK_ID_TAG } from '../../src/iam/ownership';
import { stackUpdateOf } from '../support/aws-commands';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { datadogCanAssume, integrationRoles, RENAMED } from '../support/renames';
import { lastReply } from '../support/replies';
import { validate } from '../support/validator-run';

let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
});
beforeEach(() => {
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

/** Nobody can delete this role, until the returned function is called. */
function undeletable(roleName: string): () => void {
  const { remove } = customer.sandbox.faults.add({
    match: { operation: 'DeleteRole', where: ({ parameters }) => parameters['RoleName'] === roleName },
    effect: { type: 'error', code: 'InvalidInput', message: 'made to fail', status: 400 },
  });
  return remove;
}

/** A rename to `RENAMED` whose clean-up CloudFormation gives up. */
async function renameWithoutCleanUp(): Promise<() => void> {
  await customer.deploy(stack, { Permissions: 'Full' });
  const allow = undeletable(ROLE);
  expect(await customer.deploy(stack, { Permissions: 'Full', RoleName: RENAMED })).toBe('UPDATE_COMPLETE');
  expect(integrationRoles(customer)).toEqual([ROLE, RENAMED]);
  return allow;
}

it('the next update removes the role that a rename has left, and all that belongs to it', async () => {
  const allow = await renameWithoutCleanUp();
  allow();

  const update = customer.deploy(stack, { Permissions: 'Full', RoleName: RENAMED, Description: 'again' });

  expect(await update).toBe('UPDATE_COMPLETE');
  expect(integrationRoles(customer)).toEqual([RENAMED]);
  expect(datadogCanAssume(customer, RENAMED)).toBe(true);
  expect(Object.keys(customer.policies())).toEqual(
    [1, 2, 3, 4].map((number) => `${RENAMED}-permissions-${number}`),
  );
  expect(Object.keys(customer.account.digest().parameters['us-east-1'] ?? {})).toEqual([
    `/datadog-integration-role/${RENAMED}`,
  ]);
});

it('an update that cannot remove it succeeds, and names it', async () => {
  await renameWithoutCleanUp();

  const update = customer.deploy(stack, { Permissions: 'Full', RoleName: RENAMED, Description: 'again' });

  expect(await update).toBe('UPDATE_COMPLETE');
  expect(lastReply(stack)).toMatchObject({
    requestType: 'Update',
    status: 'SUCCESS',
    reason: expect.stringContaining(
      `The role ${ROLE} is left over from a rename, and could not be removed: `,
    ),
  });
});

it('the next update removes the role that the rollback of a rename has left', async () => {
  await customer.deploy(stack);
  const before = customer.account.digest();
  const allow = undeletable(RENAMED);
  expect(await customer.deploy(stack, { RoleName: RENAMED }, { failAfter: true })).toBe(
    'UPDATE_ROLLBACK_COMPLETE',
  );
  expect(stack.ref(LOGICAL_ID)).toBe(ROLE);
  expect(integrationRoles(customer)).toEqual([ROLE, RENAMED]);
  allow();

  expect(await customer.deploy(stack, { Description: 'again' })).toBe('UPDATE_COMPLETE');

  expect(integrationRoles(customer)).toEqual([ROLE]);
  expect(await customer.deploy(stack)).toBe('UPDATE_COMPLETE');
  expect(customer.account.digest()).toEqual(before);
});

it('a Delete of the stack removes it first, and fails naming it as long as it cannot', async () => {
  const empty = customer.account.digest();
  const allow = await renameWithoutCleanUp();

  expect(await stack.delete()).toBe('DELETE_FAILED');

  expect(lastReply(stack)).toMatchObject({
    requestType: 'Delete',
    status: 'FAILED',
    reason: expect.stringContaining(`The role ${ROLE} is left over from a rename`),
  });
  expect(datadogCanAssume(customer, RENAMED)).toBe(true);
  allow();
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(customer.account.digest()).toEqual(empty);
});

it('where the update fails and is rolled back, nothing is removed', async () => {
  const allow = await renameWithoutCleanUp();
  allow();

  const update = customer.deploy(stack, { Permissions: 'None', RoleName: RENAMED });

  expect(await update).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(integrationRoles(customer)).toEqual([ROLE, RENAMED]);
});

it('the role of another stack is no leftover, whatever is written about it', async () => {
  await customer.deploy(stack);
  const other = customer.stack('other');
  await customer.deploy(other, { RoleName: RENAMED });
  const parameters = customer.account.digest().parameters['us-east-1'] ?? {};
  const record = (roleName: string) =>
    JSON.parse(parameters[`/datadog-integration-role/${roleName}`]?.value ?? '');
  const { owner } = record(ROLE);
  await customer.ssm.send(
    new PutParameterCommand({
      Name: `/datadog-integration-role/${RENAMED}`,
      Value: JSON.stringify({ ...record(RENAMED), owner }),
      Overwrite: true,
    }),
  );
  await customer.iam.send(
    new TagRoleCommand({ RoleName: RENAMED, Tags: [{ Key: STACK_ID_TAG, Value: owner.stackId }] }),
  );

  expect(await customer.deploy(stack, { Description: 'again' })).toBe('UPDATE_COMPLETE');

  expect(integrationRoles(customer)).toEqual([ROLE, RENAMED]);
  expect(datadogCanAssume(customer, RENAMED)).toBe(true);
});

it('the validator calls it so, and its remedy removes it', async () => {
  const allow = await renameWithoutCleanUp();
  allow();
  const [early] = (await validate(customer, { roleName: ROLE })).reports;
  const soon = await validate(customer);
  customer.virtualTime.pass(4 * 3_600_000);

  const late = await validate(customer);

  expect(early?.checks.some(({ id }) => id === 'leftover')).toBe(false);
  expect(soon.reports.map(({ roleName, status }) => [roleName, status])).toEqual([
    [ROLE, 'unknown'],
    [RENAMED, 'healthy'],
  ]);
  expect(late.reports.map(({ roleName, status }) => [roleName, status])).toEqual([
    [ROLE, 'degraded'],
    [RENAMED, 'healthy'],
  ]);
  const [left] = late.reports;
  expect(left?.checks.map(({ id, status }) => [id, status])).toEqual([['leftover', 'warn']]);
  const update = stackUpdateOf(left?.checks[0]?.remedy ?? []);
  expect(update?.stackId).toBe(stack.id);
  await customer.deploy(stack, { Permissions: 'Full', RoleName: RENAMED, ...update?.parameters });
  expect(integrationRoles(customer)).toEqual([RENAMED]);
  expect((await validate(customer)).reports.map(({ roleName }) => roleName)).toEqual([RENAMED]);
});
