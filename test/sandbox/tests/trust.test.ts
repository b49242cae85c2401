import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { type Sandbox, startSandbox } from '..';
import CASES from './cases/trust.json';
import { ACCOUNT, allow, clientsOf, DATADOG, refusal, roleArn, TRUST_LAMBDA, trusting } from './harness';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

function assume(accessKeyId: string, role: string, parameters: { ExternalId?: string } = {}) {
  const { sts } = clientsOf(sandbox, accessKeyId);
  return sts.send(new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'test', ...parameters }));
}

describe('a trust policy', () => {
  test.each(CASES)('$name', async ({ statements, externalId, allowed }) => {
    sandbox
      .account()
      .seed({ roles: [{ name: 'R', trust: { Version: '2012-10-17', Statement: statements } }] });
    const call = assume(DATADOG, 'R', externalId === undefined ? {} : { ExternalId: externalId });

    if (allowed) await expect(call).resolves.toHaveProperty('AssumedRoleUser.Arn');
    else {
      expect(await refusal(call)).toBe(
        `AccessDenied: User: arn:aws:iam::${DATADOG}:user/administrator is not authorized to perform: ` +
          `sts:AssumeRole on resource: ${roleArn('R')}`,
      );
    }
    const query = externalId === undefined ? {} : { externalId };
    expect(sandbox.account().canAssume(`arn:aws:iam::${DATADOG}:user/administrator`, 'R', query)).toBe(
      allowed,
    );
  });

  test('keeps an outsider from telling a role that refuses from one that does not exist', async () => {
    expect(await refusal(assume(DATADOG, 'Missing'))).toBe(
      `AccessDenied: User: arn:aws:iam::${DATADOG}:user/administrator is not authorized to perform: ` +
        `sts:AssumeRole on resource: ${roleArn('Missing')}`,
    );
  });
});

describe('within one account', () => {
  function keyOf(role: string): string {
    return sandbox.account().credentialsOf(role).accessKeyId;
  }

  test('naming the role is enough, whatever its own policies say', async () => {
    const roles = [
      { name: 'Caller', trust: TRUST_LAMBDA },
      { name: 'Target', trust: trusting(roleArn('Caller')) },
    ];
    sandbox.account().seed({ roles });

    await expect(assume(keyOf('Caller'), 'Target')).resolves.toBeDefined();
    expect(sandbox.account().canAssume(roleArn('Caller'), 'Target')).toBe(true);
  });

  test('naming the account leaves it to the caller’s policies', async () => {
    const inline = { assume: allow('sts:AssumeRole') };
    const roles = [
      { name: 'Without', trust: TRUST_LAMBDA },
      { name: 'With', trust: TRUST_LAMBDA, inline },
      { name: 'Target', trust: trusting(ACCOUNT) },
    ];
    sandbox.account().seed({ roles });

    await expect(assume(keyOf('With'), 'Target')).resolves.toBeDefined();
    expect(await refusal(assume(keyOf('Without'), 'Target'))).toMatch(
      /because no identity-based policy allows the sts:AssumeRole action$/,
    );
  });

  test('a boundary still binds a role that is named, but not a session that is named', async () => {
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/Caller/sandbox`;
    const policies = [{ name: 'Boundary', document: allow('s3:*') }];
    const boundaryArn = `arn:aws:iam::${ACCOUNT}:policy/Boundary`;
    const roles = [
      { name: 'Caller', trust: TRUST_LAMBDA, boundaryArn },
      { name: 'NamesRole', trust: trusting(roleArn('Caller')) },
      { name: 'NamesSession', trust: trusting(session) },
    ];
    sandbox.account().seed({ policies, roles });

    expect(await refusal(assume(keyOf('Caller'), 'NamesRole'))).toMatch(
      /because no permissions boundary allows/,
    );
    await expect(assume(keyOf('Caller'), 'NamesSession')).resolves.toBeDefined();
  });

  test('a role that is named by nobody hears which kind of policy refused it', async () => {
    const inline = { assume: allow('sts:AssumeRole') };
    const roles = [
      { name: 'Caller', trust: TRUST_LAMBDA, inline },
      { name: 'Target', trust: trusting(DATADOG) },
    ];
    sandbox.account().seed({ roles });

    expect(await refusal(assume(keyOf('Caller'), 'Target'))).toBe(
      `AccessDenied: User: arn:aws:sts::${ACCOUNT}:assumed-role/Caller/sandbox is not authorized to perform: ` +
        `sts:AssumeRole on resource: ${roleArn('Target')} ` +
        'because no role trust policy allows the sts:AssumeRole action',
    );
  });
});

test('a role of another account needs both its own policies and the trust policy', async () => {
  sandbox.account(DATADOG).seed({
    roles: [
      { name: 'With', trust: TRUST_LAMBDA, inline: { assume: allow('sts:AssumeRole') } },
      { name: 'Without', trust: TRUST_LAMBDA },
    ],
  });
  sandbox
    .account()
    .seed({ roles: [{ name: 'Target', trust: trusting([roleArn('With', DATADOG), DATADOG]) }] });
  const keyOf = (role: string) => sandbox.account(DATADOG).credentialsOf(role).accessKeyId;

  await expect(assume(keyOf('With'), 'Target')).resolves.toBeDefined();
  expect(await refusal(assume(keyOf('Without'), 'Target'))).toMatch(
    /on resource: arn:aws:iam::\d+:role\/Target$/,
  );
});
