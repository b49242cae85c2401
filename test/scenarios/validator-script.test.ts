import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main';
import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import type { Report } from '../../src/report/report';
import type { RoleSeed } from '../sandbox';
import { carryOut } from '../support/aws-commands';
import {
  type CustomerAccount,
  DATADOG,
  EXTERNAL_ID,
  openCustomerAccount,
  ROLE,
} from '../support/customer-account';
import { type FakeTerminal, fakeTerminal } from '../support/fake-terminal';
import { guideRole } from '../support/guide-role';
import { nameOf } from '../support/installed-provider';
import { serveLambda } from '../support/lambda-endpoint';
import { deleteRole, documentOf, editDatadogsTrust } from '../support/role-edits';
import { runProgram } from '../support/run-program';
import { usualRegions } from '../support/usual-regions';
import { findings } from '../support/validator-run';

/*
 * The command line, as people use it: in this process where that tells the same, as a program where it matters.
 */

const root = join(__dirname, '..', '..');
const LATER_MS = 600_000;
const HOME_REGION = { region: 'us-east-1' };
const KEYS = { AWS_ACCESS_KEY_ID: '123456789012', AWS_SECRET_ACCESS_KEY: 'not-checked' };
const TRIED = [
  'role-exists',
  'role-name',
  'trust-principal',
  'external-id',
  'external-id-enforced',
  'trust-no-deny',
];

let customer: CustomerAccount;
let home: string;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  customer = await openCustomerAccount({
    skipsWaits: true,
    // What is made counts as settled: the program goes by the real clock.
    sandbox: { ...usualRegions(), now: () => Date.now() - 150_000 },
  });
  home = mkdtempSync(join(tmpdir(), 'cli-'));
  const process_ = join(home, 'process.sh');
  writeFileSync(
    process_,
    `#!/bin/sh\necho run >> ${home}/runs\necho '{"Version":1,"AccessKeyId":"123456789012","SecretAccessKey":"x"}'\n`,
  );
  chmodSync(process_, 0o755);
  writeFileSync(
    join(home, 'config'),
    `[profile customer]
region = us-east-1
aws_access_key_id = 123456789012
aws_secret_access_key = not-checked
[profile process]
region = us-east-1
credential_process = ${process_}
[profile mfa]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/Person
source_profile = customer
mfa_serial = arn:aws:iam::123456789012:mfa/me
`,
  );
  // The SDK reads these from the process itself.
  process.env = { PATH: process.env['PATH'], ...sdkEnvironment() };
});
beforeEach(() => customer.reset());
afterAll(async () => {
  process.env = environmentBefore;
  rmSync(home, { recursive: true });
  await customer.close();
});

const sdkEnvironment = () => ({
  HOME: home,
  AWS_CONFIG_FILE: join(home, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
  AWS_ENDPOINT_URL: customer.sandbox.endpoint,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

interface Run extends FakeTerminal {
  readonly code: number;
}

/** Runs the command line with the administrator's keys in the environment, or other credentials. */
async function run(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = { ...KEYS, AWS_DEFAULT_REGION: HOME_REGION.region },
  ask?: (question: string) => Promise<string>,
): Promise<Run> {
  const terminal = fakeTerminal({
    environment: { ...process.env, ...environment },
    ...(ask === undefined ? {} : { isWatched: true, ask }),
  });
  const before = { ...process.env };
  Object.assign(process.env, environment);
  const { now } = Date;
  // What a test has just made is not too new to be judged any more.
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + LATER_MS);
  try {
    return { ...terminal, code: await main(args, terminal) };
  } finally {
    clock.mockRestore();
    process.env = before;
  }
}

async function reportOf(...args: readonly string[]): Promise<Report & { readonly code: number }> {
  const { code, output, errors } = await run([...args, '--json']);
  const [report]: readonly Report[] = JSON.parse(output() || '[]');
  if (report === undefined) throw new Error(`no report: ${errors()}`);
  return { ...report, code };
}

/** What anybody has changed or published since the last reset. */
const writes = () =>
  customer.sandbox.journal.calls().filter(({ write, service }) => write && service !== 'sts');

describe('validate, about what this project has deployed', () => {
  it('shows a report for people that begins with the role and ends with the verdict, and publishes nothing', async () => {
    await customer.deploy(customer.stack());
    customer.sandbox.journal.clear();

    const { code, output, errors } = await run(['validate', '--role-name', ROLE]);

    expect(errors()).toBe('');
    expect(output()).toMatch(/^arn:aws:iam::123456789012:role\/DatadogIntegrationRole \(datadoghq\.com\), /);
    expect(output()).toMatch(/^Passed: \d+ checks\nRegions: /m);
    expect(output()).toMatch(/\n(HEALTHY|UNKNOWN): .*\n\d+ checks: .*\n$/);
    expect(code).toBe(/^HEALTHY/m.test(output()) ? 0 : 2);
    expect(writes()).toEqual([]);
  });

  it('ends with 1 when it is not, and --json gives the reports alone', async () => {
    await customer.deploy(customer.stack());
    await customer.deploy(customer.stack('other'), { RoleName: `${ROLE}-2` });
    await editDatadogsTrust(customer, ({ Condition: _, ...open }) => open);

    const { code, output } = await run(['validate', '--json']);

    const reports: readonly Report[] = JSON.parse(output());
    expect(code).toBe(1);
    expect(reports.map(({ roleName }) => roleName)).toEqual([ROLE, `${ROLE}-2`]);
    expect(reports.map((report) => findings(report)['external-id-enforced'])).toEqual(['fail', undefined]);
  });

  it('ends with 2 when it cannot tell, as with SelfTest Off', async () => {
    await customer.deploy(customer.stack(), { SelfTest: 'Off' });

    const { code, output } = await run(['validate']);

    expect(code).toBe(2);
    expect(output()).toMatch(/^UNKNOWN regions: /m);
  });

  it('writes a page to look at', async () => {
    await customer.deploy(customer.stack());
    const page = join(home, 'page.html');

    const { errors } = await run(['validate', '--html', page]);

    expect(errors()).toBe(`The page is in ${page}\n`);
    expect(readFileSync(page, 'utf8')).toContain(`<h1>${ROLE}</h1>`);
    const { code } = await run(['validate', '--html', join(home, 'none', 'page.html')]);
    expect(code).toBe(2);
  });

  it.each([
    [
      'there is no record at all',
      [],
      'There is no record of an integration in account 123456789012 and region us-east-1.',
    ],
    ['the role has no record', ['--role-name', 'Nobody'], 'validate --role-name Nobody --external-id ID'],
    ['the name can be none', ['--role-name', 'No body'], 'roleName is "No body"'],
    [
      'the role is in another account',
      ['--role-name', 'arn:aws:iam::999999999999:role/x'],
      'are of account 123456789012',
    ],
    ['the region is misspelt', ['--region', 'us-eats-1'], 'Did you mean us-east-1?'],
    ['the profile is misspelt', ['--profile', 'custmer'], 'Did you mean customer?'],
  ])('ends with 2 and says what to do when %s', async (_, args, text) => {
    const { code, errors, output } = await run(['validate', ...args]);

    expect(errors()).toContain(text);
    expect(code).toBe(2);
    expect(output()).toBe('');
  });

  it('asks whether another record is meant', async () => {
    await customer.deploy(customer.stack());

    const { errors } = await run(['validate', '--role-name', 'DatadogIntegrationRol']);

    expect(errors()).toContain('Did you mean DatadogIntegrationRole?');
  });
});

describe('validate, about any role', () => {
  const made: RoleSeed = {
    ...guideRole,
    trust: trustOf(EXTERNAL_ID),
    inline: {
      DatadogIntegrationPolicy: documentOf({
        Effect: 'Allow',
        Action: [...publishedPermissionSets.Standard.inlineActions],
        Resource: '*',
      }),
    },
  };
  const asked = (roleName = ROLE, externalId = EXTERNAL_ID) =>
    reportOf('validate', '--role-name', roleName, '--external-id', externalId);

  it('finds nothing wrong with one that is made as the guide makes it', async () => {
    customer.account.seed({ roles: [made] });

    const { code, checks, status } = await asked();

    expect(checks.filter(({ status: found }) => found === 'fail' || found === 'warn')).toEqual([]);
    expect(checks.filter(({ id, status: found }) => TRIED.includes(id) && found === 'pass')).toHaveLength(
      TRIED.length,
    );
    expect([code, status]).toEqual([2, 'unknown']);
    expect(checks.find(({ id }) => id === 'regions')?.remedy.join(' ')).toContain(
      'validate with credentials that the trust policy lets in',
    );
  });

  it.each([
    ['himself', { AWS: 'arn:aws:iam::123456789012:user/administrator' }],
    ['his account', { AWS: 'arn:aws:iam::123456789012:root' }],
  ])('tries the role and ends with 0 where it lets the caller in, by %s', async (_, Principal) => {
    const { Statement: statements } = trustOf(EXTERNAL_ID);
    const further = statements.map((statement) => ({ ...statement, Principal }));
    customer.account.seed({ roles: [{ ...made, trust: documentOf(...statements, ...further) }] });

    const { code, status, regions } = await asked();

    expect([code, status]).toEqual([0, 'healthy']);
    expect(regions.filter(({ status: found }) => found === 'ok')).toHaveLength(17);
    const assumed = customer.sandbox.journal.calls().filter(({ operation }) => operation === 'AssumeRole');
    expect(assumed.filter(({ result }) => result === 'ok')).toHaveLength(17);
  });

  it.each([
    ['of another name', 'DatadogRole', 'role-exists'],
    ['in other letter case', 'datadogintegrationrole', 'role-name'],
  ])('names the first mistake of Datadog’s page: the role is %s', async (_, roleName, id) => {
    customer.account.seed({ roles: [made] });

    const wrong = await asked(roleName);

    expect(wrong.code).toBe(1);
    expect(findings(wrong)).toMatchObject({ [id]: 'fail' });
    expect((await asked()).code).not.toBe(1);
  });

  it.each([
    [
      'second',
      'the principal is another account',
      trustOf(EXTERNAL_ID, 'arn:aws:iam::417141415827:root'),
      'trust-principal',
    ],
    ['third', 'the external id is another one', trustOf('another-external-id'), 'external-id'],
    [
      'fourth',
      'the external id was generated anew',
      trustOf('fedcba98765432100f9bb8a3d2c14c6e'),
      'external-id',
    ],
  ])('names the %s mistake, %s, and its remedy works', async (_, __, trust, id) => {
    customer.account.seed({ roles: [{ ...made, trust }] });

    const wrong = await asked();
    await carryOut(customer.iam, wrong.checks.find((check) => check.id === id)?.remedy ?? []);
    const right = await asked();

    expect(wrong.code).toBe(1);
    expect(findings(wrong)).toMatchObject({ [id]: 'fail' });
    expect(right.code).not.toBe(1);
    expect(customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID })).toBe(true);
  });

  it('says of each value that cannot be meant by which option it came', async () => {
    const args = ['--role-name', 'Role ', '--external-id', 'a b', '--site', 'eu9'];

    const { code, errors } = await run(['validate', ...args]);

    expect(code).toBe(2);
    expect(errors()).toMatch(/^--site is "eu9"; /);
    expect(errors()).toMatch(/^--external-id is "…"; /m);
    expect(errors()).toMatch(/^--role-name is "Role "; it begins or ends with a blank/m);
  });
});

describe('validate, by the deployed validator', () => {
  const withValidator = async (test: (invocations: readonly unknown[]) => Promise<void>) => {
    const name = nameOf('Validator', HOME_REGION);
    const lambda = await serveLambda({ [name]: customer.validator });
    process.env['AWS_ENDPOINT_URL_LAMBDA'] = lambda.endpoint;
    customer.account.seed({
      stacks: [
        {
          name: 'provider',
          resources: [{ logicalId: 'Validator', type: 'AWS::Lambda::Function', physicalId: name }],
          exports: {
            'provider-ServiceToken': 'arn:aws:lambda:us-east-1:123456789012:function:provider-Provider',
          },
        },
      ],
    });
    try {
      await test(lambda.invocations);
    } finally {
      delete process.env['AWS_ENDPOINT_URL_LAMBDA'];
      await lambda.close();
    }
  };

  it('shows the report of the function that the stack exports beside its provider', async () => {
    await customer.deploy(customer.stack());
    await withValidator(async (invocations) => {
      const { code, output } = await run(['validate', '--invoke', '--role-name', ROLE]);

      expect(invocations).toEqual([{ name: nameOf('Validator', HOME_REGION), event: { roleName: ROLE } }]);
      expect(output()).toMatch(/\nHEALTHY: .*\n\d+ checks: /);
      expect(code).toBe(0);
    });
  });

  it.each([
    ['there is no such function', ['--function', 'gone'], 'Function not found: gone'],
    ['there is no such stack', ['--stack', 'gone'], 'The validator of the stack "gone" could not be found'],
  ])('ends with 2 and says what to do when %s', async (_, args, text) => {
    await withValidator(async () => {
      const { code, errors } = await run(['validate', '--invoke', ...args]);

      expect(code).toBe(2);
      expect(errors()).toContain(text);
    });
  });

  it('ends with 2 and tells what the function said when it fails', async () => {
    customer.sandbox.faults.add({ match: { service: 'ssm' }, effect: { type: 'accessDenied' } });
    await withValidator(async () => {
      const { code, errors } = await run(['validate', '--invoke']);

      expect(code).toBe(2);
      expect(errors()).toMatch(
        /^The validator datadog-Validator-us-east-1 failed: The records of the integrations/,
      );
    });
  });

  it('ends with 2 where there is no stack of this project, or more than one', async () => {
    expect((await run(['validate', '--invoke'])).errors()).toContain(
      'No stack of this project was found in us-east-1',
    );

    const exports = (name: string) => ({ [`${name}-ServiceToken`]: 'arn:aws:lambda:us-east-1:1:function:x' });
    customer.account.seed({ stacks: ['one', 'two'].map((name) => ({ name, exports: exports(name) })) });

    expect((await run(['validate', '--invoke'])).errors()).toContain(
      'one, two. Name the one that is meant with --stack.',
    );
  });
});

describe('plan', () => {
  it('ends with 0 where there is nothing to do, and with 1 and the steps where there is', async () => {
    await customer.deploy(customer.stack(), { ResourceCollection: 'true' });
    const nothing = await run(['plan']);
    await editDatadogsTrust(customer, ({ Condition: _, ...open }) => open);
    customer.sandbox.journal.clear();
    const something = await run(['plan', '--role-name', ROLE]);
    const data = await run(['plan', '--json']);

    expect([nothing.code, something.code, data.code]).toEqual([0, 1, 1]);
    expect(nothing.output()).toContain('nothing to do');
    expect(something.output()).toMatch(/^ {2}1\. update-trust-policy$/m);
    expect(JSON.parse(data.output())).toMatchObject([
      { roleName: ROLE, stages: [[{ kind: 'update-trust-policy' }]], refusedBecause: [] },
    ]);
    expect(data.output()).not.toContain(EXTERNAL_ID);
    expect(writes()).toEqual([]);
  });

  it('says that an update would be refused where the name belongs to another role', async () => {
    await customer.deploy(customer.stack());
    await deleteRole(customer);
    customer.account.seed({ roles: [guideRole] });

    const { code, output } = await run(['plan']);

    expect(code).toBe(1);
    expect(output()).toMatch(/: an update would be refused\.\n(.*\n)* {2}Because: .* another role by now/m);
  });

  it('ends with 2 where there is no record', async () => {
    await expect(run(['plan', '--role-name', 'Nobody'])).resolves.toMatchObject({ code: 2 });
  });
});

describe('credentials', () => {
  const asReader = (...actions: readonly string[]) => {
    customer.account.seed({
      roles: [
        {
          name: 'Person',
          trust: documentOf({
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::123456789012:root' },
            Action: 'sts:AssumeRole',
          }),
          inline:
            actions.length === 0
              ? {}
              : { Reads: documentOf({ Effect: 'Allow', Action: [...actions], Resource: '*' }) },
        },
      ],
    });
    const { accessKeyId, secretAccessKey, sessionToken } = customer.account.credentialsOf('Person');
    return {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_REGION: 'us-east-1',
    };
  };

  it('runs a credential process once', async () => {
    await customer.deploy(customer.stack());

    await run(['validate', '--profile', 'process'], {});

    expect(readFileSync(join(home, 'runs'), 'utf8')).toBe('run\n');
  });

  it('asks for the code of an MFA device once, and only where somebody watches', async () => {
    asReader('ssm:*', 'iam:*', 'account:*', 'cloudwatch:*');
    const questions: string[] = [];

    const watched = await run(['validate', '--profile', 'mfa'], {}, async (question) => {
      questions.push(question);
      return '123456';
    });
    const unwatched = await run(['validate', '--profile', 'mfa'], {});

    expect(questions).toEqual(['MFA code for arn:aws:iam::123456789012:mfa/me: ']);
    expect(watched.errors()).toContain('There is no record');
    expect(unwatched.errors()).toContain('run this in a terminal');
  });

  it.each([['validate'], ['plan'], ['validate', '--role-name', ROLE]])(
    'says which permission is missing to read records: %s %s %s',
    async (...args) => {
      await customer.deploy(customer.stack());

      const { code, errors } = await run(args, asReader('iam:*'));

      expect(code).toBe(2);
      expect(errors()).toMatch(
        /^The records of the integrations in account 123456789012 .* could not be read: AccessDenied.*ssm:/,
      );
      expect(errors()).toContain('Ask for ssm:GetParametersByPath');
      expect(errors()).not.toMatch(/\n\s+at /);
    },
  );

  it.each([
    ['iam:GetRole', ['ssm:*', 'account:*', 'cloudwatch:*']],
    ['account:ListRegions', ['ssm:*', 'iam:*', 'cloudwatch:*']],
    ['iam:SimulatePrincipalPolicy', ['ssm:*', 'iam:Get*', 'iam:List*', 'account:*', 'cloudwatch:*']],
  ])(
    'reports all the same without %s, in words, and does not call it healthy or failing for that',
    async (_, actions) => {
      await customer.deploy(customer.stack());

      const { output, errors } = await run(['validate'], asReader(...actions));

      expect(errors()).toBe('');
      expect(output()).not.toMatch(/FAIL|[a-z]+_(explicit|implicit)_deny|unspecified/);
      expect(output().trimEnd().split('\n').length).toBeLessThan(41);
    },
  );

  it('says what is missing for a plan', async () => {
    await customer.deploy(customer.stack());

    const { code, output } = await run(['plan'], asReader('ssm:*'));

    expect(code).toBe(2);
    expect(output().replaceAll(/\s+/g, ' ')).toContain('The role could not be read: AccessDenied');
  });
});

describe('as programs', () => {
  const PROGRAM = join(root, 'dist', 'cli', 'index.js');

  it('the bundle says its version, writes no warning, and needs nothing beside it', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

    expect(existsSync(PROGRAM)).toBe(true);
    await expect(runProgram(PROGRAM, ['--version'], { PATH: process.env['PATH'] })).resolves.toEqual({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('npm run validate is the command validate, whose JSON is alone on standard output', async () => {
    await customer.deploy(customer.stack());
    const script = join(root, 'scripts', 'validate.ts');
    const environment = {
      PATH: process.env['PATH'],
      ...sdkEnvironment(),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: undefined,
    };

    const { stdout, stderr } = await runProgram(
      process.execPath,
      ['--import', 'tsx', script, '--profile', 'customer', '--role-name', ROLE, '--json'],
      { ...environment, npm_lifecycle_event: 'validate', npm_config_loglevel: 'notice' },
    );

    expect(JSON.parse(stdout)).toMatchObject([{ roleName: ROLE }]);
    expect(stderr).toBe(
      'npm has written lines of its own before the JSON: `npm run -s validate -- --json` keeps them out.\n',
    );
  });
});

/** A trust policy as the guide shows it. */
function trustOf(externalId: string, principal = DATADOG) {
  return documentOf({
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  });
}
