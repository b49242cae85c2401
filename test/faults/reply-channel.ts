import type { PutFault, ReceivedPut } from '../sandbox/cloudformation/put';
import { canonicalState } from './canonical-state';
import { newStack, replay } from './customer-stack';
import { endStateViolations, statusViolations } from './invariants/end-state';
import { neighbourViolations } from './invariants/neighbours';
import { replyViolations } from './invariants/replies';
import { secretViolations } from './invariants/secrets';
import type { Violations } from './invariants/violation';
import type { Rehearsal } from './rehearsal';
import type { TestBed } from './test-bed';
import { type Delivery, performAct } from './trial';

/** A way in which the ResponseURL treats the PUTs to it. */
export interface Channel {
  readonly id: string;
  readonly fault: PutFault;
  /** How many PUTs of an event it befalls. */
  readonly times: number;
  /**
   * `delivered`: CloudFormation gets the reply. `refused`: the URL does not take it, which another delivery of the event
   * would not change. `undelivered`: nobody knows, so Lambda delivers the event again.
   */
  readonly expected: 'delivered' | 'refused' | 'undelivered';
}

const ALWAYS = Number.POSITIVE_INFINITY;
const SLOW_MS = 15;

function channels(
  id: string,
  fault: PutFault,
  expected: { readonly once: Channel['expected']; readonly always: Channel['expected'] },
) {
  return [
    { id: `${id} once`, fault, times: 1, expected: expected.once },
    { id: `${id} for good`, fault, times: ALWAYS, expected: expected.always },
  ] as const;
}

const recovers = { once: 'delivered', always: 'undelivered' } as const;
const stored = { once: 'delivered', always: 'delivered' } as const;

export const CHANNELS: readonly Channel[] = [
  ...channels('answers 403', { kind: 'status', status: 403 }, { once: 'delivered', always: 'refused' }),
  ...channels('answers 400', { kind: 'status', status: 400 }, { once: 'delivered', always: 'refused' }),
  ...channels('answers 500', { kind: 'status', status: 500 }, recovers),
  ...channels('answers 503', { kind: 'status', status: 503 }, recovers),
  ...channels('breaks in the middle', { kind: 'reset', stored: false }, recovers),
  ...channels('stores, then breaks', { kind: 'reset', stored: true }, stored),
  ...channels('hangs', { kind: 'hang', stored: false }, recovers),
  ...channels('stores, then hangs', { kind: 'hang', stored: true }, stored),
  ...channels('is slow', { kind: 'slow', delayMs: SLOW_MS }, stored),
];

/** Runs a story whose first event meets such a channel; what CloudFormation sends after it is answered as usual. */
export async function runOnChannel(
  testBed: TestBed,
  rehearsal: Rehearsal,
  channel: Channel,
): Promise<Violations> {
  const { customer } = testBed;
  const { story } = rehearsal;
  testBed.restore(rehearsal.start);
  const customerStack = newStack(customer);
  for (const past of rehearsal.past) await replay(customerStack, past);
  const earlier = customerStack.stack.requests.length;
  customer.cloudFormation.misbehave((request, attempt) =>
    request === customerStack.stack.requests[earlier] && attempt <= channel.times ? channel.fault : undefined,
  );
  const { statuses, deliveries, after } = await performAct(customer, customerStack, story.act, {
    redelivers: true,
  });
  const [struck, ...others] = deliveries;
  const outcome = channel.expected === 'delivered' ? 'recovers' : 'either';
  return [
    ...(struck === undefined ? ['there was no event'] : struckViolations(struck, channel)),
    ...replyViolations(others, story),
    ...statusViolations(story, outcome, statuses),
    ...endStateViolations(
      story,
      statuses,
      { start: rehearsal.startState, end: rehearsal.endState },
      canonicalState(after),
    ),
    ...neighbourViolations(rehearsal.neighbours, after),
    ...secretViolations(deliveries, after, testBed.keys),
  ];
}

const LAMBDA_ATTEMPTS = 3;

function struckViolations({ puts, invocation }: Delivery, channel: Channel): Violations {
  const endings = invocation.attempts.map(({ outcome, error }) => error?.name ?? outcome).join();
  const wanted = expectedEndings(channel).join();
  return [
    ...(endings === wanted ? [] : [`the deliveries ended with ${endings} instead of ${wanted}`]),
    ...putViolations(puts, channel.expected),
  ];
}

function expectedEndings({ expected, fault, times }: Channel): string[] {
  // CloudFormation has the reply, and the function never hears of it.
  const isUnheard = 'stored' in fault && fault.stored && times === ALWAYS;
  return expected === 'undelivered' || isUnheard
    ? Array.from({ length: LAMBDA_ATTEMPTS }, () => 'ReplyNotDelivered')
    : ['returned'];
}

function putViolations(puts: readonly ReceivedPut[], expected: Channel['expected']): Violations {
  const replies = puts.filter(({ meaning }) => meaning === 'reply');
  const duplicates = puts.filter(({ meaning }) => meaning === 'duplicate');
  const late = puts.filter(({ meaning }) => meaning === 'late');
  const wanted = expected === 'delivered' ? 1 : 0;
  return [
    ...(replies.length === wanted
      ? []
      : [`CloudFormation got ${replies.length} replies instead of ${wanted}`]),
    ...(late.length === 0 ? [] : [`${late.length} replies came too late`]),
    ...(duplicates.every(({ body }) => body === replies[0]?.body)
      ? []
      : ['a repeated reply says something else than the first']),
  ];
}
