import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type JournalEntry, sequentialDepth } from '../../test/sandbox';
import { type CustomerAccount, type CustomerOptions, EXTERNAL_ID } from '../../test/support/customer-account';
import { onlyReport, type ValidatorRun } from '../../test/support/validator-run';
import { type LoopTarget, tryOneByOne } from './one-by-one';
import { median } from './statistics';
import { type ProcessCost, validatorProcess } from './validator-process';
import { openValidatorStage, runValidator } from './validator-stage';

/** What a run of the validator costs, with every region of the partition enabled. */
export interface ValidatorCost {
  readonly regions: number;
  /** AWS calls of a run that finds nothing to tell. */
  readonly calls: number;
  /** The longest chain of calls of which each had to wait for the one before, in such a run. */
  readonly sequentialDepth: number;
  /** The same in a run that alerts. */
  readonly sequentialDepthWithAlert: number;
  /** The whole run: the median of all runs. */
  readonly milliseconds: number;
  /** From the first probe's first call to the last one's last answer, in the run that was disturbed the least. */
  readonly regionsMilliseconds: number;
  /** The same calls in the same regions, one region after the other. */
  readonly loopMilliseconds: number;
  /** How many times longer the loop took than the probes of all regions. */
  readonly loopRatio: number;
  readonly hanging: {
    readonly regions: readonly string[];
    readonly unreachable: readonly string[];
    /** More than without. */
    readonly extraMilliseconds: number;
  };
  /** In a process of its own, from the bundle's loading to the handler's result. */
  readonly coldMilliseconds: number;
  /** The most memory that this process ever had, Node included. */
  readonly peakMemoryBytes: number;
}

const HANGING_REGIONS = ['ap-south-1', 'eu-north-1', 'sa-east-1'];
/** Where a deactivated STS makes a run alert. */
const REGION_IN_TROUBLE = 'us-west-1';
const PROBING_OPERATIONS = ['AssumeRole', 'ListMetrics'];

/** Measures the built validator on a sandbox whose every call takes `latencyMs`, `runs` times. */
export async function measureValidator(
  latencyMs: number,
  runs: number,
  { skipsWaits = false }: Pick<CustomerOptions, 'skipsWaits'> = {},
): Promise<ValidatorCost> {
  const customer = await openValidatorStage({ skipsWaits });
  try {
    const healthy: ValidatorRun[] = [];
    // The first one is cold: that is measured by itself.
    await runValidator(customer, latencyMs);
    for (let run = 0; run < runs; run += 1) healthy.push(await runValidator(customer, latencyMs));
    const [first] = healthy;
    if (first === undefined) throw new Error('there was no run');
    const report = onlyReport(first);
    const regions = report.regions.map(({ region }) => region);
    const milliseconds = median(healthy.map(({ durationMs }) => durationMs));
    const regionsMilliseconds = Math.min(...healthy.map(({ calls }) => spanOf(probesAmong(calls))));
    const loopMilliseconds = await tryOneByOne(regions, targetIn(customer, report.roleArn));
    const cold = await runInProcess(customer);
    const hanging = await measureHanging(customer, latencyMs, milliseconds);
    return {
      regions: regions.length,
      calls: Math.max(...healthy.map(({ calls }) => calls.length)),
      milliseconds,
      regionsMilliseconds,
      loopMilliseconds,
      loopRatio: loopMilliseconds / regionsMilliseconds,
      hanging,
      coldMilliseconds: cold.milliseconds,
      peakMemoryBytes: cold.peakBytes,
      ...(await measureDepth()),
    };
  } finally {
    await customer.close();
  }
}

function probesAmong(calls: readonly JournalEntry[]): readonly JournalEntry[] {
  return calls.filter(({ operation }) => PROBING_OPERATIONS.includes(operation));
}

function spanOf(calls: readonly JournalEntry[]): number {
  const startedAt = Math.min(...calls.map((call) => call.startedAt));
  return Math.max(...calls.map(({ endedAt }) => endedAt)) - startedAt;
}

function targetIn({ account, sandbox, validatorRole }: CustomerAccount, roleArn: string): LoopTarget {
  return {
    endpoint: sandbox.endpoint,
    credentials: account.credentialsOf(validatorRole, 'one-by-one'),
    roleArn,
    externalId: EXTERNAL_ID,
  };
}

async function measureHanging(
  customer: CustomerAccount,
  latencyMs: number,
  milliseconds: number,
): Promise<ValidatorCost['hanging']> {
  const faults = HANGING_REGIONS.map((region) =>
    customer.sandbox.faults.add({ match: { region }, effect: { type: 'hang' } }),
  );
  const run = await runValidator(customer, latencyMs);
  for (const fault of faults) fault.remove();
  const unreachable = onlyReport(run).regions.filter(({ status }) => status === 'unreachable');
  return {
    regions: HANGING_REGIONS,
    unreachable: unreachable.map(({ region }) => region),
    extraMilliseconds: run.durationMs - milliseconds,
  };
}

/** On a busy machine a call may start so late that it looks like one that waited, which can only add to the depth. */
const DEPTH_TRIALS = 3;

/** Counted with calls that are sent together held together, several times: the least counts. */
async function measureDepth() {
  const customer = await openValidatorStage({ skipsWaits: true });
  const runIn = async (stsDeactivated: readonly string[], alerts: number) => {
    customer.sandbox.configure({
      accounts: { [customer.account.id]: { stsDeactivated: [...stsDeactivated] } },
    });
    const run = await runValidator(customer, 0);
    if (run.alerts.length !== alerts) throw new Error(`${run.alerts.length} alerts instead of ${alerts}`);
    return sequentialDepth(run.calls);
  };
  try {
    customer.sandbox.configure({ holdsCalls: true });
    // The first run says that the integration is healthy.
    await runIn([], 0);
    const quiet: number[] = [];
    const alerting: number[] = [];
    for (let trial = 0; trial < DEPTH_TRIALS; trial++) {
      quiet.push(await runIn([], 0));
      alerting.push(await runIn([REGION_IN_TROUBLE], 1));
      await runIn([], 1);
    }
    return {
      sequentialDepth: Math.min(...quiet),
      sequentialDepthWithAlert: Math.min(...alerting),
    };
  } finally {
    await customer.close();
  }
}

async function runInProcess(customer: CustomerAccount): Promise<ProcessCost> {
  const { command, args, env } = validatorProcess(customer);
  const { stdout } = await promisify(execFile)(command, args, { env });
  return JSON.parse(stdout);
}
