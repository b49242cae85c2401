import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createCall } from '../../aws/calls';
import { awsErrorFacts } from '../../aws/errors';
import { adviceOn, answerIn } from '../../aws/failed-call';
import { readSecret } from '../../aws/secret';
import type { OperationContext } from '../../custom-resource';
import { findSite } from '../../datadog/sites';
import { createDatadogApi, type DatadogApi } from '../../datadog-api/client';
import { endpointOf } from '../../datadog-api/endpoint';
import { keysFromSecret } from '../../datadog-api/secret-keys';
import { createSend, type Send } from '../../datadog-api/send';
import { VERSION } from '../../runtime/version';
import { KeysUnreadable } from './errors';

/** Whoever holds Datadog's keys and carries registrations out. */
export interface Registrar {
  /** Datadog's API at a site, by its host, for one event. */
  open(site: string, context: OperationContext): DatadogApi;
}

/**
 * Keys are read at the first request of each event, and hidden from its log and reply before they are sent anywhere.
 *
 * @param secretArn empty where the function is installed without keys
 * @param endpointUrl a URL in which `{site}` stands for the site, for an API that is played; empty for Datadog's own
 */
export function createRegistrar(
  createSecretsManager: () => SecretsManagerClient,
  secretArn: string,
  endpointUrl?: string,
): Registrar | undefined {
  if (secretArn === '') return undefined;
  const secretsManager = createSecretsManager();
  /** One for each site: they keep their connections. */
  const sends = new Map<string, Send>();
  return {
    open: (site, context) => {
      const endpoint = endpointOf(site, findSite(site)?.api ?? `api.${site}`, endpointUrl);
      const send = sends.get(site) ?? createSend(endpoint, `datadog-integration-role/${VERSION}`);
      sends.set(site, send);
      const where = `The secret ${secretArn}`;
      const read = async () => {
        try {
          return await readSecret(secretsManager, createCall(context), secretArn);
        } catch (error) {
          throw unreadable(where, error);
        }
      };
      const keys = keysFromSecret(read, where, context.hide);
      return createDatadogApi({ endpoint, send, keys, context });
    },
  };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors */
function unreadable(where: string, error: unknown): Error {
  const { name } = awsErrorFacts(error);
  const isGone = ['ResourceNotFoundException', 'InvalidRequestException'].includes(name);
  const way = isGone
    ? 'Restore it or put the keys into another one, and set DatadogKeysSecretArn of the provider’s stack to its ARN.'
    : (adviceOn(error) ?? 'Mend that, then repeat the operation.');
  return new KeysUnreadable(`${where} with Datadog's keys cannot be read: ${answerIn(error)} ${way}`, {
    cause: error,
  });
}
