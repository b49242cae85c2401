import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '@aws-sdk/client-cloudformation';
import { DeleteRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Sandbox } from '../sandbox';
import {
  accountFile,
  type Deployer,
  deployerOf,
  failuresIn,
  reportsOf,
  startPatientSandbox,
} from '../support/account-file';
import { DATADOG, EXTERNAL_ID, ROLE } from '../support/customer-account';
import { datadogTrust } from '../support/guide-role';

/* The file that customers get, deployed whole: every resource from its own properties, by whoever has the permissions. */

const FILE = accountFile();
const OWN_TEMPLATE = readFileSync(join('examples', 'template', 'import-value.yaml'), 'utf8');
const LIMIT_MS = 120_000;

let sandbox: Sandbox;
let deployer: Deployer;

beforeEach(async () => {
  sandbox = await startPatientSandbox();
  deployer = deployerOf(sandbox);
});

afterEach(() => sandbox.stop());

const deploy = (parameters: Readonly<Record<string, string>> = {}, by = deployer) =>
  by.deploy('datadog', FILE, { ExternalId: EXTERNAL_ID, ...parameters });

const reasonsOf = (stack: Stack) => failuresIn(sandbox, stack);

const letsDatadogIn = () => sandbox.account().canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID });

describe('dist/account.yaml', () => {
  it(
    'makes a role that lets Datadog in, a validator that finds it healthy, and takes all of it away again',
    async () => {
      const stack = await deploy({ AlertEmail: 'on-call@example.org' });
      expect(reasonsOf(stack)).toEqual([]);
      expect(stack.StackStatus).toBe('CREATE_COMPLETE');
      expect(deployer.outputs(stack)).toMatchObject({ DatadogRoleName: ROLE, SelfTestResult: 'passed' });
      expect(letsDatadogIn()).toBe(true);

      const [report] = await reportsOf(sandbox, stack);
      expect(report).toMatchObject({ status: 'healthy', roleName: ROLE });

      expect((await deployer.delete('datadog')).StackStatus).toBe('DELETE_COMPLETE');
      const left = sandbox.account().digest();
      expect(left.roles).toEqual({});
      // What the template keeps: an adopted role, or one of another stack, may still have it.
      expect(Object.keys(left.policies)).toEqual([expect.stringMatching(/^datadog-IntegrationBoundary-/)]);
    },
    LIMIT_MS,
  );

  it(
    'brings a new release to the role, and puts right what somebody has changed when Revision is another',
    async () => {
      await deploy();
      const policies = inlinePolicies();
      expect(policies).toHaveLength(1);
      await removePolicies();
      const updated = await deployer.deploy('datadog', accountFile('of-the-next'), {
        ExternalId: EXTERNAL_ID,
      });
      expect(updated.StackStatus).toBe('UPDATE_COMPLETE');
      expect(inlinePolicies()).toEqual(policies);

      await removePolicies();
      expect(inlinePolicies()).toEqual([]);
      expect((await deployer.change('datadog', { Revision: '2' })).StackStatus).toBe('UPDATE_COMPLETE');
      expect(inlinePolicies()).toEqual(policies);
    },
    LIMIT_MS,
  );

  it(
    'serves other templates under a name that does not depend on the stack’s, and is not deleted under them',
    async () => {
      await deploy({ DeployIntegration: 'false' });
      expect(sandbox.account().digest().roles).not.toHaveProperty(ROLE);
      const own = await deployer.deploy('own', OWN_TEMPLATE, { ExternalId: EXTERNAL_ID });
      expect(deployer.outputs(own)).toMatchObject({ DatadogRoleName: ROLE, SelfTestResult: 'passed' });
      expect(await deployer.delete('datadog')).toMatchObject({
        StackStatus: 'CREATE_COMPLETE',
        StackStatusReason:
          'Export datadog-integration-role-provider cannot be deleted as it is in use by own',
      });
      expect(letsDatadogIn()).toBe(true);
      await deployer.delete('own');
      expect((await deployer.delete('datadog')).StackStatus).toBe('DELETE_COMPLETE');
    },
    LIMIT_MS,
  );

  it.each<Readonly<Record<string, string>>>([
    {
      LogRetentionDays: '30',
      ValidationEvery: '3hours',
      AlertEmail: 'on-call@example.org',
      AlertFormat: 'ChatJson',
    },
    { KmsKeyArn: `arn:aws:kms:us-east-1:123456789012:key/${'a'.repeat(8)}`, Architecture: 'x86_64' },
    { ReservedConcurrency: '5', DeadLetterArn: 'arn:aws:sqs:us-east-1:123456789012:dead-letters' },
    { DeployValidator: 'false', PublishProvider: 'false' },
    {
      RoleName: 'DatadogIntegrationRole2',
      Tags: 'team=platform',
      Permissions: 'Full',
      ExcludeActions: 'sns:Publish,*:Put*',
      ResourceCollection: 'true',
    },
    { RolePath: '/team/', RoleName: 'DatadogIntegrationRole3', RoleNamePattern: 'DatadogIntegrationRole*' },
    { PermissionsBoundary: 'None' },
  ])(
    'is changed to %j, and back to what it was',
    async (parameters) => {
      const first = await deploy();
      const roles = rolesWithoutMadeUpNames();
      const changed = await deployer.change('datadog', parameters);
      expect([changed.StackStatus, reasonsOf(changed)]).toEqual(['UPDATE_COMPLETE', []]);
      expect(deployer.outputs(changed)['SelfTestResult']).toBe('passed');
      const shown = Object.fromEntries(
        (changed.Parameters ?? []).map((one) => [one.ParameterKey, one.ParameterValue]),
      );
      expect(shown).toMatchObject(parameters);

      const defaults = Object.fromEntries(
        (first.Parameters ?? []).map((one) => [one.ParameterKey, one.ParameterValue ?? '']),
      );
      const back = Object.fromEntries(Object.keys(parameters).map((name) => [name, defaults[name] ?? '']));
      const restored = await deployer.change('datadog', back);
      expect([restored.StackStatus, reasonsOf(restored)]).toEqual(['UPDATE_COMPLETE', []]);
      expect(rolesWithoutMadeUpNames() === roles).toBe(true);
    },
    LIMIT_MS,
  );

  it(
    'is refused in a second region with the reason, and nothing of the first is touched',
    async () => {
      await deploy();
      const before = sandbox.account().digest();
      const second = await deploy({}, deployerOf(sandbox, { region: 'eu-west-1' }));
      expect(second.StackStatus).toBe('ROLLBACK_COMPLETE');
      const [reason = ''] = reasonsOf(second).filter((one) => one.startsWith('DatadogIntegration'));
      expect(reason).toContain(ROLE);
      expect(reason).toContain('us-east-1');
      expect(sandbox.account().digest()).toEqual(before);
      expect(letsDatadogIn()).toBe(true);
    },
    LIMIT_MS,
  );

  it(
    'leaves a role alone that the account has already, or takes it over as chosen and hands it back',
    async () => {
      const trust = datadogTrust(EXTERNAL_ID);
      sandbox.account().seed({ roles: [{ name: ROLE, trust, description: 'by hand' }] });
      const { [ROLE]: byHand } = sandbox.account().digest().roles;

      const refused = await deploy();
      expect(refused.StackStatus).toBe('ROLLBACK_COMPLETE');
      expect(reasonsOf(refused).join('\n')).toContain('ExistingRole');
      expect(sandbox.account().digest().roles).toEqual({ [ROLE]: byHand });

      await deployer.delete('datadog');
      const adopted = await deploy({ ExistingRole: 'Adopt' });
      expect(deployer.outputs(adopted)).toMatchObject({ SelfTestResult: 'passed' });
      await deployer.delete('datadog');
      expect(sandbox.account().digest().roles[ROLE]).toMatchObject({
        ...byHand,
        boundaryArn: expect.anything(),
      });
    },
    LIMIT_MS,
  );

  it.each([
    ['cut in half', FILE.slice(0, FILE.length / 2), /Template format error|Unresolved resource dependencies/],
    [
      'of more than CloudFormation takes',
      `${FILE}# ${'x'.repeat(1_000_000)}`,
      /may not exceed 1000000 bytes/,
    ],
  ])('makes nothing when it is %s', async (_, text, words) => {
    await expect(deployer.deploy('datadog', text, { ExternalId: EXTERNAL_ID })).rejects.toThrow(words);
    expect(sandbox.account().stacks.list()).toEqual([]);
    expect(sandbox.account().digest()).toMatchObject({ roles: {}, policies: {} });
  });

  it(
    'says so when the resource is of another release than the function, and changes nothing',
    async () => {
      await deploy();
      const before = sandbox.account().digest();
      const mixed = FILE.replace(/^( +Release: ).*$/gm, '$10.9.0+of-the-tests');
      const failed = await deployer.deploy('datadog', mixed, { ExternalId: EXTERNAL_ID });
      expect(failed.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(reasonsOf(failed).join('\n')).toContain('0.9.0');
      expect(sandbox.account().digest()).toEqual(before);
    },
    LIMIT_MS,
  );

  it.each([
    [{ ExternalId: 'YOUR-EXTERNAL-ID' }, /the external id that Datadog shows/],
    [{ ExternalId: '' }, /ExternalId is needed to deploy the integration/],
    [{ AlertEmail: 'ON-CALL@EXAMPLE.COM' }, /an email address, or nothing/],
    [{ RoleNamePattern: '*' }, /at most one \* at the end/],
    [{ DatadogSite: 'datadog.example' }, /DatadogSite/],
    [{ ReservedConcurrency: '0' }, /a number from 1 to 9999/],
    [{ DeadLetterArn: 'my-queue' }, /standard SQS queue or SNS topic/],
    [{ Tags: 'platform' }, /Key=Value/],
  ])('is refused by CloudFormation itself with %j', async (parameters, words) => {
    await expect(deploy(parameters)).rejects.toThrow(words);
    expect(sandbox.account().stacks.list()).toEqual([]);
  });
});

const inlinePolicies = () => Object.keys(sandbox.account().digest().roles[ROLE]?.inline ?? {});

/** Roles and policies of roles, whatever names CloudFormation has made up for the resources that they name. */
const rolesWithoutMadeUpNames = () =>
  JSON.stringify(sandbox.account().digest().roles).replaceAll(/datadog-(\w+)-[A-Za-z0-9]{12}/g, 'datadog-$1');

/** As somebody does in the console. */
async function removePolicies(): Promise<void> {
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'any' };
  const iam = new IAMClient({ endpoint: sandbox.endpoint, region: 'us-east-1', credentials });
  for (const PolicyName of inlinePolicies())
    await iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName }));
}
