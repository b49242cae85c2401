import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { type Sandbox, startSandbox } from '..';
import type { LagSettings } from '../lag';
import { ACCOUNT, allow, clientsOf, refusal, TRUST_DATADOG } from './harness';

const LATEST_MS = 10_000;
const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/P`;

let sandbox: Sandbox;
let iam: IAMClient;
let now = 0;
afterEach(() => sandbox.stop());

/** A sandbox with the role `R` and the policy `P`, whose replicas lag from now on. */
async function start(upToMs: Partial<LagSettings['upToMs']>, seed = 1): Promise<void> {
  now = 1_000_000;
  sandbox = await startSandbox({ lag: { seed, now: () => now, upToMs } });
  sandbox.account().seed({
    policies: [{ name: 'P', document: allow('s3:*') }],
    roles: [{ name: 'R', trust: TRUST_DATADOG, description: 'old' }],
  });
  iam = clientsOf(sandbox).iam;
}

async function descriptions(count: number): Promise<(string | undefined)[]> {
  const seen: (string | undefined)[] = [];
  for (let read = 0; read < count; read++) {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'R' }));
    seen.push(Role?.Description);
  }
  return seen;
}

const redescribe = (Description: string) => iam.send(new UpdateRoleCommand({ RoleName: 'R', Description }));

test('a read that lags shows what was there, and never what is longer ago than the latest lag', async () => {
  await start({ roles: LATEST_MS });
  await redescribe('new');
  now += 1;
  expect(await descriptions(3)).toEqual(['old', 'old', 'old']);
  now += LATEST_MS;
  expect(await descriptions(3)).toEqual(['new', 'new', 'new']);
});

test('reads take turns in being late, each time in the same way for the same seed', async () => {
  const run = async (seed: number) => {
    await start({ roles: LATEST_MS }, seed);
    await redescribe('new');
    now += LATEST_MS / 2;
    const seen = await descriptions(20);
    await sandbox.stop();
    return seen;
  };
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  expect(new Set(first)).toEqual(new Set(['old', 'new']));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('each kind of read has replicas of its own, and writes act on the present', async () => {
  await start({ attachments: LATEST_MS });
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'R', PolicyName: 'p', PolicyDocument: allow('s3:*') }));

  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'R' }));
  expect(attached.AttachedPolicies).toEqual([]);
  const inline = await iam.send(new ListRolePoliciesCommand({ RoleName: 'R' }));
  expect(inline.PolicyNames).toEqual(['p']);
  expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'R' })))).toMatch(
    /must detach all policies/,
  );
});

test('what was made is not found, and what was deleted still is', async () => {
  await start({ roles: LATEST_MS, inlinePolicies: LATEST_MS, policies: LATEST_MS, policyLists: LATEST_MS });
  await iam.send(new CreateRoleCommand({ RoleName: 'New', AssumeRolePolicyDocument: TRUST_DATADOG }));
  await iam.send(new CreatePolicyCommand({ PolicyName: 'Q', PolicyDocument: allow('s3:*') }));
  await iam.send(
    new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allow('ec2:*'), SetAsDefault: true }),
  );
  await iam.send(new DeleteRoleCommand({ RoleName: 'R' }));

  expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'New' })))).toMatch(/^NoSuchEntity/);
  expect((await descriptions(1))[0]).toBe('old');
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).toBe('v1');
  expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toHaveLength(1);
  const missing = new GetRolePolicyCommand({ RoleName: 'New', PolicyName: 'p' });
  expect(await refusal(iam.send(missing))).toMatch(/^NoSuchEntity/);
});

test('all pages of a list are equally late', async () => {
  await start({ policyLists: LATEST_MS });
  for (const PolicyName of ['A', 'B', 'C', 'D'])
    await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: allow('s3:*') }));
  now += LATEST_MS / 2;
  const listed = async () => {
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new ListPoliciesCommand({ Scope: 'Local', MaxItems: 1, Marker }));
      names.push(...(page.Policies ?? []).map(({ PolicyName }) => PolicyName));
      Marker = page.Marker;
    } while (Marker !== undefined);
    return names.join('');
  };
  const lists = [
    await listed(),
    await listed(),
    await listed(),
    await listed(),
    await listed(),
    await listed(),
  ];
  expect(new Set(lists)).toEqual(new Set(['P', 'ABCDP']));
});

test('a stack is shown as it was a while ago', async () => {
  await start({ stacks: LATEST_MS });
  const client = new CloudFormationClient({
    endpoint: sandbox.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'any' },
  });
  const id = `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/s/1`;
  const publish = (status: string) =>
    sandbox.account().stacks.publish({ id, name: 's', status, createdAt: new Date(0), resources: [] });
  const status = async () =>
    (await client.send(new DescribeStacksCommand({ StackName: id }))).Stacks?.[0]?.StackStatus;

  publish('CREATE_COMPLETE');
  now += LATEST_MS;
  publish('UPDATE_IN_PROGRESS');
  now += 1;
  expect(await status()).toBe('CREATE_COMPLETE');
  now += LATEST_MS;
  expect(await status()).toBe('UPDATE_IN_PROGRESS');
});

test('parameters are never late', async () => {
  await start({ roles: LATEST_MS, policies: LATEST_MS });
  const { ssm } = clientsOf(sandbox);
  await ssm.send(new PutParameterCommand({ Name: '/p', Value: 'v', Type: 'String' }));
  expect((await ssm.send(new GetParameterCommand({ Name: '/p' }))).Parameter?.Value).toBe('v');
});

test('what is seeded or put back has always been there', async () => {
  await start({ roles: LATEST_MS });
  const before = sandbox.account().snapshot();
  await redescribe('new');
  sandbox.account().restore(before);
  expect(await descriptions(1)).toEqual(['old']);
  await redescribe('newer');
  sandbox.account().seed({ roles: [{ name: 'S', trust: TRUST_DATADOG }] });
  expect(await descriptions(1)).toEqual(['newer']);
});
