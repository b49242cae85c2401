import { TagRoleCommand, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { carryOut } from '../support/aws-commands';
import {
  type CustomerAccount,
  DATADOG,
  EXTERNAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { addToTrust, deleteRole, editInlineActions } from '../support/role-edits';
import { usualRegions } from '../support/usual-regions';
import { check, onlyReport, type ValidatorRun, validate } from '../support/validator-run';

const ACCOUNT = '123456789012';
const STATUS = `/datadog-integration-role/${ROLE}/status`;

let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, sandbox: usualRegions() });
});
beforeEach(async () => {
  customer.reset();
  stack = customer.stack();
  await customer.deploy(stack, { Tags: [{ Key: 'team', Value: 'platform' }] });
});
afterAll(() => customer.close());

const subjects = (...runs: readonly ValidatorRun[]) =>
  runs.map(({ alerts }) => alerts.map(({ subject }) => subject));
const notes = () => customer.account.digest().parameters['us-east-1'] ?? {};
const noted = () => JSON.parse(notes()[STATUS]?.value ?? '{}');

const stsDeactivated = (...regions: readonly string[]) =>
  customer.sandbox.configure({ accounts: { [ACCOUNT]: { stsDeactivated: regions } } });

const FAILING = `Datadog integration failing: ${ROLE} in ${ACCOUNT}`;
const DEGRADED = `Datadog integration degraded: ${ROLE} in ${ACCOUNT}`;
const HEALTHY = `Datadog integration healthy: ${ROLE} in ${ACCOUNT}`;

describe('people are told', () => {
  it('once that access was lost, nothing while it stays so, and once that it is back', async () => {
    const healthy = await validate(customer);
    stsDeactivated('eu-west-1');
    const lost = await validate(customer);
    const stillLost = await validate(customer);
    const stillLostToday = await validate(customer);
    stsDeactivated();
    const back = await validate(customer);
    const stillBack = await validate(customer);

    expect(subjects(healthy, lost, stillLost, stillLostToday, back, stillBack)).toEqual([
      [],
      [FAILING],
      [],
      [],
      [HEALTHY],
      [],
    ]);
    expect(lost.alerts[0]?.message).toContain('FAIL regions: Datadog is kept out: STS is not activated');
    expect(lost.alerts[0]?.message).toContain('(before: healthy)');
    expect(back.alerts[0]?.message).toContain('Datadog has access again.');
  });

  it('of trouble that was there when the integration was validated first', async () => {
    stsDeactivated('eu-west-1');

    expect(subjects(await validate(customer))).toEqual([[FAILING]]);
  });

  it('anew when the cause is another one, and when one of two causes is gone', async () => {
    stsDeactivated('eu-west-1');
    const one = await validate(customer);
    stsDeactivated('eu-west-1', 'sa-east-1');
    const more = await validate(customer);
    await addToTrust(customer, { Effect: 'Deny', Principal: '*', Action: 'sts:*' });
    const both = await validate(customer);
    stsDeactivated();
    const other = await validate(customer);

    expect(subjects(one, more, both, other)).toEqual([[FAILING], [FAILING], [FAILING], [FAILING]]);
    expect(other.alerts[0]?.message).toContain('FAIL trust-no-deny');
  });

  it('that it got better, or worse, when the status changes', async () => {
    await customer.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags: [{ Key: 'team', Value: 'data' }] }));
    const degraded = await validate(customer);
    await editInlineActions(customer, (actions) => actions.slice(1));
    const failing = await validate(customer);
    await carryOut(customer.iam, check(onlyReport(failing), 'permissions-complete').remedy);
    const degradedAgain = await validate(customer);
    await carryOut(customer.iam, check(onlyReport(degradedAgain), 'drift-tags').remedy);
    const healthy = await validate(customer);

    expect(subjects(degraded, failing, degradedAgain, healthy)).toEqual([
      [DEGRADED],
      [FAILING],
      [DEGRADED],
      [HEALTHY],
    ]);
    expect(healthy.alerts[0]?.message).toMatch(/^# Everything is in order: no check warns or fails\.\n/);
  });

  it('that the role is open to whoever knows no external id, not that access was lost', async () => {
    await addToTrust(customer, { Effect: 'Allow', Principal: { AWS: DATADOG }, Action: 'sts:AssumeRole' });

    const [alert] = (await validate(customer)).alerts;

    expect(customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID })).toBe(true);
    expect(alert?.message).toMatch(/^# The role can be assumed without its external id\.\n/);
    expect(alert?.message).not.toContain('lost access');
  });

  it('nothing when only times and texts of AWS differ', async () => {
    stsDeactivated('eu-west-1', 'eu-west-2');
    const first = await validate(customer);
    customer.sandbox.faults.add({
      match: { service: 'sts', operation: 'AssumeRole', region: 'us-west-2', nth: 1 },
      effect: { type: 'throttle' },
    });
    customer.sandbox.faults.add({
      match: { service: 'sts', operation: 'AssumeRole', region: 'eu-west-1' },
      effect: {
        type: 'error',
        code: 'RegionDisabledException',
        message: 'STS is not activated in this region for account:123456789012. (request 4711)',
        status: 403,
      },
    });
    const second = await validate(customer);

    const latencies = ({ reports }: ValidatorRun) => reports[0]?.regions.map(({ latencyMs }) => latencyMs);
    expect(latencies(second)).not.toEqual(latencies(first));
    expect(check(onlyReport(second), 'regions').evidence).not.toEqual(
      check(onlyReport(first), 'regions').evidence,
    );
    expect(subjects(first, second)).toEqual([[FAILING], []]);
  });

  it('nothing when another role of the account changes', async () => {
    await validate(customer);
    await customer.iam.send(
      new UpdateRoleCommand({ RoleName: customer.providerRole, Description: 'another' }),
    );

    expect(subjects(await validate(customer))).toEqual([[]]);
  });

  it('by the next run when the topic did not take the message, and the event goes out all the same', async () => {
    await validate(customer);
    stsDeactivated('eu-west-1');
    const noTopic = customer.sandbox.faults.add({
      match: { service: 'sns' },
      effect: { type: 'accessDenied' },
    });

    const untold = await validate(customer);

    expect(untold.alerts).toEqual([]);
    expect(untold.events).toMatchObject([{ status: 'failing' }]);
    expect(untold.metrics).toMatchObject([{ PublishersFailing: 1 }]);
    expect(untold.log.at(-1)).toMatchObject({ message: 'validated', failedPublishers: ['alert'] });
    expect(noted()).toMatchObject({ status: 'failing', told: { status: 'healthy' } });

    noTopic.remove();
    expect(subjects(await validate(customer), await validate(customer))).toEqual([[FAILING], []]);
    expect(noted()).toMatchObject({ status: 'failing', told: { status: 'failing' } });
  });

  it('also when the bus does not take the event', async () => {
    customer.sandbox.faults.add({ match: { service: 'events' }, effect: { type: 'accessDenied' } });
    stsDeactivated('eu-west-1');

    const run = await validate(customer);

    expect(subjects(run)).toEqual([[FAILING]]);
    expect(run.events).toEqual([]);
    expect(run.outcome).toBe('returned');
    expect(run.log.at(-1)).toMatchObject({ failedPublishers: ['event'] });
  });

  it('once more, and not for ever, when what they were told last cannot be read', async () => {
    stsDeactivated('eu-west-1');
    await validate(customer);
    await customer.ssm.send(new PutParameterCommand({ Name: STATUS, Value: 'gibberish', Overwrite: true }));

    expect(subjects(await validate(customer), await validate(customer))).toEqual([[FAILING], []]);
  });

  it('what is wrong, where, and what to do, on one screen even when nothing is left of the role', async () => {
    await deleteRole(customer);

    const [alert] = (await validate(customer)).alerts;

    const lines = (alert?.message ?? '').split('\n');
    expect(lines.length).toBeLessThanOrEqual(50);
    expect(lines[0]).toBe(`# There is no role ${ROLE} in account ${ACCOUNT}.`);
    expect(lines).toContain(`# Role: arn:aws:iam::${ACCOUNT}:role/${ROLE}`);
    expect(lines).toContain('# Stack: datadog');
    expect(lines).toContain(`# FAIL role-exists: There is no role ${ROLE} in account ${ACCOUNT}.`);
    expect(lines.filter((line) => line.startsWith('# UNKNOWN'))).toEqual([]);
    expect(alert?.message).toContain(
      '#   do: Somebody deleted the role. Update the stack with a change of any property of the integration',
    );
  });
});
