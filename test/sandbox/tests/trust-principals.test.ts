import {
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, clientsOf, DATADOG, refusal, roleArn, TRUST_LAMBDA, trusting } from './harness';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

function assume(accessKeyId: string, role: string) {
  const { sts } = clientsOf(sandbox, accessKeyId);
  return sts.send(new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'test' }));
}

async function trustOf(role: string): Promise<string> {
  const { Role } = await clientsOf(sandbox).iam.send(new GetRoleCommand({ RoleName: role }));
  return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
}

describe('principals', () => {
  test.each([
    [`arn:aws:iam::${ACCOUNT}:role/Missing`],
    [`arn:aws:iam::${ACCOUNT}:user/Missing`],
    [`arn:aws:iam::${ACCOUNT}:role/*`],
    [`arn:aws-us-gov:iam::${ACCOUNT}:root`],
    ['AROAAAAAAAAAAAAAAAZZZ'],
    ['nonsense'],
  ])('that do not exist are refused by name: %s', async (principal) => {
    const { iam } = clientsOf(sandbox);
    const command = new CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument: trusting(principal) });

    expect(await refusal(iam.send(command))).toBe(
      `MalformedPolicyDocumentException: Invalid principal in policy: "AWS":"${principal}"`,
    );
  });

  test('of accounts that the sandbox does not know are taken on trust', async () => {
    const { iam } = clientsOf(sandbox);
    const AssumeRolePolicyDocument = trusting(roleArn('Any', '999999999999'));

    await expect(
      iam.send(new CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument })),
    ).resolves.toBeDefined();
  });

  test('given as a bare account id are shown as an ARN', async () => {
    const { iam } = clientsOf(sandbox);
    await iam.send(new CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument: trusting([DATADOG]) }));

    expect(await trustOf('R')).toBe(trusting(`arn:aws:iam::${DATADOG}:root`));
  });

  test('that were deleted are shown as their unique id, and made again they are somebody else', async () => {
    const { iam } = clientsOf(sandbox);
    const caller = { RoleName: 'Caller', AssumeRolePolicyDocument: TRUST_LAMBDA };
    const { Role } = await iam.send(new CreateRoleCommand(caller));
    const AssumeRolePolicyDocument = trusting(roleArn('Caller'));
    await iam.send(new CreateRoleCommand({ RoleName: 'Target', AssumeRolePolicyDocument }));

    await iam.send(new DeleteRoleCommand({ RoleName: 'Caller' }));
    expect(await trustOf('Target')).toBe(trusting(Role?.RoleId ?? ''));

    await iam.send(new CreateRoleCommand(caller));
    expect(await trustOf('Target')).toBe(trusting(Role?.RoleId ?? ''));
    const { accessKeyId } = sandbox.account().credentialsOf('Caller');
    expect(await refusal(assume(accessKeyId, 'Target'))).toMatch(/no role trust policy allows/);

    const PolicyDocument = trusting(Role?.RoleId ?? '');
    const update = new UpdateAssumeRolePolicyCommand({ RoleName: 'Target', PolicyDocument });
    expect(await refusal(iam.send(update))).toMatch(/^MalformedPolicyDocument.*Invalid principal in policy/);
  });

  test('may be users', async () => {
    const { iam } = clientsOf(sandbox);
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'alice' }));
    const AssumeRolePolicyDocument = trusting(User?.Arn ?? '');
    await iam.send(new CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument }));
    expect(await trustOf('R')).toBe(AssumeRolePolicyDocument);

    await iam.send(new DeleteUserCommand({ UserName: 'alice' }));
    expect(await trustOf('R')).toBe(trusting(User?.UserId ?? ''));
  });
});
