import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import { type RoleSeed, type Sandbox, startSandbox } from '../sandbox';
import { DATADOG, ROLE } from '../support/customer-account';
import { API_KEY, APP_KEY, type DoctorBench, openDoctorBench } from '../support/doctor-bench';
import { documentOf } from '../support/role-edits';
import { OPT_IN_REGIONS } from '../support/usual-regions';

/*
 * The command `doctor`: a Datadog organization in which AWS accounts are entered, and those accounts.
 */

const OWN = '123456789012';
const OTHER = '222222222222';
const EXTERNAL_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';

const root = (accountId: string) => `arn:aws:iam::${accountId}:root`;

/** A role as the guide makes it, which lets in whoever is in its account, too: only then a laptop can tell that it works. */
const roleIn = (
  accountId: string,
  change: Partial<RoleSeed> & { readonly externalId?: string } = {},
): RoleSeed => {
  const { externalId = EXTERNAL_ID, ...seed } = change;
  const letIn = (principal: string) => ({
    Effect: 'Allow' as const,
    Principal: { AWS: principal },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  });
  return {
    name: ROLE,
    trust: documentOf(letIn(DATADOG), letIn(root(accountId))),
    inline: {
      DatadogIntegrationPolicy: documentOf({
        Effect: 'Allow',
        Action: [...publishedPermissionSets.Standard.inlineActions],
        Resource: '*',
      }),
    },
    ...seed,
  };
};

/** What an auditor assumes in each account, from the own one. */
const AUDIT: RoleSeed = {
  name: 'Audit',
  trust: documentOf({ Effect: 'Allow', Principal: { AWS: root(OWN) }, Action: 'sts:AssumeRole' }),
  inline: { All: documentOf({ Effect: 'Allow', Action: '*', Resource: '*' }) },
};

let sandbox: Sandbox;
let bench: DoctorBench;

beforeEach(async () => {
  sandbox = await startSandbox({
    accounts: { [OWN]: { regionsOff: OPT_IN_REGIONS }, [OTHER]: { regionsOff: OPT_IN_REGIONS } },
  });
  bench = openDoctorBench(sandbox);
});
afterEach(async () => {
  bench.close();
  await sandbox.stop();
});

const organization = () => sandbox.datadog.organization(API_KEY);
const run = (args?: readonly string[], environment?: NodeJS.ProcessEnv) => bench.run(args, environment);

async function accounts(...args: readonly string[]) {
  const { code, output, errors } = await run([...args, '--json']);
  if (output === '') throw new Error(errors);
  return { code, accounts: JSON.parse(output).accounts };
}

/** The line of the table that begins with the account. */
const lineOf = (output: string, accountId: string) =>
  output.split('\n').find((line) => line.startsWith(`${accountId}  `)) ?? '';

describe('an organization whose accounts are all in order', () => {
  it('is one table, in which nothing is to do, and ends with 0', async () => {
    sandbox.account(OWN).seed({ roles: [roleIn(OWN)] });
    sandbox.account(OTHER).seed({ roles: [AUDIT, roleIn(OTHER, { path: '/team/' })] });
    organization().accounts.add({ accountId: OTHER, roleName: `team/${ROLE}`, externalId: EXTERNAL_ID });
    organization().accounts.add({ accountId: OWN, roleName: ROLE, externalId: EXTERNAL_ID });

    const { code, output, errors } = await run(['--assume-role', 'Audit']);

    expect(errors).toBe('');
    expect(output.split('\n').map((line) => line.trimEnd())).toEqual([
      'AWS accounts of the Datadog organization at datadoghq.com',
      '',
      'ACCOUNT       ROLE                         DATADOG     AWS      WHAT TO DO',
      '123456789012  DatadogIntegrationRole       registered  healthy  nothing',
      '222222222222  team/DatadogIntegrationRole  registered  healthy  nothing',
      '',
    ]);
    expect(code).toBe(0);
  });

  it('is left as it is: nothing is written, in Datadog or in AWS', async () => {
    sandbox.account(OWN).seed({ roles: [roleIn(OWN)] });
    organization().accounts.add({ accountId: OWN, roleName: ROLE, externalId: EXTERNAL_ID });

    await run();

    const writes = sandbox.journal.calls().filter(({ write, service }) => write && service !== 'sts');
    expect(writes).toEqual([]);
  });
});

describe('sides that disagree', () => {
  it.each([
    [
      'the external id was generated anew in Datadog',
      { externalId: 'fedcba98765432100f9bb8a3d2c14c6e' },
      'external-id',
    ],
    ['the role has another name', { roleName: 'DatadogRole' }, 'role-exists'],
    ['the role is entered without its path', { seed: { path: '/team/' } }, 'role-name'],
    [
      'the role trusts an external id that was never Datadog’s',
      { seed: { externalId: 'made-by-hand-0001' } },
      'external-id',
    ],
  ])('%s: what fails is named, and it ends with 1', async (_, wrong, id) => {
    const {
      externalId = EXTERNAL_ID,
      roleName = ROLE,
      seed = {},
    } = wrong as {
      externalId?: string;
      roleName?: string;
      seed?: Parameters<typeof roleIn>[1];
    };
    sandbox.account(OWN).seed({ roles: [roleIn(OWN, seed)] });
    organization().accounts.add({ accountId: OWN, roleName, externalId });

    const { code, output } = await run();

    expect(lineOf(output, OWN)).toContain('failing');
    expect(output).toMatch(new RegExp(`^  AWS: +.*${id}`, 'm'));
    expect(output).toMatch(/^ {4}do: |^aws /m);
    expect(code).toBe(1);
  });

  it('Datadog collects from no region: that is said of its side', async () => {
    sandbox.account(OWN).seed({ roles: [roleIn(OWN)] });
    organization().accounts.add({
      accountId: OWN,
      roleName: ROLE,
      externalId: EXTERNAL_ID,
      settings: { aws_regions: { include_only: [] } },
    });

    const {
      code,
      accounts: [account],
    } = await accounts();

    expect(account).toMatchObject({
      status: 'degraded',
      datadog: { status: 'degraded' },
      aws: { status: 'healthy' },
    });
    expect(code).toBe(1);
  });

  it('Datadog has a name that no role can have: AWS is not asked', async () => {
    organization().accounts.add({ accountId: OWN, roleName: 'Datadog Role', externalId: EXTERNAL_ID });

    const {
      code,
      accounts: [account],
    } = await accounts();

    expect(account).toMatchObject({ datadog: { status: 'failing' }, aws: { status: 'unknown' } });
    expect(account.toDo.join()).toContain('AWS Role Name is "Datadog Role"');
    expect(code).toBe(1);
  });

  it('only the regions that Datadog collects from are looked at', async () => {
    sandbox.account(OWN).seed({ roles: [roleIn(OWN)] });
    organization().accounts.add({
      accountId: OWN,
      roleName: ROLE,
      externalId: EXTERNAL_ID,
      settings: { aws_regions: { include_only: ['eu-west-1'] } },
    });

    const {
      accounts: [account],
    } = await accounts();

    expect(account.report.regions.map(({ region }: { region: string }) => region)).toEqual(['eu-west-1']);
    expect(account.datadog.summary).toContain('the region eu-west-1');
  });
});

describe('an account that is out of reach', () => {
  beforeEach(() => {
    organization().accounts.add({ accountId: OTHER, roleName: ROLE, externalId: EXTERNAL_ID });
  });

  it('is unknown, with what would prove it, and ends with 2', async () => {
    const { code, output } = await run();

    expect(lineOf(output, OTHER)).toMatch(/registered +unknown/);
    expect(output).toContain(`The credentials are of account ${OWN}.`);
    expect(output).toContain('--assume-role');
    expect(code).toBe(2);
  });

  it('is unknown where the role in it cannot be assumed, in AWS’s words', async () => {
    const { code, output } = await run(['--assume-role', 'Audit']);

    expect(output).toContain(`arn:aws:iam::${OTHER}:role/Audit could not be assumed`);
    expect(output.replaceAll(/\s+/g, ' ')).toContain('is not authorized to perform: sts:AssumeRole');
    expect(code).toBe(2);
  });

  it('hides none of the others', async () => {
    sandbox.account(OWN).seed({ roles: [roleIn(OWN, { externalId: 'made-by-hand-0001' })] });
    organization().accounts.add({ accountId: OWN, roleName: ROLE, externalId: EXTERNAL_ID });

    const { code, output } = await run();

    expect(lineOf(output, OWN)).toContain('failing');
    expect(lineOf(output, OTHER)).toContain('unknown');
    expect(code).toBe(1);
  });
});

describe('what is secret', () => {
  it('is not shown: no key, and no external id that is whole', async () => {
    const demanded = 'fedcba98765432100f9bb8a3d2c14c6e';
    sandbox.account(OWN).seed({ roles: [roleIn(OWN, { externalId: demanded })] });
    organization().accounts.add({ accountId: OWN, roleName: ROLE, externalId: EXTERNAL_ID });

    for (const args of [[], ['--json']]) {
      const { output, errors } = await run(args);
      expect(output).toContain('external-id');
      for (const secret of [API_KEY, APP_KEY, EXTERNAL_ID, demanded])
        expect(output + errors).not.toContain(secret);
    }
  });

  it('is in no error about it', async () => {
    const { errors } = await run([], { DD_APP_KEY: `${APP_KEY} and-more` });

    expect(errors).toContain('DD_APP_KEY is no key');
    expect(errors).not.toContain('ca9a2e');
  });
});

describe('ends with 2 and says what to do when', () => {
  it.each<[string, readonly string[], NodeJS.ProcessEnv, string]>([
    ['a key is missing', [], { DD_API_KEY: '' }, 'DD_API_KEY is not set'],
    ['the site is none', [], { DD_SITE: 'datadog.example' }, 'DD_SITE is "datadog.example"'],
    [
      'the application key may not read',
      [],
      { DD_APP_KEY: `${'0'.repeat(36)}beef` },
      'aws_configuration_read',
    ],
    ['the API key is not valid', [], { DD_API_KEY: `${'0'.repeat(28)}dead` }, 'DD_SITE'],
    ['no account is entered', [], {}, 'has no AWS account entered'],
    [
      'the role of each account is named by an ARN',
      ['--assume-role', `arn:aws:iam::${OTHER}:role/x`],
      {},
      'without account',
    ],
  ])('%s', async (_, args, environment, text) => {
    const { code, output, errors } = await run(args, environment);

    expect(errors).toContain(text);
    expect(output).toBe('');
    expect(code).toBe(2);
  });
});
