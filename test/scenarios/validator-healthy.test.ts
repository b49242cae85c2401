import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { type CustomerAccount, openCustomerAccount, ROLE } from '../support/customer-account';
import { findings, onlyReport, type ValidatorRun, validate } from '../support/validator-run';

/** What AWS refused, apart from the two AssumeRole that must be refused: without and with a wrong external id. */
const refusals = ({ calls }: ValidatorRun) =>
  calls.filter(
    ({ operation, result }) => /Denied|AuthorizationError/.test(result) && operation !== 'AssumeRole',
  );

describe.each([
  { partition: 'aws', region: 'us-east-1', regions: 34, DatadogSite: 'datadoghq.com' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', regions: 2, DatadogSite: 'ddog-gov.com' },
])('a healthy integration in $partition', ({ partition, region, regions, DatadogSite }) => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    customer = await openCustomerAccount({ skipsWaits: true, partition, region });
  });
  beforeEach(() => customer.reset());
  afterAll(() => customer.close());

  it.each([
    ['Core', {}],
    ['Standard', { ResourceCollection: true, Tags: [{ Key: 'team', Value: 'platform' }] }],
    ['Full', { ResourceCollection: true, MaxSessionDuration: 7200, Description: 'Datadog' }],
  ])(
    'with the permission set %s passes every check that can, in every region',
    async (Permissions, properties) => {
      await customer.deploy(customer.stack(), { DatadogSite, Permissions, ...properties });

      const first = onlyReport(await validate(customer));
      const run = await validate(customer);

      const report = onlyReport(run);
      expect([first.status, report.status]).toEqual(['healthy', 'healthy']);
      expect([findings(first), findings(report)]).toEqual([{}, {}]);
      expect(report.checks.filter(({ status }) => status !== 'pass')).toEqual([
        expect.objectContaining({
          id: 'last-used',
          status: 'unknown',
          summary: expect.stringContaining('the validator’s own sessions count as use'),
        }),
      ]);
      expect(report.drift).toEqual([]);
      expect(report.regions.map(({ status }) => status)).toEqual(Array.from({ length: regions }, () => 'ok'));
      expect(report).toMatchObject({
        schemaVersion: 1,
        accountId: '123456789012',
        partition,
        roleName: ROLE,
        roleArn: `arn:${partition}:iam::123456789012:role/${ROLE}`,
        datadogSite: DatadogSite,
      });
    },
  );

  it('is published by one event, one line of metrics and one of the log, and alerts nobody', async () => {
    await customer.deploy(customer.stack(), { DatadogSite });

    const run = await validate(customer);

    expect(run.events).toEqual(run.reports);
    expect(run.metrics).toEqual([
      expect.objectContaining({
        RoleName: ROLE,
        RegionsOk: regions,
        RegionsFailing: 0,
        RegionsUnknown: 0,
        ChecksFailing: 0,
        ChecksUnknown: 0,
        DriftItems: 0,
        PublishersFailing: 0,
      }),
    ]);
    expect(run.log).toEqual([expect.objectContaining({ level: 'info', message: 'validated' })]);
    expect(run.alerts).toEqual([]);
  });

  it('is validated within the permissions that the template gives, and nothing but a note is written', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, { DatadogSite, Permissions: 'Full', ResourceCollection: true });
    const { parameters: _, ...before } = customer.account.digest();

    const run = await validate(customer);

    expect(refusals(run)).toEqual([]);
    const writes = run.calls.filter(({ write, service }) => write && service !== 'sts');
    expect(writes.map(({ service, operation }) => `${service}:${operation}`).sort()).toEqual([
      'events:PutEvents',
      'ssm:PutParameter',
    ]);
    const { parameters: _after, ...after } = customer.account.digest();
    expect(after).toEqual(before);
  });

  it('leaves nothing behind when its stack is deleted, what the validator noted included', async () => {
    const before = customer.account.digest();
    const stack = customer.stack();
    await customer.deploy(stack, { DatadogSite, Permissions: 'Full', ResourceCollection: true });
    await validate(customer);
    const notes = new GetParametersByPathCommand({ Path: `/datadog-integration-role/${ROLE}` });
    expect((await customer.ssm.send(notes)).Parameters).toHaveLength(1);

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
    expect((await validate(customer)).reports).toEqual([]);
  });
});
