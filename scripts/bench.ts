import { parseArgs } from 'node:util';
import { overBudget } from './bench/budgets';
import { measureBundle, measureTemplate } from './bench/bundle-sizes';
import { measureColdStart } from './bench/cold-start';
import { LOADS, measureLoads } from './bench/load';
import { measureOperations } from './bench/operations';
import { measureRegistrations } from './bench/registrations';
import { type BenchReport, formatReport } from './bench/report';
import { measureValidator } from './bench/validator';
import { buildBundles, bundles } from './build/bundles';
import { runMain } from './run-main';

const HELP = `Usage: npm run bench -- [--json] [--runs N] [--checks N] [--starts N]

Builds the Lambda bundles and measures what an operation of the custom resource costs in AWS calls and time; what a
run of the validator costs, side by side with a loop over the regions, and what it comes to with up to a hundred
integrations and on 0.29 of a core; what a bundle weighs; and how soon the custom resource is ready after a cold start,
side by side with boto3 where python3 has it.

  --json       one JSON document instead of tables
  --runs N     runs of each operation, 3 by default
  --checks N   runs of the validator, 10 by default
  --starts N   cold starts of each kind, 10 by default
  --help       this text

Ends with status 1 when a count, a size or the ratio to the loop is out of its budget. Times have none.
`;

const LATENCY_MS = 50;

/** Counted in https://github.com/DataDog/cloudformation-template: calls that it makes for the policies alone. */
const REFERENCE = {
  what: 'the function in Datadog’s own CloudFormation template, for the policies alone',
  sequentialCalls: 51,
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      runs: { type: 'string', default: '3' },
      checks: { type: 'string', default: '10' },
      starts: { type: 'string', default: '10' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const runs = positive('--runs', values.runs);
  const checks = positive('--checks', values.checks);
  const starts = positive('--starts', values.starts);
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const templateBytes = measureTemplate(await buildBundles());
  const report = await measure({ runs, checks, starts }, templateBytes);
  process.stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : formatReport(report));
  if (report.overBudget.length > 0) process.exitCode = 1;
}

/** How often each thing is measured. */
interface Repetitions {
  readonly runs: number;
  readonly checks: number;
  readonly starts: number;
}

async function measure({ runs, checks, starts }: Repetitions, templateBytes: number): Promise<BenchReport> {
  const provider = bundles.find(({ name }) => name === 'custom-resource');
  if (provider === undefined) throw new Error('there is no bundle custom-resource');
  const sizes = bundles.map(measureBundle);
  const coldStart = await measureColdStart(provider.path, starts);
  const operations = await measureOperations(LATENCY_MS, runs);
  const registrations = await measureRegistrations(LATENCY_MS);
  const validator = await measureValidator(LATENCY_MS, checks);
  const loads = await measureLoads(LATENCY_MS, LOADS);
  const { boto3Ready, ready } = coldStart;
  return {
    node: process.version,
    latencyMs: LATENCY_MS,
    operations,
    registrations,
    reference: REFERENCE,
    validator,
    loads,
    bundles: sizes,
    templateBytes,
    coldStart,
    ...(boto3Ready === undefined ? {} : { coldStartRatio: boto3Ready.median / ready.median }),
    overBudget: overBudget({ bundles: sizes, operations, registrations, validator, loads, templateBytes }),
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${option} must be a whole number from 1, but is ${text}`);
  return value;
}

runMain(main);
