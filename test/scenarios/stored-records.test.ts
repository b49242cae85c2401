import { DeleteParametersCommand, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { lastReply, onlyFailure } from '../support/replies';

const RECORD = `/datadog-integration-role/${ROLE}`;

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

async function store(Value: string, Name = RECORD): Promise<void> {
  await customer.ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
}

async function stored(): Promise<Record<string, unknown>> {
  const { Parameter } = await customer.ssm.send(new GetParameterCommand({ Name: RECORD }));
  return JSON.parse(Parameter?.Value ?? '{}');
}

const ofNewerVersion = JSON.stringify({ schemaVersion: 2, integration: { role: ROLE } });

describe('a record that cannot be read, where no role is', () => {
  it.each<[string, string]>([
    ['somebody’s text', 'not ours'],
    ['a newer version’s', ofNewerVersion],
    ['half a record', JSON.stringify({ schemaVersion: 1, spec: {} })],
  ])('hinders no Create: %s', async (_name, text) => {
    await store(text);
    await store(text, `${RECORD}/adopted`);

    expect(await customer.deploy(stack)).toBe('CREATE_COMPLETE');
    expect(await stored()).toMatchObject({ schemaVersion: 1, owner: { stackId: stack.id } });
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  it('hinders no rollback, and stays', async () => {
    await store(ofNewerVersion);
    const before = customer.account.digest();
    customer.sandbox.faults.add({
      match: { operation: 'PutRolePolicy' },
      effect: { type: 'error', code: 'InvalidInput', message: 'made to fail' },
    });

    expect(await customer.deploy(stack)).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain('made to fail');
    expect(customer.account.digest()).toEqual(before);
  });

  it('hinders no Create that is delivered again after a crash', async () => {
    await store(JSON.stringify({ schemaVersion: 2, roleId: 'AROAOFAROLETHATISGONE' }));
    customer.sandbox.faults.add({
      match: { operation: 'PutRolePolicy', nth: 1 },
      effect: { type: 'run', when: 'before', run: () => customer.provider.kill() },
    });

    expect(await customer.deploy(stack)).toBe('CREATE_COMPLETE');
    expect(await stored()).toMatchObject({ schemaVersion: 1 });
  });
});

describe('the record of an integration that a newer version has updated', () => {
  beforeEach(async () => {
    await customer.deploy(stack, { Permissions: 'Full' });
    await store(JSON.stringify({ ...(await stored()), schemaVersion: 2, more: true }));
    customer.sandbox.journal.clear();
  });

  it('refuses an Update before anything is changed, and its rollback leaves all as it is', async () => {
    const before = customer.account.digest();

    expect(await customer.deploy(stack, { Permissions: 'Core' })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(
      `The role ${ROLE} has not been changed. The SSM parameter ${RECORD} has the schema version 2 and this version reads 1; deploy the newer version that wrote it, or delete it and update the stack.`,
    );
    expect(stack.ref(LOGICAL_ID)).toBe(ROLE);
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
  });

  it('is written anew once it has been deleted, as the reason says', async () => {
    await customer.deploy(stack, { Permissions: 'Core' });
    await customer.ssm.send(new DeleteParametersCommand({ Names: [RECORD] }));

    expect(await customer.deploy(stack, { Permissions: 'Core' })).toBe('UPDATE_COMPLETE');
    expect(await stored()).toMatchObject({ schemaVersion: 1, spec: { permissions: 'Core' } });
  });

  it('does not keep the role from being deleted', async () => {
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(lastReply(stack).status).toBe('SUCCESS');
    expect(customer.account.digest().roles[ROLE]).toBeUndefined();
  });
});
