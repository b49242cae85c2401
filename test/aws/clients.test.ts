import { createProviderClients } from '../../src/aws/clients';
import { defaultProvider } from '../../src/aws/lambda-credentials';

test('clients of one region leave retrying to the one deadline', async () => {
  const clients = createProviderClients('eu-west-1');
  for (const { config } of [clients.iam, clients.sts, clients.ssm, clients.cloudFormation]) {
    await expect(config.region()).resolves.toBe('eu-west-1');
    await expect(config.maxAttempts()).resolves.toBe(1);
  }
});

test('credentials are those that Lambda puts into the environment', async () => {
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
  });
  try {
    await expect(defaultProvider()()).resolves.toMatchObject({
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
  } finally {
    process.env = before;
  }
});
