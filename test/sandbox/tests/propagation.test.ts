import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { type PropagationSettings, type Sandbox, startSandbox } from '..';
import {
  ACCOUNT,
  allow,
  clientsOf,
  DATADOG,
  refusal,
  roleArn,
  TRUST_DATADOG,
  TRUST_LAMBDA,
  trusting,
} from './harness';

const DELAY_MS = 10_000;
const ROLE = { RoleName: 'R', AssumeRolePolicyDocument: TRUST_DATADOG };

let sandbox: Sandbox;
let iam: IAMClient;
let now = Date.UTC(2026, 0, 1);
afterEach(() => sandbox.stop());

async function start(propagation: Partial<PropagationSettings>): Promise<void> {
  sandbox = await startSandbox({ propagation, now: () => now });
  iam = clientsOf(sandbox).iam;
}

function assume() {
  const { sts } = clientsOf(sandbox, DATADOG);
  return sts.send(new AssumeRoleCommand({ RoleArn: roleArn('R'), RoleSessionName: 'datadog' }));
}

/** Asserts that a call fails so until the delay is over, and works then. */
async function expectDelayed(call: () => Promise<unknown>, error: RegExp): Promise<void> {
  expect(await refusal(call())).toMatch(error);
  now += DELAY_MS - 1;
  expect(await refusal(call())).toMatch(error);
  now += 1;
  await expect(call()).resolves.toBeDefined();
}

test('a new role is not assumable at once', async () => {
  await start({ roleAssumableMs: DELAY_MS });
  await iam.send(new CreateRoleCommand(ROLE));
  expect(sandbox.account().canAssume(`arn:aws:iam::${DATADOG}:root`, 'R')).toBe(false);
  await expectDelayed(assume, /^AccessDenied: .*sts:AssumeRole on resource: .*:role\/R$/);
  expect(sandbox.account().canAssume(`arn:aws:iam::${DATADOG}:root`, 'R')).toBe(true);
});

test('a new principal is not valid at once', async () => {
  await start({ principalValidMs: DELAY_MS });
  await iam.send(new CreateRoleCommand({ ...ROLE, AssumeRolePolicyDocument: TRUST_LAMBDA }));
  const target = { RoleName: 'Target', AssumeRolePolicyDocument: trusting(roleArn('R')) };
  await expectDelayed(
    () => iam.send(new CreateRoleCommand(target)),
    /^MalformedPolicyDocument.*Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role\/R"$/,
  );
});

test('a new role is not found at once, though its name is taken', async () => {
  await start({ readAfterCreateMs: DELAY_MS });
  await iam.send(new CreateRoleCommand(ROLE));
  expect(await refusal(iam.send(new CreateRoleCommand(ROLE)))).toMatch(/^EntityAlreadyExists/);
  await expectDelayed(() => iam.send(new GetRoleCommand(ROLE)), /^NoSuchEntity/);
});

test('a new policy cannot be attached at once', async () => {
  await start({});
  await iam.send(new CreateRoleCommand(ROLE));
  sandbox.configure({ propagation: { readAfterCreateMs: DELAY_MS } });
  now += DELAY_MS;
  await iam.send(new CreatePolicyCommand({ PolicyName: 'P', PolicyDocument: allow('s3:*') }));
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/P`;
  await expectDelayed(
    () => iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn })),
    /^NoSuchEntity.*does not exist or is not attachable/,
  );
});

describe('what was just removed', () => {
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/P`;
  const deleteRole = () => iam.send(new DeleteRoleCommand({ RoleName: 'R' }));

  beforeEach(async () => {
    await start({ deleteAfterDetachMs: DELAY_MS });
    sandbox.account().seed({
      policies: [{ name: 'P', document: allow('s3:*') }],
      roles: [{ name: 'R', trust: TRUST_DATADOG }],
    });
  });

  test('still keeps a role from being deleted', async () => {
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
    await expectDelayed(deleteRole, /^DeleteConflict.*must detach all policies first/);
  });

  test('keeps it when it was an inline policy', async () => {
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'R', PolicyName: 'p', PolicyDocument: allow('s3:*') }),
    );
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'R', PolicyName: 'p' }));
    await expectDelayed(deleteRole, /^DeleteConflict.*must delete policies first/);
  });

  test('still keeps a policy from being deleted', async () => {
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
    await expectDelayed(
      () => iam.send(new DeletePolicyCommand({ PolicyArn })),
      /^DeleteConflict.*attached to entities/,
    );
  });
});

describe('a changed trust policy', () => {
  const update = (PolicyDocument: string) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'R', PolicyDocument }));

  test('is shown at once and followed later', async () => {
    await start({ trustChangeMs: DELAY_MS });
    sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_LAMBDA }] });
    await update(TRUST_DATADOG);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'R' }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST_DATADOG);
    expect(sandbox.account().canAssume(`arn:aws:iam::${DATADOG}:root`, 'R')).toBe(false);
    await expectDelayed(assume, /^AccessDenied/);
  });

  test('lets in whom it no longer names until then, also when it is changed again', async () => {
    await start({ trustChangeMs: DELAY_MS });
    sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_DATADOG }] });
    await update(TRUST_LAMBDA);
    await update(trusting('111111111111'));
    await expect(assume()).resolves.toBeDefined();
    now += DELAY_MS;
    expect(await refusal(assume())).toMatch(/^AccessDenied/);
  });
});

test('what was there from the start has no delay', async () => {
  await start({ roleAssumableMs: DELAY_MS, readAfterCreateMs: DELAY_MS, principalValidMs: DELAY_MS });
  sandbox.account().seed({
    roles: [
      { name: 'R', trust: TRUST_DATADOG },
      { name: 'Other', trust: trusting(roleArn('R')) },
    ],
  });
  await expect(assume()).resolves.toBeDefined();
});
