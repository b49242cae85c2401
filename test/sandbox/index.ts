import { type AccountView, viewOf } from './account-view';
import { createStackEngine } from './cloudformation/engine';
import { datadogEndpointOf, datadogPath } from './datadog/paths';
import { DatadogState } from './datadog/state';
import { type DatadogView, viewOfDatadog } from './datadog/view';
import { endpointVariables } from './endpoint-variables';
import { FaultPlan, type Faults } from './faults';
import { HeldCalls } from './held-calls';
import { DEFAULT_ACCOUNT_ID } from './identities';
import { innerCalls } from './inner-call';
import { type Journal, WritableJournal } from './journal';
import { createFunctionHost, type FunctionPace } from './lambda/function-host';
import type { Lambda } from './lambda/lambda';
import type { InnerCaller } from './machines';
import type { Scenario } from './scenario-file';
import { createScheduleRunner } from './scheduler/runner';
import { serve } from './server';
import { DEFAULT_SETTINGS, mergeSettings, type SettingsChange } from './settings';
import { World } from './world';

export type { AccountStacks, AccountView, PermissionQuery, PermissionTest } from './account-view';
export type { AccountVisit, RegionVisit } from './datadog/crawl';
export type { AwsPermission } from './datadog/keys';
export type {
  OrganizationView,
  RegistrationEdit,
  RegistrationSeed,
  Registrations,
} from './datadog/organization-view';
export type { Registration } from './datadog/registration';
export { digestOf, type RegistrationDigest } from './datadog/registration-digest';
export type { DatadogView } from './datadog/view';
export type { AccountDigest } from './digest';
export type { Fault, FaultEffect, FaultHandle, FaultMatch, Faults } from './faults';
export type { Credentials } from './identities';
export { type CallFacts, type Journal, type JournalEntry, sequentialDepth } from './journal';
export { parseScenario, readScenario, type Scenario } from './scenario-file';
export type { AccountSecrets } from './secretsmanager/account-secrets';
export type { AccountSeed, PolicySeed, RoleSeed } from './seed';
export type { AccountSettings, PropagationSettings, SettingsChange } from './settings';
export type { AccountSnapshot } from './snapshot';
export type { PublishedResource, PublishedStack, StackPublisher } from './stacks/published-stack';
export type { StackSeed } from './stacks/stack-seed';

export interface SandboxOptions extends SettingsChange {
  /** Default 0: any free port. */
  readonly port?: number;
  /** A second port, for Datadog alone: paths are those of its API, of the site that `Host` names. Default: none. */
  readonly datadogPort?: number;
  /** How the functions of stacks run. Default: as on AWS. */
  readonly functions?: FunctionPace;
  /** Whether schedules run their targets. Default true. */
  readonly schedulesRun?: boolean;
  /** How much later each phase of a stack (operation, rollback, clean-up) begins than the one before. Default 0. */
  readonly phaseTakesMs?: number;
  /** The names that CloudFormation makes up for resources. Default: random ones. */
  readonly newName?: (stack: string, logicalId: string, region: string) => string;
  /** The time by which IAM propagates and sessions expire, in milliseconds since the epoch. Default: the clock. */
  readonly now?: () => number;
}

/** An embedded AWS on loopback: README.md says what it does and what it leaves out. */
export interface Sandbox {
  /** What AWS_ENDPOINT_URL or a client's `endpoint` must be, without a slash at the end. */
  readonly endpoint: string;
  /** What DATADOG_ENDPOINT_URL must be: Datadog's API, with `{site}` where the name of the site goes. */
  readonly datadogEndpoint: string;
  /** Where Datadog listens by itself, if it does (`datadogPort`). */
  readonly datadogOrigin: string | undefined;
  readonly datadog: DatadogView;
  readonly faults: Faults;
  readonly journal: Journal;
  /** To be told what a function does whose calls are held (`holdsCalls`). */
  readonly heldCalls: Pick<HeldCalls, 'begin' | 'waitsAfter'>;
  /** An account and what is in it. Default: that of the administrator with any other access key. */
  account(id?: string): AccountView;
  /** Changes settings from the next call on. What is not given stays. */
  configure(change: SettingsChange): void;
  /** A function that a stack has made, to be looked at and driven. @throws AwsError ResourceNotFoundException */
  functionOf(arn: string): Lambda;
  /** Stops functions and schedules, breaks all connections, unanswered calls included. */
  stop(): Promise<void>;
}

/** Starts a sandbox of its own: nothing is shared with another one. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const {
    port = 0,
    datadogPort,
    now = Date.now,
    functions: pace = {},
    schedulesRun = true,
    phaseTakesMs = 0,
    newName,
    ...settings
  } = options;
  const world = new World(mergeSettings(DEFAULT_SETTINGS, settings), now);
  const faults = new FaultPlan();
  const journal = new WritableJournal(() => performance.timeOrigin + performance.now());
  const heldCalls = new HeldCalls();
  const datadog = new DatadogState();
  const surroundings = { world, datadog, faults, journal, heldCalls };
  const server = await serve(surroundings, port);
  const datadogServer =
    datadogPort === undefined
      ? undefined
      : await serve(surroundings, datadogPort, datadogPath).catch(async (error: unknown) => {
          await server.stop();
          throw error;
        });
  const machines = {
    functions: createFunctionHost(world, () => endpointVariables(server.endpoint), pace),
    stacks: createStackEngine(world, { pace, phaseTakesMs, newName }),
    calls: (caller: InnerCaller) => innerCalls(world, journal, caller),
    schedules: createScheduleRunner(world, schedulesRun),
  };
  world.install(machines);
  return {
    endpoint: server.endpoint,
    datadogEndpoint: datadogEndpointOf(server.endpoint),
    datadogOrigin: datadogServer?.endpoint,
    datadog: viewOfDatadog(world, datadog),
    faults,
    journal,
    heldCalls,
    account: (id = DEFAULT_ACCOUNT_ID) => viewOf(world, world.account(id)),
    configure: (change) => world.configure(change),
    functionOf: (arn) => machines.functions.running(arn),
    stop: async () => {
      machines.schedules.close();
      await machines.functions.close();
      await machines.stacks.close();
      await datadogServer?.stop();
      await server.stop();
    },
  };
}

/** Starts a sandbox as a scenario describes it. @throws Error when IAM would refuse what it asks for */
export async function startScenario(
  { accounts = {}, faults = [], ...settings }: Scenario,
  ports: Pick<SandboxOptions, 'port' | 'datadogPort'> = {},
): Promise<Sandbox> {
  const sandbox = await startSandbox({ ...settings, accounts, ...ports });
  try {
    for (const [id, seed] of Object.entries(accounts)) sandbox.account(id).seed(seed);
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
  for (const fault of faults) sandbox.faults.add(fault);
  return sandbox;
}
