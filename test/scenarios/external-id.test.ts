import { UpdateRoleCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { type CustomerAccount, openCustomerAccount, ROLE, type Stack } from '../support/customer-account';
import { lastReply, onlyFailure, repliesOf } from '../support/replies';
import { addToTrust, documentOf, editDatadogsTrust, putTrust } from '../support/role-edits';
import { usualRegions } from '../support/usual-regions';
import { onlyReport, type ValidatorRun, validate } from '../support/validator-run';

/** As Datadog makes them, and known wherever it turns up, halves included. */
const CANARY = 'c0ffee8a3d2c14c6e9a7b5d1e3f2beef';
const ANOTHER = 'dadada8a3d2c14c6e9a7b5d1e3f2feed';
const MIDDLE = '8a3d2c14c6e9a7b5d1e3f2';
const SHORTENED = 'c0ff…beef';

let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({ sandbox: usualRegions(), skipsWaits: true });
});
beforeEach(() => {
  customer.reset();
  stack = customer.stack();
});
afterAll(() => customer.close());

const deploy = (ExternalId: string, properties = {}) => customer.deploy(stack, { ExternalId, ...properties });

/** Everything that the provider has said since the first invocation of this stack, but for the attribute. */
function saidByProvider(): string {
  const since = customer.provider.invocations.filter(({ event }) => JSON.stringify(event).includes(stack.id));
  const logs = since.flatMap(({ attempts }) =>
    attempts.flatMap(({ logs: lines, error, value }) => [...lines, JSON.stringify({ error, value })]),
  );
  const replies = repliesOf(stack).map(({ data: { ExternalId: _, ...data }, ...reply }) => ({
    ...reply,
    data,
  }));
  return [...logs, JSON.stringify(replies), JSON.stringify(stack.events)].join('\n');
}

/** JSON without the commands in it, each on a line of its own, which would not work with less than the whole external id. */
const withoutCommands = (value: unknown) =>
  JSON.stringify(value, (_, entry) =>
    typeof entry === 'string' ? entry.replaceAll(/^aws .*/gm, 'a command') : entry,
  );
const saidByValidator = ({ reports, events, alerts, metrics, log, error }: ValidatorRun) =>
  withoutCommands({ reports, events, alerts, metrics, log, error });

describe('the provider shows an external id shortened at most', () => {
  it('when it creates, updates and deletes, with the attribute and the record as the whole one’s places', async () => {
    expect(await deploy(CANARY)).toBe('CREATE_COMPLETE');
    expect(lastReply(stack).data['ExternalId']).toBe(CANARY);
    const record = customer.account.digest().parameters['us-east-1']?.[`/datadog-integration-role/${ROLE}`];
    expect(JSON.parse(record?.value ?? '{}').spec.externalId).toBe(CANARY);
    expect(await deploy(ANOTHER, { SelfTest: 'Require' })).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(saidByProvider()).not.toContain(MIDDLE);
  });

  it.each([
    [`${CANARY}#`, '"c0ff…eef#"; the character "#" is not allowed'],
    [
      ` ${CANARY}`,
      `" c0f…beef"; character 1 of ${CANARY.length + 1} is " ", and an external id has no blanks`,
    ],
    [CANARY.repeat(40), `"c0ff…beef"; it has ${CANARY.length * 40} characters; 2 to 1224 are allowed`],
  ])('when it refuses one, and says what is wrong: %j', async (externalId, says) => {
    expect(await deploy(externalId)).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(`ExternalId is ${says}`);
    expect(saidByProvider()).not.toContain(MIDDLE);
  });

  it('when it cannot try the role', async () => {
    customer.sandbox.faults.add({
      match: { service: 'sts', operation: 'AssumeRole' },
      effect: {
        type: 'error',
        code: 'ValidationError',
        message: 'externalId failed to satisfy constraint',
        status: 400,
      },
    });

    expect(await deploy(CANARY, { SelfTest: 'Require' })).toBe('ROLLBACK_COMPLETE');

    expect(saidByProvider()).not.toContain(MIDDLE);
  });
});

describe('the validator shows an external id shortened at most', () => {
  beforeEach(() => deploy(CANARY, { SelfTest: 'Report', Tags: [{ Key: 'team', Value: 'platform' }] }));

  it('in a report on what is healthy', async () => {
    const run = await validate(customer);

    expect(onlyReport(run).status).toBe('healthy');
    expect(saidByValidator(run)).toContain(`AWS External ID in Datadog must be ${SHORTENED}.`);
    expect(saidByValidator(run)).not.toContain(MIDDLE.slice(0, 12));
  });

  const trusting = (externalId: string) =>
    documentOf({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::464622532012:root' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    });

  it.each<[string, () => unknown, string, boolean]>([
    ['another one is demanded', () => putTrust(customer, trusting(ANOTHER)), 'dada…feed', false],
    [
      'it is demanded in capitals',
      () => putTrust(customer, trusting(CANARY.toUpperCase())),
      'C0FF…BEEF',
      false,
    ],
    [
      'more than it is accepted',
      () =>
        editDatadogsTrust(customer, (statement) => ({
          ...statement,
          Condition: { StringLike: { 'sts:ExternalId': `${CANARY}*` } },
        })),
      `${SHORTENED}-wrong`,
      true,
    ],
    [
      'a Deny hangs on it',
      () =>
        addToTrust(customer, {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': [CANARY, ANOTHER] } },
        }),
      SHORTENED,
      true,
    ],
    [
      'it is none at all that is demanded',
      () => editDatadogsTrust(customer, ({ Condition: _, ...open }) => open),
      SHORTENED,
      true,
    ],
  ])('in a report, an event, an alert and the log when %s', async (_, breakIt, says, isDemanded) => {
    await breakIt();

    const run = await validate(customer);

    const { status, drift, checks } = onlyReport(run);
    expect(status).toBe('failing');
    expect(drift).toEqual([expect.objectContaining({ path: 'trustPolicy' })]);
    expect(run.alerts).toHaveLength(1);
    expect(saidByValidator(run)).toContain(says);
    expect(saidByValidator(run).toLowerCase()).not.toContain(MIDDLE);
    // A command that needs it has it whole, if the role itself demands it: otherwise the stack knows it.
    const remedies = checks.flatMap(({ remedy }) => remedy);
    const commands = remedies.filter((step) => step.startsWith('aws iam '));
    if (isDemanded) expect(commands.join()).toContain(CANARY);
    else {
      expect(commands).toEqual([]);
      expect(remedies.join()).toContain(`Update the stack with a change of any property`);
    }
  });

  it('in what AWS answers', async () => {
    customer.sandbox.faults.add({
      match: { service: 'sts', operation: 'AssumeRole', region: 'eu-west-1' },
      effect: { type: 'error', code: 'AccessDenied', message: `no session for ${CANARY}`, status: 403 },
    });

    const run = await validate(customer);

    expect(JSON.stringify(onlyReport(run).regions)).toContain(`no session for ${SHORTENED}`);
    expect(saidByValidator(run)).not.toContain(MIDDLE);
  });

  it('when the record cannot be read, and when something else has drifted', async () => {
    await customer.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'another' }));
    const drifted = await validate(customer);
    await customer.ssm.send(
      new PutParameterCommand({
        Name: `/datadog-integration-role/${ROLE}`,
        Value: `{"schemaVersion":1,"spec":{"externalId":"${CANARY}"}}`,
        Overwrite: true,
      }),
    );
    const unreadable = await validate(customer);

    expect([drifted, unreadable].map((run) => onlyReport(run).status)).toEqual(['degraded', 'unknown']);
    expect(saidByValidator(drifted) + saidByValidator(unreadable)).not.toContain(MIDDLE);
  });
});
