import { AccountClient } from '@aws-sdk/client-account';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { clientSettings, createProviderClients, type ProviderClients } from './clients';

/** Credentials of a session, as STS hands them out. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Clients for any region, made when they are asked for. */
export interface RegionalClients {
  /** With the default credentials; the same client each time. */
  sts(region: string): STSClient;
  /** With a session's credentials, or the default ones. */
  cloudWatch(region: string, session?: SessionCredentials): CloudWatchClient;
}

export interface ValidatorClients extends ProviderClients {
  readonly account: AccountClient;
  readonly eventBridge: EventBridgeClient;
  readonly sns: SNSClient;
  readonly regional: RegionalClients;
}

/**
 * As `createProviderClients`, with the services that only the validator calls. All share one pool of connections, and the
 * credentials that the first of them finds.
 */
export function createValidatorClients(region: string, common = clientSettings()): ValidatorClients {
  const clients = createProviderClients(region, common);
  const settings = { ...common, credentials: clients.sts.config.credentials };
  const stsClients = new Map([[region, clients.sts]]);
  return {
    ...clients,
    account: new AccountClient({ ...settings, region }),
    eventBridge: new EventBridgeClient({ ...settings, region }),
    sns: new SNSClient({ ...settings, region }),
    regional: {
      sts: (name) => {
        const client = stsClients.get(name) ?? new STSClient({ ...settings, region: name });
        stsClients.set(name, client);
        return client;
      },
      cloudWatch: (name, session) =>
        new CloudWatchClient({ ...common, region: name, credentials: session ?? settings.credentials }),
    },
  };
}
