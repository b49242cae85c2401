import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import {
  type AccountView,
  type CallFacts,
  type JournalEntry,
  type OrganizationView,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../sandbox';
import { type CloudFormation, startCloudFormation } from '../sandbox/cloudformation/cloudformation';
import type { CustomResource, Deployment } from '../sandbox/cloudformation/deployment';
import type { Stack, StackSettings } from '../sandbox/cloudformation/stack';
import type { StackStatus } from '../sandbox/cloudformation/stack-state';
import type { ResolvedTemplate } from '../sandbox/cloudformation/template';
import type { Lambda } from '../sandbox/lambda/lambda';
import { createVirtualTime, type VirtualTime } from '../sandbox/lambda/virtual-time';
import { DEFAULT_SETTINGS } from '../sandbox/settings';
import { installFunction } from './installed-function';
import { installRoles, nameOf, resolvedTemplate } from './installed-provider';

export const RESOURCE_TYPE = 'Custom::DatadogIntegrationRole';
export const LOGICAL_ID = 'DatadogIntegration';
export const EXTERNAL_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';
export const ROLE = 'DatadogIntegrationRole';
/** The secret with Datadog's keys, where there is one. */
export const KEYS_SECRET = 'datadog-keys';
/** Datadog's account behind datadoghq.com. */
export const DATADOG = 'arn:aws:iam::464622532012:root';

/** Parameters of a template with which stacks choose the boundaries of their roles. */
export const WITHOUT_BOUNDARY = { PermissionsBoundary: 'None' };

/** What an account has, but for the boundary of the integration's role: an adopted one is handed back with it. */
export function withoutBoundary(digest: ReturnType<AccountView['digest']>): typeof digest {
  const role = digest.roles[ROLE];
  if (role === undefined) return digest;
  return { ...digest, roles: { ...digest.roles, [ROLE]: { ...role, boundaryArn: null } } };
}

const NO_OBSTACLES = { rcps: [], scps: [], quotas: {}, stsDeactivated: [], regionsOff: [] };

/** In reality CloudFormation takes so long from one phase of a stack to the next. */
const PHASE_TAKES_MS = 20_000;

type Properties = CustomResource['properties'];

/** What a secret with Datadog's keys holds. */
export interface DatadogKeys {
  readonly DD_API_KEY: string;
  readonly DD_APP_KEY: string;
}

export interface CustomerOptions {
  readonly accountId?: string;
  readonly partition?: string;
  readonly region?: string;
  readonly sandbox?: SandboxOptions;
  /** Parameters of template.yaml, on which the functions' own roles depend. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What the secret with Datadog's keys holds. There is none without it. */
  readonly datadogKeys?: DatadogKeys;
  readonly providerTimeoutMs?: number;
  readonly timeScale?: number;
  /** Whether the functions' waits take no time at all, and ServiceTimeout is left to them to keep. */
  readonly skipsWaits?: boolean;
  /** Milliseconds between deliveries of an event on which the function failed; `[]` for none. */
  readonly retryDelaysMs?: readonly number[];
  /** Installs the provider in the account of another one, in a region of its own. */
  readonly beside?: CustomerAccount;
}

/** An AWS account in which template.yaml's functions are installed: their bundles, their roles, their permissions. */
export interface CustomerAccount {
  /** The time of everything, where waits are skipped. */
  readonly virtualTime: VirtualTime;
  readonly sandbox: Sandbox;
  readonly account: AccountView;
  readonly cloudFormation: CloudFormation;
  readonly provider: Lambda;
  /** Name of the provider's own role. */
  readonly providerRole: string;
  readonly validator: Lambda;
  /** Name of the validator's own role. */
  readonly validatorRole: string;
  /** The customer managed policies there are, by name, besides the boundary that the template makes. */
  policies(): ReturnType<AccountView['digest']>['policies'];
  /** template.yaml with the parameters of this account. */
  readonly declared: ResolvedTemplate;
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
  /** The organization of the keys that the account was opened with. @throws Error where it has none */
  datadog(): OrganizationView;
  /** The calls of the provider since the last reset, self-test included. */
  calls(): readonly JournalEntry[];
  /** Names of those that could change something, such as `iam:CreateRole`. */
  writes(): readonly string[];
  /** The STS client of somebody with this access key, such as Datadog's account id. */
  stsOf(accessKeyId: string): STSClient;
  /** Puts the account and the sandbox back to where they were when this account was opened. */
  reset(): void;
  close(): Promise<void>;
}

export async function openCustomerAccount(options: CustomerOptions = {}): Promise<CustomerAccount> {
  const virtualTime = options.beside?.virtualTime ?? createVirtualTime();
  if (options.beside !== undefined) return install(options.beside.sandbox, virtualTime, options);
  const { accountId, partition } = placeOf(options);
  const accounts = { [accountId]: { partition, ...options.sandbox?.accounts?.[accountId] } };
  const sandbox = await startSandbox({
    ...(options.skipsWaits ? { now: virtualTime.now } : {}),
    ...options.sandbox,
    accounts: { ...options.sandbox?.accounts, ...accounts },
  });
  try {
    return await install(sandbox, virtualTime, options);
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

function placeOf({ accountId = '123456789012', partition = 'aws', region = 'us-east-1' }: CustomerOptions) {
  return { accountId, partition, region };
}

async function install(
  sandbox: Sandbox,
  virtualTime: VirtualTime,
  options: CustomerOptions,
): Promise<CustomerAccount> {
  const place = placeOf(options);
  const { accountId, partition, region } = place;
  const { timeScale = 1, skipsWaits = false, retryDelaysMs, providerTimeoutMs } = options;
  const account = sandbox.account(accountId);
  const client = { endpoint: sandbox.endpoint, region, credentials: keyOf(accountId) };
  const iam = new IAMClient(client);
  const declared = resolvedTemplate(place, {
    ExternalId: EXTERNAL_ID,
    ...(options.datadogKeys === undefined
      ? {}
      : { DatadogKeysSecretArn: account.secrets.put(KEYS_SECRET, options.datadogKeys, { region }) }),
    ...options.parameters,
  });
  await installRoles(iam, declared, place);
  const where = { account, endpoint: sandbox.endpoint };
  const watch = sandbox.heldCalls;
  const pace = {
    timeScale,
    skipsWaits,
    virtualTime,
    watch,
    ...(retryDelaysMs === undefined ? {} : { retryDelaysMs }),
  };
  const { lambda: provider, roleName: providerRole } = installFunction('Provider', place, declared, where, {
    ...pace,
    ...(providerTimeoutMs === undefined ? {} : { timeoutMs: providerTimeoutMs }),
  });
  const { lambda: validator, roleName: validatorRole } = installFunction(
    'Validator',
    place,
    declared,
    where,
    pace,
  );
  const cloudFormation = await startCloudFormation({
    ...place,
    timeScale,
    skipsWaits,
    ...(skipsWaits ? { now: virtualTime.now, phaseTakesMs: PHASE_TAKES_MS } : {}),
    publisher: account.stacks,
  });
  const atFirst = account.snapshot();
  const calls = () => sandbox.journal.calls().filter((call) => isOfProvider(providerRole, call));
  return {
    virtualTime,
    sandbox,
    account,
    cloudFormation,
    provider,
    providerRole,
    validator,
    validatorRole,
    policies: () =>
      Object.fromEntries(
        Object.entries(account.digest().policies).filter(
          ([name]) => name !== nameOf('IntegrationBoundary', place),
        ),
      ),
    declared,
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
    datadog: () => {
      const { datadogKeys } = options;
      if (datadogKeys === undefined) throw new Error('the account has no keys of Datadog’s');
      return sandbox.datadog.organization(datadogKeys.DD_API_KEY);
    },
    calls,
    writes: () =>
      calls()
        .filter(({ write }) => write)
        .map(({ service, operation }) => `${service}:${operation}`),
    stsOf: (accessKeyId) => new STSClient({ ...client, credentials: keyOf(accessKeyId) }),
    reset: () => {
      account.restore(atFirst);
      account.stacks.clear();
      sandbox.faults.clear();
      sandbox.journal.clear();
      sandbox.configure({
        ...DEFAULT_SETTINGS,
        ...options.sandbox,
        accounts: { [accountId]: { ...NO_OBSTACLES, partition, ...options.sandbox?.accounts?.[accountId] } },
      });
      cloudFormation.misbehave(undefined);
    },
    close: async () => {
      await Promise.all([provider.close(), validator.close()]);
      await cloudFormation.close();
      if (options.beside === undefined) await sandbox.stop();
    },
  };
}

/** Whether a call is the provider's: nobody else calls Datadog, which knows callers by their keys. */
export function isOfProvider(providerRole: string, { principalArn, service }: CallFacts): boolean {
  return service === 'datadog' || principalArn.includes(`/${providerRole}/`);
}

export type { Stack, StackSettings, StackStatus };

function keyOf(accessKeyId: string) {
  return { accessKeyId, secretAccessKey: 'not-checked' };
}
