import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { RetryContext } from '../runtime/retry';
import { UserError } from '../runtime/user-error';
import type { Call } from './calls';
import { clientSettings } from './clients';
import { awsErrorFacts } from './errors';
import { adviceOn, answerIn, namingFailedCalls } from './failed-call';

/** A secret cannot be read. The message has its ARN, what AWS says, and the way out. */
export class SecretUnreadable extends UserError {
  override readonly name = 'SecretUnreadable';
}

/** A client of Secrets Manager, in the region of the secret: whoever asks for one of another region is told that there is none. */
export function createSecretsClient(region: string, common = clientSettings()): SecretsManagerClient {
  return namingFailedCalls(new SecretsManagerClient({ ...common, region }));
}

/** Reads a text that may be exchanged at any time: anew at each call. */
export type ReadText = (context: RetryContext) => Promise<string | undefined>;

/**
 * Reads the text of a secret, as it is now; undefined where it has bytes in place of a text.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 *
 * @param callIn how AWS is called within an invocation
 * @returns it throws SecretUnreadable
 */
export function secretReader(
  client: SecretsManagerClient,
  secretArn: string,
  callIn: (context: RetryContext) => Call,
): ReadText {
  return async (context) => {
    try {
      const { SecretString } = await callIn(context)((options) =>
        client.send(new GetSecretValueCommand({ SecretId: secretArn }), options),
      );
      return SecretString;
    } catch (cause) {
      context.deadline.signal.throwIfAborted();
      throw new SecretUnreadable(
        `The secret ${secretArn} cannot be read: ${answerIn(cause)} ${wayOut(cause)}`,
        { cause },
      );
    }
  };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors */
function wayOut(error: unknown): string {
  const isGone = ['ResourceNotFoundException', 'InvalidRequestException'].includes(awsErrorFacts(error).name);
  if (isGone)
    return 'Restore it, or put the keys into another one and set DatadogKeysSecretArn of the provider’s stack to its ARN.';
  return adviceOn(error) ?? 'Mend that, then repeat the operation.';
}
