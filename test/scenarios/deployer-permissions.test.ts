import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Sandbox } from '../sandbox';
import { accountFile, type Deployer, deployerOf, startPatientSandbox } from '../support/account-file';
import { EXTERNAL_ID, ROLE } from '../support/customer-account';
import { newOrganization } from '../support/registration';

interface Policy {
  readonly Statement: readonly { readonly Sid: string; readonly Action: string | readonly string[] }[];
}

const TEXT = readFileSync(join('examples', 'deployer', 'policy.json'), 'utf8');
const POLICY = JSON.parse(TEXT) as Policy;
const GRANTED = POLICY.Statement.flatMap(({ Action: actions }) => actions);
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' },
  ],
};
/** Reads that CloudFormation's handlers of these types make, and the AWS CLI; the sandbox makes others. */
const READS = /:(Get|List|Describe)/;
const LIMIT_MS = 120_000;

let sandbox: Sandbox;

/** Whoever has the policy, in an account of a sandbox of its own. */
async function openDeployer(without?: string): Promise<Deployer> {
  sandbox = await startPatientSandbox();
  const account = sandbox.account();
  const Statement = (JSON.parse(TEXT.replace('YOUR-BUCKET', '*')) as Policy).Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((action) => action !== without),
  })).filter(({ Action }) => Action.length > 0);
  const inline = { Deploy: { Version: '2012-10-17', Statement } };
  account.seed({ roles: [{ name: 'Deployer', trust: TRUST, inline }] });
  const { accessKeyId: as } = account.credentialsOf('Deployer');
  return deployerOf(sandbox, { as });
}

/** A creation that fails, one that does not, updates to other releases and parameters, and the end, with what is left of the policy. */
async function live(without?: string): Promise<(string | undefined)[]> {
  const deployer = await openDeployer(without);
  const account = sandbox.account();
  const parameters = { ExternalId: EXTERNAL_ID, AlertEmail: 'on-call@example.org' };
  const statuses: (string | undefined)[] = [];
  const note = ({ StackStatus: status }: Stack) => statuses.push(status);
  const free = account.snapshot();
  account.seed({ roles: [{ name: ROLE, trust: TRUST }] });
  note(await deployer.deploy('datadog', accountFile(), parameters));
  note(await deployer.delete('datadog'));
  account.restore(free);
  note(await deployer.deploy('datadog', accountFile(), parameters));
  for (const release of ['of-the-next', 'of-the-one-after'])
    note(await deployer.deploy('datadog', changed(release), { ...parameters, ValidationEvery: '3hours' }));
  note(await deployer.change('datadog', { Revision: '2' }));
  note(await deployer.delete('datadog'));
  return statuses;
}

/** A release that changes code, roles, their trust policies and the boundary. */
function changed(release: string): string {
  return accountFile(release)
    .replaceAll('"use strict";', `"use strict";/* ${release} */`)
    .replace('Lets EventBridge Scheduler start the validator', release)
    .replace(
      "StringEquals: { 'aws:SourceAccount': !Ref AWS::AccountId }",
      "StringLike: { 'aws:SourceAccount': !Ref AWS::AccountId }",
    )
    .replace('Sid: NoIdentities', `Sid: NoIdentities${release.length}`);
}

const ALL_WELL = [
  'ROLLBACK_COMPLETE',
  'DELETE_COMPLETE',
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_COMPLETE',
  'DELETE_COMPLETE',
];

afterEach(() => sandbox.stop());

describe('examples/deployer/policy.json', () => {
  it(
    'is enough to deploy, update and delete',
    async () => {
      expect(await live()).toEqual(ALL_WELL);
    },
    LIMIT_MS,
  );

  it(
    'is enough to have the account registered, without reading the keys',
    async () => {
      const deployer = await openDeployer();
      const { keys, organization } = newOrganization(sandbox);
      const DatadogKeysSecretArn = sandbox.account().secrets.put('datadog-keys', keys);
      const stack = await deployer.deploy('datadog', accountFile(), { DatadogKeysSecretArn });
      expect(stack.StackStatus).toBe('CREATE_COMPLETE');
      expect(organization.accounts.list()).toHaveLength(1);
      expect((await deployer.delete('datadog')).StackStatus).toBe('DELETE_COMPLETE');
      expect(organization.accounts.list()).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'has nothing that is not asked for',
    async () => {
      await live();
      const asked = sandbox.journal
        .calls()
        .filter(({ principalArn }) => principalArn.includes('assumed-role/Deployer/'))
        .map(({ service, operation }) => `${service}:${operation}`);
      const unasked = GRANTED.filter((action) => !READS.test(action) && !asked.includes(action));
      // Asked for within another call.
      expect(unasked.sort()).toEqual(['iam:PassRole', 'lambda:InvokeFunction']);
    },
    LIMIT_MS,
  );

  it.each(['iam:PassRole', 'lambda:InvokeFunction', 'iam:DeletePolicyVersion'])(
    'is not enough without %s',
    async (action) => {
      const ending = await live(action).catch((error: unknown) => String(error));
      expect(ending).not.toEqual(ALL_WELL);
    },
    LIMIT_MS,
  );
});
