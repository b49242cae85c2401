import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { type CustomerAccount, openCustomerAccount, ROLE } from '../support/customer-account';
import { deleteRole } from '../support/role-edits';
import { usualRegions } from '../support/usual-regions';
import { check, findings, onlyReport, validate } from '../support/validator-run';

const PREFIX = '/datadog-integration-role';
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
const EVENT_MAX_BYTES = 256 * 1_024;

let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, sandbox: usualRegions() });
});
beforeEach(() => customer.reset());
afterAll(() => customer.close());

const deploy = (properties = {}) => customer.deploy(customer.stack(), properties);
const writeParameter = (name: string, value: unknown) =>
  customer.ssm.send(
    new PutParameterCommand({
      Name: `${PREFIX}/${name}`,
      Value: typeof value === 'string' ? value : JSON.stringify(value),
      Type: 'String',
      Overwrite: true,
    }),
  );
const readRecord = async (roleName: string) => {
  const { Parameter } = await customer.ssm.send(new GetParameterCommand({ Name: `${PREFIX}/${roleName}` }));
  return JSON.parse(Parameter?.Value ?? '');
};

describe('the event', () => {
  it.each([
    ['a text', 'everything', 'The event is "everything"; it must be a JSON object.'],
    ['a list', [], 'The event is []; it must be a JSON object.'],
    ['an unknown field', { role: ROLE }, 'unknown field "role"'],
    ['a role name that is a number', { roleName: 7 }, 'roleName is 7; it must be a string.'],
    ['a role name with a blank', { roleName: `${ROLE} ` }, `roleName is "${ROLE} "`],
  ])('is refused by name when it is %s or has one, and nobody is called', async (_, event, text) => {
    const run = await validate(customer, event);

    expect(run.outcome).toBe('threw');
    expect(run.error).toContain(text);
    expect(run.error).toContain('Send {} to validate every integration of the account');
    expect(run.calls).toEqual([]);
  });

  it('may name one integration, of two', async () => {
    await deploy();
    await customer.deploy(customer.stack('other'), { RoleName: `${ROLE}-2` });

    const all = await validate(customer);
    const one = await validate(customer, { roleName: `${ROLE}-2` });

    expect(all.reports.map(({ roleName, status }) => [roleName, status])).toEqual([
      [ROLE, 'healthy'],
      [`${ROLE}-2`, 'healthy'],
    ]);
    expect(all.events).toHaveLength(2);
    expect(onlyReport(one).roleName).toBe(`${ROLE}-2`);
    expect(one.events).toHaveLength(1);
  });

  it('may name an integration that is not there: no report, and the log says so', async () => {
    const run = await validate(customer, { roleName: 'Nobody' });

    expect([run.outcome, run.reports, run.events]).toEqual(['returned', [], []]);
    expect(run.log).toEqual([
      expect.objectContaining({ level: 'warn', message: 'there is no record of an integration' }),
    ]);
  });
});

describe('the records', () => {
  it('may be none', async () => {
    const run = await validate(customer);

    expect([run.outcome, run.reports, run.alerts]).toEqual(['returned', [], []]);
  });

  it.each([
    ['of a newer schema', { schemaVersion: 2 }, 'has the schema version 2 and this version reads 1'],
    ['that is no JSON', 'gibberish', 'is not JSON'],
  ])('may include one %s: it is reported, and hides no other', async (_, value, text) => {
    await deploy();
    await writeParameter('Other', value);

    const { reports, events, alerts } = await validate(customer);
    const next = await validate(customer);

    expect(reports.map(({ roleName, status }) => [roleName, status])).toEqual([
      [ROLE, 'healthy'],
      ['Other', 'unknown'],
    ]);
    expect(reports[1]?.checks).toMatchObject([{ id: 'record-readable', status: 'unknown' }]);
    expect(reports[1]?.checks[0]?.evidence.join()).toContain(text);
    expect(events).toHaveLength(2);
    expect(alerts).toEqual([]);
    expect(next.alerts.map(({ subject }) => subject)).toEqual([
      'Datadog integration unknown: Other in 123456789012',
    ]);
  });

  it('may include one whose spec somebody cut to pieces: it is reported, and hides no other', async () => {
    await deploy();
    const record = await readRecord(ROLE);
    await writeParameter('Other', { ...record, spec: { roleName: 'Other', regions: 'all' } });

    const run = await validate(customer);

    expect(run.reports.map(({ roleName, status }) => [roleName, status])).toEqual([
      [ROLE, 'healthy'],
      ['Other', 'unknown'],
    ]);
  });

  it('may include one whose role is gone: that is a finding, and hides no other', async () => {
    await deploy();
    await customer.deploy(customer.stack('other'), { RoleName: `${ROLE}-2` });
    await deleteRole(customer);

    const { reports } = await validate(customer);

    expect(reports.map(({ roleName, status }) => [roleName, status])).toEqual([
      [ROLE, 'failing'],
      [`${ROLE}-2`, 'healthy'],
    ]);
  });

  it('may name a role as no role can be named: that is unknown and no crash', async () => {
    await deploy();
    const record = await readRecord(ROLE);
    await writeParameter('Blank', { ...record, spec: { ...record.spec, roleName: `${ROLE} ` } });

    const { reports, outcome } = await validate(customer);

    expect(outcome).toBe('returned');
    expect(reports.map(({ roleName, status }) => [roleName, status])).toEqual([
      ['Blank', 'unknown'],
      [ROLE, 'healthy'],
    ]);
    expect(reports[0]?.checks).toMatchObject([{ id: 'record-readable', status: 'unknown' }]);
    expect(reports[0]?.checks[0]?.evidence.join()).toContain(
      `The SSM parameter ${PREFIX}/Blank holds the record of another role, "${ROLE} " instead of "Blank"`,
    );
  });

  it('may be unreadable altogether: then the run fails, and says what it could not read', async () => {
    await deploy();
    customer.sandbox.faults.add({
      match: { service: 'ssm', operation: 'GetParametersByPath' },
      effect: { type: 'accessDenied' },
    });

    const run = await validate(customer);

    expect(run.outcome).toBe('threw');
    expect(run.error).toContain('(SSM parameters under /datadog-integration-role/) could not be read');
  });
});

describe('AWS', () => {
  it('may refuse to list the regions: those of the partition are tried, and the report says so', async () => {
    await deploy();
    customer.sandbox.faults.add({ match: { service: 'account' }, effect: { type: 'accessDenied' } });

    const report = onlyReport(await validate(customer));

    expect(findings(report)).toEqual({});
    expect(report.regions).toHaveLength(34);
    expect(check(report, 'regions').evidence.join()).toMatch(
      /The account's regions could not be listed \(AccessDenied.*\); those of the partition were tried\./,
    );
  });

  it.each([
    ['SignatureDoesNotMatch', 'Signature expired: 20260601T120000Z is now earlier than 20260601T130000Z'],
    ['RequestExpired', 'Request has expired. Timestamp date is 2026-06-01T12:00:00Z'],
  ])('may find that a clock is wrong (%s): that is nothing about the role', async (code, message) => {
    await deploy();
    customer.sandbox.faults.add({
      match: { service: 'sts', operation: 'AssumeRole' },
      effect: { type: 'error', code, message, status: 403 },
    });

    const report = onlyReport(await validate(customer));

    expect(report.status).toBe('unknown');
    expect(findings(report)).toEqual({ regions: 'unknown' });
    const tried = report.regions.filter(({ status }) => status !== 'region-not-enabled');
    expect(new Set(tried.map(({ status, cause }) => `${status} ${cause}`))).toEqual(
      new Set(['unreachable clock_skew']),
    );
  });

  it('may answer at such length that no event holds the report: the event leaves out what is least needed', async () => {
    await deploy();
    const message = `User is not authorized to perform: sts:AssumeRole: ${'é'.repeat(10_000)}`;
    customer.sandbox.faults.add({
      match: { service: 'sts', operation: 'AssumeRole' },
      effect: { type: 'accessDenied', message },
    });

    const run = await validate(customer);

    expect(Buffer.byteLength(JSON.stringify(onlyReport(run)))).toBeGreaterThan(EVENT_MAX_BYTES);
    const [event] = run.events;
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(EVENT_MAX_BYTES);
    expect(event).toMatchObject({ status: 'unknown', roleName: ROLE });
    expect(event?.leftOut?.length).toBeGreaterThan(0);
    expect(event?.checks.map(({ id, status }) => [id, status])).toEqual(
      onlyReport(run).checks.map(({ id, status }) => [id, status]),
    );
    expect(run.log.at(-1)).toMatchObject({ message: 'validated', report: { status: 'unknown' } });
    // What cannot be told is told when it lasts.
    expect(run.alerts).toHaveLength(0);
    expect((await validate(customer)).alerts).toHaveLength(1);
  });
});

describe('AWS, where waiting takes no time,', () => {
  let fast: CustomerAccount;

  beforeAll(async () => {
    fast = await openCustomerAccount({ skipsWaits: true });
  });
  afterAll(() => fast.close());

  it('may throttle IAM for longer than the validator waits: it says so in time, and calls nothing broken', async () => {
    await fast.deploy(fast.stack(), { Regions: ['us-east-1'] });
    await validate(fast);
    fast.sandbox.faults.add({ match: { service: 'iam' }, effect: { type: 'throttle' } });

    const run = await validate(fast);

    const report = onlyReport(run);
    expect(run.durationMs).toBeGreaterThan(25_000);
    expect(run.durationMs).toBeLessThan(60_000);
    expect(report.status).toBe('unknown');
    expect(check(report, 'role-exists').summary).toBe('The role could not be read (throttled).');
    expect(check(report, 'regions').status).toBe('pass');
    expect(Object.values(findings(report))).not.toContain('fail');
    expect(run.events).toHaveLength(1);
    // The next run may know.
    expect(run.alerts).toEqual([]);
  });
});
