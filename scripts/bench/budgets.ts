import type { BundleSize } from './bundle-sizes';
import type { LoadCost } from './load';
import type { OperationCost } from './operations';
import type { RegistrationCost } from './registrations';
import type { ValidatorCost } from './validator';

/** What a bundle may weigh, SDK included. */
export interface SizeBudget {
  readonly minifiedBytes: number;
  readonly gzippedBytes: number;
}

export const SIZE_BUDGETS: Readonly<Record<string, SizeBudget>> = {
  'custom-resource': { minifiedBytes: 520_000, gzippedBytes: 145_000 },
  validator: { minifiedBytes: 640_000, gzippedBytes: 175_000 },
};

/** Of a template that CloudFormation takes from S3: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const TEMPLATE_LIMIT_BYTES = 1_000_000;
/** Of account.yaml, with both functions and what they say of Datadog's API in it. */
export const TEMPLATE_BUDGET_BYTES = 985_000;

/** AWS calls of a Create, one after the other, besides those of the self-test. */
export const CREATE_DEPTH_BUDGET_CALLS = 5;
/** The same of an Update, verification and record included. */
export const UPDATE_DEPTH_BUDGET_CALLS = 7;
/** The same of a Delete, which looks again when it is done. */
export const DELETE_DEPTH_BUDGET_CALLS = 6;
/** An Update that changes nothing only reads. */
export const NO_OP_WRITES_BUDGET_CALLS = 0;

/** Requests to Datadog of a Create, one after the other, before the role's own calls begin. */
export const REGISTRATION_DEPTH_BUDGET_REQUESTS = 4;

/** AWS calls of a run of the validator, one after the other: six are the policy simulator's (docs/validator.md). */
export const VALIDATOR_DEPTH_BUDGET_CALLS = 10;
/** The same where people are told: the alert's state is claimed, read and stored around the message. */
export const VALIDATOR_ALERT_DEPTH_BUDGET_CALLS = 16;
export const VALIDATOR_MEMORY_BUDGET_BYTES = 128_000_000;
/** As many integrations as there may be take little more memory than one: what is in progress is bounded. */
export const LOAD_MEMORY_BUDGET_BYTES = 160_000_000;
/** Forty turns, and the two trials of the external id that share one, for each of ten integrations. */
export const PROBES_AT_ONCE_BUDGET = 50;
/**
 * How many times faster than one after the other all regions are tried at least. A loop comes to 1, and all at once to some
 * 20 on a machine at rest, to less than 10 on one with a load of ten times its cores.
 */
export const LOOP_RATIO_BUDGET = 5;

interface Measured {
  readonly bundles: readonly BundleSize[];
  readonly operations: readonly OperationCost[];
  readonly registrations: readonly RegistrationCost[];
  readonly validator: ValidatorCost;
  readonly loads: readonly LoadCost[];
  readonly templateBytes: number;
}

/** Everything that is over its budget, in words; a time never is by itself, for it says more about the machine. */
export function overBudget({
  bundles,
  operations,
  registrations,
  validator,
  loads,
  templateBytes,
}: Measured): string[] {
  return [
    ...over('account.yaml: bytes', templateBytes, TEMPLATE_BUDGET_BYTES),
    ...bundles.flatMap(sizeOver),
    ...operations.flatMap(operationOver),
    ...registrations.flatMap(({ operation, httpDepth }) =>
      over(`Registration, ${operation}: sequential requests`, httpDepth, REGISTRATION_DEPTH_BUDGET_REQUESTS),
    ),
    ...validatorOver(validator),
    ...loads.flatMap(loadOver),
  ];
}

function sizeOver({ bundle, minifiedBytes, gzippedBytes }: BundleSize): string[] {
  const budget = SIZE_BUDGETS[bundle];
  if (budget === undefined) return [`${bundle}: has no budget`];
  return [
    ...over(`${bundle}: minified bytes`, minifiedBytes, budget.minifiedBytes),
    ...over(`${bundle}: gzipped bytes`, gzippedBytes, budget.gzippedBytes),
  ];
}

function operationOver({ operation, sequentialDepth, writes }: OperationCost): string[] {
  return [
    ...(operation.startsWith('Create')
      ? over(`${operation}: sequential calls`, sequentialDepth, CREATE_DEPTH_BUDGET_CALLS)
      : []),
    ...(operation.startsWith('Update')
      ? over(`${operation}: sequential calls`, sequentialDepth, UPDATE_DEPTH_BUDGET_CALLS)
      : []),
    ...(operation === 'Delete'
      ? over(`${operation}: sequential calls`, sequentialDepth, DELETE_DEPTH_BUDGET_CALLS)
      : []),
    ...(operation === 'Update of nothing'
      ? over(`${operation}: writes`, writes, NO_OP_WRITES_BUDGET_CALLS)
      : []),
  ];
}

function validatorOver(cost: ValidatorCost): string[] {
  const { regions, unreachable } = cost.hanging;
  return [
    ...over('validator: sequential calls', cost.sequentialDepth, VALIDATOR_DEPTH_BUDGET_CALLS),
    ...over(
      'validator: sequential calls with an alert',
      cost.sequentialDepthWithAlert,
      VALIDATOR_ALERT_DEPTH_BUDGET_CALLS,
    ),
    ...over('validator: peak bytes of memory', cost.peakMemoryBytes, VALIDATOR_MEMORY_BUDGET_BYTES),
    ...(cost.loopRatio < LOOP_RATIO_BUDGET
      ? [
          `validator: a loop over the regions takes ${cost.loopRatio.toFixed(1)} times as long, the budget is ${LOOP_RATIO_BUDGET}`,
        ]
      : []),
    ...(unreachable.join() === regions.join()
      ? []
      : [`validator: ${regions.join(', ')} hang, but unreachable are ${unreachable.join(', ') || 'none'}`]),
  ];
}

/** On a part of a core, whether all regions answer in time says something of the machine as well: that is only told. */
function loadOver({ integrations, shareOfCore, regions, peakMemoryBytes, mostAtOnce }: LoadCost): string[] {
  const what = `validator of ${integrations} integrations`;
  const untrue = shareOfCore < 1 ? [] : Object.entries(regions).filter(([status]) => status !== 'ok');
  return [
    ...over(`${what}: peak bytes of memory`, peakMemoryBytes, LOAD_MEMORY_BUDGET_BYTES),
    ...over(`${what}: probes at once`, mostAtOnce, PROBES_AT_ONCE_BUDGET),
    ...untrue.map(([status, count]) => `${what}: ${count} regions are ${status}, though all work`),
  ];
}

function over(what: string, value: number, budget: number): string[] {
  return value > budget ? [`${what} are ${value}, the budget is ${budget}`] : [];
}
