import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { namingFailedCalls } from './failed-call';

/** A request that has not been answered by then is given up and tried again. */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 3_000;

export interface AwsClients {
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly ssm: SSMClient;
}

/** What is asked besides: CloudFormation, of its stacks. */
export interface ProviderClients extends AwsClients {
  readonly cloudFormation: CloudFormationClient;
}

/**
 * Clients for one region, with the default credential chain; `AWS_ENDPOINT_URL` redirects them.
 * The SDK's own retries are off: `Call` retries, under the one deadline.
 */
function createAwsClients(region: string, common = clientSettings()): AwsClients {
  const settings = { ...common, region };
  return {
    iam: namingFailedCalls(new IAMClient(settings)),
    sts: namingFailedCalls(new STSClient(settings)),
    ssm: namingFailedCalls(new SSMClient(settings)),
  };
}

export function createProviderClients(region: string, common = clientSettings()): ProviderClients {
  return {
    ...createAwsClients(region, common),
    cloudFormation: namingFailedCalls(new CloudFormationClient({ ...common, region })),
  };
}

/** Credentials, or where a client gets them. */
export type AwsCredentials = NonNullable<STSClientConfig['credentials']>;

/** What all clients have in common. */
export interface ClientSettings {
  readonly maxAttempts: number;
  readonly requestHandler: NodeHttpHandler;
  /** The default credential chain without it. */
  readonly credentials?: AwsCredentials;
  /** Where settings come from that neither code nor environment has: a profile of the AWS CLI. */
  readonly profile?: string;
}

/** Clients that are made with the same settings share their connections. */
export function clientSettings(): ClientSettings {
  return {
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    }),
  };
}
