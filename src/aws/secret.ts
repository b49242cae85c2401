import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Call } from './calls';
import { clientSettings } from './clients';
import { namingFailedCalls } from './failed-call';

/** A client of Secrets Manager, in the region of the secret: whoever asks for one of another region is told that there is none. */
export function createSecretsClient(region: string, common = clientSettings()): SecretsManagerClient {
  return namingFailedCalls(new SecretsManagerClient({ ...common, region }));
}

/**
 * The text of a secret, as it is now; undefined where it has bytes in place of a text.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export async function readSecret(
  client: SecretsManagerClient,
  call: Call,
  secretArn: string,
): Promise<string | undefined> {
  const { SecretString } = await call((options) =>
    client.send(new GetSecretValueCommand({ SecretId: secretArn }), options),
  );
  return SecretString;
}
