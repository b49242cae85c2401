import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, clientsOf, DATADOG, policy, refusal, roleArn, TRUST_DATADOG } from './harness';

const INVALID = 'InvalidClientTokenId: The security token included in the request is invalid';
const NOT_ACTIVATED =
  `RegionDisabledException: STS is not activated in this region for account:${ACCOUNT}. ` +
  'Your account administrator can activate STS in this region using the IAM Console.';

let sandbox: Sandbox;
beforeEach(async () => {
  const settings = { regionsOff: ['af-south-1'], stsDeactivated: ['eu-west-3'] };
  sandbox = await startSandbox({ accounts: { [ACCOUNT]: settings } });
  sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_DATADOG }] });
});
afterEach(() => sandbox.stop());

function assumeIn(region: string) {
  const { sts } = clientsOf(sandbox, DATADOG, region);
  return sts.send(new AssumeRoleCommand({ RoleArn: roleArn('R'), RoleSessionName: 'datadog' }));
}

describe('a region that the account has not enabled', () => {
  test('lets nobody assume its roles', async () => {
    expect(await refusal(assumeIn('af-south-1'))).toBe(INVALID);
    expect(sandbox.account().canAssume(`arn:aws:iam::${DATADOG}:root`, 'R', { region: 'af-south-1' })).toBe(
      false,
    );
    await expect(assumeIn('eu-west-1')).resolves.toBeDefined();
  });

  test('takes none of its credentials, under each service’s own code', async () => {
    const { sts, ssm } = clientsOf(sandbox, ACCOUNT, 'af-south-1');
    expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toBe(INVALID);
    expect(await refusal(ssm.send(new GetParameterCommand({ Name: '/a' })))).toBe(
      'UnrecognizedClientException: The security token included in the request is invalid.',
    );
  });
});

describe('a region where the account has deactivated STS', () => {
  test('hands out no credentials of its roles', async () => {
    expect(await refusal(assumeIn('eu-west-3'))).toBe(NOT_ACTIVATED);
    expect(sandbox.account().canAssume(`arn:aws:iam::${DATADOG}:root`, 'R', { region: 'eu-west-3' })).toBe(
      false,
    );
  });

  test('does not answer GetCallerIdentity, but other services work', async () => {
    const { sts, ssm } = clientsOf(sandbox, ACCOUNT, 'eu-west-3');
    expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toBe(NOT_ACTIVATED);
    expect(await refusal(ssm.send(new GetParameterCommand({ Name: '/a' })))).toMatch(/^ParameterNotFound/);
  });
});

test('credentials of one partition are not valid in another', async () => {
  const { sts } = clientsOf(sandbox, ACCOUNT, 'cn-north-1');
  expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toBe(INVALID);
});

test('the global STS endpoint counts as us-east-1', async () => {
  const trust = policy({
    Effect: 'Allow',
    Principal: { AWS: DATADOG },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
  });
  sandbox.account().seed({ roles: [{ name: 'Global', trust }] });
  const { sts } = clientsOf(sandbox, DATADOG, 'aws-global');
  const call = sts.send(new AssumeRoleCommand({ RoleArn: roleArn('Global'), RoleSessionName: 'datadog' }));
  await expect(call).resolves.toBeDefined();
});
