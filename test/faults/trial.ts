import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalEntry } from '../sandbox';
import type { Duplicate } from '../sandbox/cloudformation/delivery';
import type { ReceivedPut } from '../sandbox/cloudformation/put';
import type { CustomResourceRequest } from '../sandbox/cloudformation/request';
import type { Stack } from '../sandbox/cloudformation/stack';
import type { StackStatus } from '../sandbox/cloudformation/stack-state';
import type { Invocation } from '../sandbox/lambda/lambda';
import { type CustomerAccount, LOGICAL_ID } from '../support/customer-account';
import { type CustomerStack, deployment } from './customer-stack';
import type { Obstacle } from './obstacle';
import { type Snapshot, snapshotOf } from './snapshot';
import type { Act } from './story';

/** One event and what the function made of it. */
export interface Delivery {
  readonly request: CustomResourceRequest;
  readonly invocation: Invocation;
  /** When the function had ended, in milliseconds since the epoch. */
  readonly endedAt: number;
  /** How many calls the provider had made by then. */
  readonly callsUntil: number;
  /** Every PUT to its ResponseURL. */
  readonly puts: readonly ReceivedPut[];
}

/** Everything that can be known of a run afterwards. */
export interface Trial {
  /** Where the stack came to rest first, and where the operator's repetition led. */
  readonly statuses: readonly StackStatus[];
  readonly deliveries: readonly Delivery[];
  readonly calls: readonly JournalEntry[];
  /** What `Fn::GetAtt` gives in the end. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Physical ids that CloudFormation gave up deleting, and said so. */
  readonly leftBehind: readonly string[];
  readonly after: Snapshot;
}

/** How a trial is held. */
export interface TrialOptions {
  /** Whether Lambda delivers an event again on which the function failed. */
  readonly redelivers: boolean;
  /** Delivers each event twice. */
  readonly duplicate?: Duplicate;
  /** How else CloudFormation performs the act. */
  readonly operation?: Obstacle['operation'];
  /** Called with an event when it reaches the function. */
  readonly onEvent?: Obstacle['onEvent'];
  /** Called when an event is over, before CloudFormation's next step. */
  readonly afterEvent?: Obstacle['onEventEnd'];
  /** Called when the stack rests, before the operator's repetition: whatever was wrong is mended by then. */
  readonly mend?: () => void | Promise<void>;
  /** Called when everything has ended, before the account is looked at. */
  readonly aftermath?: () => Promise<void>;
}

/**
 * Performs an act on a stack, with everything that CloudFormation does of itself; where that leaves the stack in need of
 * an operator, he repeats the step that failed.
 */
export async function performAct(
  customer: CustomerAccount,
  { stack, token, resource }: CustomerStack,
  act: Act,
  { redelivers, duplicate, operation, onEvent, afterEvent, mend, aftermath }: TrialOptions,
): Promise<Trial> {
  const { cloudFormation, provider } = customer;
  const firstPut = cloudFormation.puts.length;
  const firstEvent = stack.events.length;
  const delivered: Omit<Delivery, 'puts'>[] = [];
  token.connect(async (request) => {
    onEvent?.(request);
    const invocation = await provider.invoke(request, { asynchronous: redelivers });
    delivered.push({ request, invocation, endedAt: Date.now(), callsUntil: customer.calls().length });
    afterEvent?.(request);
  });
  const options = { ...operation, ...(duplicate === undefined ? {} : { duplicate }) };
  const statuses = [await perform({ stack, token, resource }, act, options)];
  await stack.settled();
  await mend?.();
  const repetition = repetitionAfter(stack);
  if (repetition !== undefined) statuses.push(await repetition());
  await stack.settled();
  await aftermath?.();
  await stack.settled();
  // What a killed function had sent before its end is done all the same.
  await sleep(LAST_CALLS_MS);
  const puts = cloudFormation.puts.slice(firstPut);
  return {
    statuses,
    deliveries: delivered.map((delivery) => ({
      ...delivery,
      puts: puts.filter(({ request }) => request === delivery.request),
    })),
    calls: customer.calls(),
    attributes: stack.resources.get(LOGICAL_ID)?.attributes ?? {},
    leftBehind: leftBehind(stack, firstEvent),
    after: snapshotOf(customer),
  };
}

const LAST_CALLS_MS = 1;

function perform(
  { stack, token, resource }: CustomerStack,
  act: Act,
  options: Obstacle['operation'],
): Promise<StackStatus> {
  if (act.kind === 'delete') return stack.delete(options);
  const { properties, failAfter = false, force = false } = act;
  return stack.deploy(deployment(token, properties, { ...options, failAfter, force }, resource));
}

function repetitionAfter(stack: Stack): (() => Promise<StackStatus>) | undefined {
  switch (stack.status) {
    case 'ROLLBACK_FAILED':
    case 'DELETE_FAILED':
      return () => stack.delete();
    case 'UPDATE_ROLLBACK_FAILED':
      return () => stack.continueRollback();
    default:
      return undefined;
  }
}

/** After an update CloudFormation tries a few times to delete what was replaced, and then leaves it to the operator. */
function leftBehind({ status, events }: Stack, firstEvent: number): string[] {
  if (status !== 'UPDATE_COMPLETE' && status !== 'UPDATE_ROLLBACK_COMPLETE') return [];
  const idsWith = (wanted: string) =>
    events
      .slice(firstEvent)
      .flatMap(({ status: reached, physicalId }) =>
        reached === wanted && physicalId !== undefined ? [physicalId] : [],
      );
  const deleted = idsWith('DELETE_COMPLETE');
  return [...new Set(idsWith('DELETE_FAILED'))].filter((id) => !deleted.includes(id));
}
