import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { type AccountView, type Sandbox, type SandboxOptions, startSandbox } from '../sandbox';
import { type CloudFormation, startCloudFormation } from '../sandbox/cloudformation/cloudformation';
import type { CustomResource, Deployment } from '../sandbox/cloudformation/deployment';
import type { Stack, StackSettings } from '../sandbox/cloudformation/stack';
import type { StackStatus } from '../sandbox/cloudformation/stack-state';
import { type ResolvedTemplate, readTemplate, resolveTemplate } from '../sandbox/cloudformation/template';
import { createLambda, type Lambda } from '../sandbox/lambda/lambda';

const root = join(__dirname, '..', '..');
const template = readTemplate(readFileSync(join(root, 'template.yaml'), 'utf8'));

export const RESOURCE_TYPE = 'Custom::DatadogIntegrationRole';
export const LOGICAL_ID = 'DatadogIntegration';
export const EXTERNAL_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';

type Properties = CustomResource['properties'];

export interface CustomerOptions {
  readonly accountId?: string;
  readonly partition?: string;
  readonly region?: string;
  readonly sandbox?: SandboxOptions;
  /** Parameters of template.yaml, of which the provider's own role depends. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly providerTimeoutMs?: number;
  readonly timeScale?: number;
  /** Milliseconds between deliveries of an event on which the function failed; `[]` for none. */
  readonly retryDelaysMs?: readonly number[];
}

/** An AWS account in which template.yaml's provider is installed: its bundle, its role, its permissions. */
export interface CustomerAccount {
  readonly sandbox: Sandbox;
  readonly account: AccountView;
  readonly cloudFormation: CloudFormation;
  readonly provider: Lambda;
  /** The account's administrator. */
  readonly iam: IAMClient;
  readonly ssm: SSMClient;
  /** A stack with one integration in it, under the template's logical id. */
  stack(name?: string): Stack;
  /** Creates or updates the stack, so that its integration has these properties besides the external id. */
  deploy(
    stack: Stack,
    properties?: Properties,
    options?: Omit<Deployment, 'resources'>,
  ): Promise<StackStatus>;
  /** The STS client of somebody with this access key, such as Datadog's account id. */
  stsOf(accessKeyId: string): STSClient;
  close(): Promise<void>;
}

export async function openCustomerAccount(options: CustomerOptions = {}): Promise<CustomerAccount> {
  const { accountId = '123456789012', partition = 'aws', region = 'us-east-1', timeScale = 1 } = options;
  const accounts = { [accountId]: { partition, ...options.sandbox?.accounts?.[accountId] } };
  const sandbox = await startSandbox({
    ...options.sandbox,
    accounts: { ...options.sandbox?.accounts, ...accounts },
  });
  const account = sandbox.account(accountId);
  const client = { endpoint: sandbox.endpoint, region, credentials: keyOf(accountId) };
  const iam = new IAMClient(client);
  const declared = resolveTemplate(template, {
    parameters: { CodeBucket: 'code', ExternalId: EXTERNAL_ID, ...options.parameters },
    accountId,
    partition,
    region,
    stackName: 'datadog',
    stackId: 'of-the-provider',
    resources: providerResources(partition, accountId, region),
  });
  await installProviderRole(iam, declared);
  const credentials = account.credentialsOf(PROVIDER_ROLE, 'provider');
  const provider = createLambda({
    name: 'datadog-integration-provider',
    bundlePath: join(root, 'dist', 'custom-resource', 'index.js'),
    timeoutMs: options.providerTimeoutMs ?? 300_000,
    timeScale,
    accountId,
    partition,
    region,
    ...(options.retryDelaysMs === undefined ? {} : { retryDelaysMs: options.retryDelaysMs }),
    environment: {
      ...environmentOf(declared),
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    },
  });
  const cloudFormation = await startCloudFormation({ region, accountId, partition, timeScale });
  return {
    sandbox,
    account,
    cloudFormation,
    provider,
    iam,
    ssm: new SSMClient(client),
    stack: (name = 'datadog') => cloudFormation.stack({ name }),
    deploy: (stack, properties = {}, deployment = {}) =>
      stack.deploy({
        ...deployment,
        resources: {
          [LOGICAL_ID]: {
            type: RESOURCE_TYPE,
            serviceToken: provider,
            properties: { ExternalId: EXTERNAL_ID, ...properties },
          },
        },
      }),
    stsOf: (accessKeyId) => new STSClient({ ...client, credentials: keyOf(accessKeyId) }),
    close: async () => {
      await provider.close();
      await cloudFormation.close();
      await sandbox.stop();
    },
  };
}

export type { Stack, StackSettings, StackStatus };

const PROVIDER_ROLE = 'datadog-ProviderRole';

function keyOf(accessKeyId: string) {
  return { accessKeyId, secretAccessKey: 'not-checked' };
}

function providerResources(partition: string, accountId: string, region: string) {
  const role = `arn:${partition}:iam::${accountId}:role/${PROVIDER_ROLE}`;
  const logs = `arn:${partition}:logs:${region}:${accountId}:log-group:provider:*`;
  return {
    ProviderRole: { ref: PROVIDER_ROLE, attributes: { Arn: role } },
    ProviderLogs: { ref: 'provider', attributes: { Arn: logs } },
    Provider: { ref: 'provider', attributes: { Arn: 'provider' } },
  };
}

/** Installs the role as the template declares it: what it lacks there, the provider lacks here. */
async function installProviderRole(iam: IAMClient, declared: ResolvedTemplate): Promise<void> {
  const { properties } = requiredResource(declared, 'ProviderRole');
  await iam.send(
    new CreateRoleCommand({
      RoleName: PROVIDER_ROLE,
      AssumeRolePolicyDocument: JSON.stringify(properties['AssumeRolePolicyDocument']),
    }),
  );
  for (const policy of listOf(properties['Policies'])) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: PROVIDER_ROLE,
        PolicyName: String(policy['PolicyName']),
        PolicyDocument: JSON.stringify(policy['PolicyDocument']),
      }),
    );
  }
}

function environmentOf(declared: ResolvedTemplate): Record<string, string> {
  const { Environment: environment } = requiredResource(declared, 'Provider').properties;
  const variables =
    isObject(environment) && isObject(environment['Variables']) ? environment['Variables'] : {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

function requiredResource(declared: ResolvedTemplate, logicalId: string) {
  const resource = declared.resource(logicalId);
  if (resource === undefined) throw new Error(`template.yaml declares no ${logicalId}`);
  return resource;
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
