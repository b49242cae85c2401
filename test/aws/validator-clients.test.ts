import { createValidatorClients } from '../../src/aws/validator-clients';

const SESSION = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

test('the validator’s clients are of its region, and leave retrying to the one deadline', async () => {
  const { account, eventBridge, sns, iam } = createValidatorClients('eu-west-1');
  for (const { config } of [account, eventBridge, sns, iam]) {
    await expect(config.region()).resolves.toBe('eu-west-1');
    await expect(config.maxAttempts()).resolves.toBe(1);
  }
});

test('STS has one client a region, that of the own region included', async () => {
  const { sts, regional } = createValidatorClients('eu-west-1');
  expect(regional.sts('eu-west-1')).toBe(sts);
  const other = regional.sts('us-east-1');
  expect(regional.sts('us-east-1')).toBe(other);
  await expect(other.config.region()).resolves.toBe('us-east-1');
});

test('CloudWatch is asked with the credentials of a session', async () => {
  const { config } = createValidatorClients('eu-west-1').regional.cloudWatch('us-west-2', SESSION);
  await expect(config.region()).resolves.toBe('us-west-2');
  await expect(config.credentials()).resolves.toMatchObject(SESSION);
});

test('CloudWatch is asked with the own credentials where there is no session', () => {
  const { sts, regional } = createValidatorClients('eu-west-1');
  expect(regional.cloudWatch('us-west-2').config.credentials).toBeInstanceOf(Function);
  expect(sts.config.credentials).toBeInstanceOf(Function);
});
