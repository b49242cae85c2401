import { type Breakage, type BrokenScene, itFinds } from '../support/breakage';
import { type CustomerAccount, openCustomerAccount } from '../support/customer-account';
import { regionsIn } from '../support/organization-policies';
import { documentOf } from '../support/role-edits';
import { OPT_IN_REGIONS, usualRegions } from '../support/usual-regions';
import { check, findings, onlyReport, type ValidatorRun, validate } from '../support/validator-run';

const ACCOUNT = '123456789012';
const HANGING = ['ap-northeast-1', 'eu-west-2', 'us-west-1'];
const REGIONS_ENABLED_BY_DEFAULT = 17;

const stsDeactivated = ({ sandbox }: CustomerAccount, regions: readonly string[]) =>
  sandbox.configure({ accounts: { [ACCOUNT]: { stsDeactivated: regions } } });

/** `aws account enable-region --region-name ...`, as often as the remedy says so. */
const enableRegions = async ({ customer, remedy }: BrokenScene) => {
  const enabled = remedy.flatMap(
    (step) => /^aws account enable-region --region-name (\S+)$/.exec(step)?.[1] ?? [],
  );
  const regionsOff = OPT_IN_REGIONS.filter((region) => !enabled.includes(region));
  customer.sandbox.configure({ accounts: { [ACCOUNT]: { regionsOff } } });
};

const BREAKAGES: readonly Breakage[] = [
  {
    name: 'a region where STS is deactivated, which is then activated',
    breakIt: (customer) => stsDeactivated(customer, ['eu-central-1']),
    foundBy: 'regions',
    status: 'fail',
    says: ['Datadog is kept out: STS is not activated in eu-central-1.', 'RegionDisabledException'],
    repair: async ({ customer, remedy }) => {
      expect(remedy[0]).toContain('set the endpoints of eu-central-1 to Active');
      stsDeactivated(customer, []);
    },
  },
  {
    name: 'regions where STS is deactivated, which are then excluded',
    breakIt: (customer) => stsDeactivated(customer, ['eu-central-1', 'sa-east-1']),
    foundBy: 'regions',
    status: 'fail',
    says: ['STS is not activated in eu-central-1, sa-east-1'],
    repair: async ({ customer, stack, remedy }) => {
      const Regions = regionsIn(remedy);
      expect(Regions).toHaveLength(REGIONS_ENABLED_BY_DEFAULT - 2);
      expect(await customer.deploy(stack, { Regions })).toBe('UPDATE_COMPLETE');
    },
  },
  {
    name: 'a region that the stack names and the account has not enabled, which is then enabled',
    properties: { Regions: ['us-east-1', 'af-south-1', 'me-south-1'] },
    breakIt: () => undefined,
    foundBy: 'regions',
    status: 'fail',
    says: ['the account has not enabled af-south-1, me-south-1'],
    repair: enableRegions,
  },
  {
    name: 'a region that the stack names and the account has not enabled, which the stack then leaves out',
    properties: { Regions: ['us-east-1', 'af-south-1'] },
    breakIt: () => undefined,
    foundBy: 'regions',
    status: 'fail',
    says: ['the account has not enabled af-south-1'],
    repair: async ({ customer, stack, remedy }) => {
      expect(remedy).toContain('Or leave af-south-1 out of the property Regions.');
      await customer.deploy(stack, { Regions: ['us-east-1'] });
    },
  },
  {
    name: 'a region that the stack misspells, which is then corrected',
    properties: { Regions: ['us-east-1', 'eu-wset-1'] },
    breakIt: () => undefined,
    foundBy: 'regions',
    status: 'fail',
    says: ['the account has no region eu-wset-1'],
    repair: async ({ customer, stack, remedy }) => {
      expect(remedy.join(' ')).toContain('Correct eu-wset-1 in the property Regions of the stack');
      expect(remedy.join(' ')).not.toContain('enable-region');
      await customer.deploy(stack, { Regions: ['us-east-1', 'eu-west-1'] });
    },
  },
];

/** Where the validator has tried to assume the role. */
const assumedIn = ({ calls }: ValidatorRun) => [
  ...new Set(calls.filter(({ operation }) => operation === 'AssumeRole').map(({ region }) => region)),
];

describe('of regions the validator', () => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    customer = await openCustomerAccount({ skipsWaits: true, sandbox: usualRegions() });
  });
  afterAll(() => customer.close());

  describe('finds', () => itFinds(() => customer, BREAKAGES));

  it('tries none that the stack excludes, so that what blocks them is no failure', async () => {
    customer.reset();
    await customer.deploy(customer.stack(), { Regions: ['us-east-1', 'eu-west-1'] });
    stsDeactivated(customer, ['sa-east-1']);
    const blocked = { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } };
    const scp = documentOf({ Effect: 'Deny', Action: '*', Resource: '*', Condition: blocked });
    customer.sandbox.configure({ accounts: { [ACCOUNT]: { scps: [scp] } } });

    const run = await validate(customer);

    expect(findings(onlyReport(run))).toEqual({});
    expect(onlyReport(run).regions.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
    expect(assumedIn(run).sort()).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('takes one that the account has not enabled for none of Datadog’s concern', async () => {
    customer.reset();
    await customer.deploy(customer.stack());

    const run = await validate(customer);

    const { regions } = onlyReport(run);
    const off = regions.filter(({ status }) => status === 'region-not-enabled').map(({ region }) => region);
    expect(off).toEqual(OPT_IN_REGIONS);
    expect(findings(onlyReport(run))).toEqual({});
    expect(assumedIn(run)).toHaveLength(REGIONS_ENABLED_BY_DEFAULT);
    expect(run.metrics).toEqual([
      expect.objectContaining({ RegionsOk: REGIONS_ENABLED_BY_DEFAULT, RegionsFailing: 0 }),
    ]);
  });

  it('does not call one not needed that is enabled and takes no token of the global endpoint', async () => {
    customer.reset();
    await customer.deploy(customer.stack());
    customer.sandbox.faults.add({
      match: { service: 'sts', operation: 'AssumeRole', region: 'eu-north-1' },
      effect: {
        type: 'error',
        code: 'InvalidClientTokenId',
        message: 'The security token included in the request is invalid',
        status: 403,
      },
    });

    const report = onlyReport(await validate(customer));

    expect(report.status).toBe('unknown');
    expect(findings(report)).toEqual({ regions: 'unknown' });
    const { summary, evidence, remedy } = check(report, 'regions');
    expect(summary).toBe('Could not be told: eu-north-1 does not take the credentials of the validator.');
    expect(evidence.find((line) => line.includes('not needed'))).not.toContain('eu-north-1');
    expect(remedy[0]).toContain('AWS_STS_REGIONAL_ENDPOINTS=regional');
  });

  it('assumes the role in none with SelfTest Off, and calls unknown what only that would show', async () => {
    customer.reset();
    await customer.deploy(customer.stack(), { SelfTest: 'Off' });

    const run = await validate(customer);

    const report = onlyReport(run);
    expect(assumedIn(run)).toEqual([]);
    expect(report.status).toBe('unknown');
    expect(findings(report)).toEqual({ regions: 'unknown' });
    expect(check(report, 'regions').evidence[0]).toBe('SelfTest is Off: the role is not assumed.');
    expect(check(report, 'regions').remedy).toEqual([
      'To have access proven, set the property SelfTest of the stack to Report.',
      expect.stringContaining("Datadog's own calls prove it"),
    ]);
    const asked = run.calls.filter(({ operation }) => operation === 'GetCallerIdentity');
    expect(new Set(asked.map(({ region }) => region)).size).toBe(REGIONS_ENABLED_BY_DEFAULT);
  });

  it('finds STS deactivated with SelfTest Off, too', async () => {
    customer.reset();
    await customer.deploy(customer.stack(), { SelfTest: 'Off' });
    stsDeactivated(customer, ['sa-east-1']);

    const report = onlyReport(await validate(customer));

    expect(findings(report)).toEqual({ regions: 'fail' });
    expect(check(report, 'regions').summary).toContain('STS is not activated in sa-east-1');
  });

  it('gives up three that hang after ten seconds, and reports all the others', async () => {
    customer.reset();
    await customer.deploy(customer.stack());
    for (const region of HANGING)
      customer.sandbox.faults.add({ match: { service: 'sts', region }, effect: { type: 'hang' } });

    const run = await validate(customer);

    const report = onlyReport(run);
    const unreachable = report.regions.filter(({ status }) => status === 'unreachable');
    expect(unreachable.map(({ region }) => region)).toEqual(HANGING);
    expect(unreachable.map(({ cause }) => cause)).toEqual(HANGING.map(() => 'no_answer'));
    expect(run.durationMs).toBeGreaterThanOrEqual(10_000);
    expect(run.durationMs).toBeLessThan(11_000);
    expect(findings(report)).toEqual({ regions: 'unknown' });
    expect(check(report, 'regions').summary).toBe(`Could not be told: no answer in ${HANGING.join(', ')}.`);
  });
});
