import { DEFAULT_SETTINGS } from '../sandbox/settings';
import { type CallTarget, targetsOf } from './call-label';
import { type CanonicalState, canonicalState, differences } from './canonical-state';
import { deployFirst, newStack, type PastDeployment } from './customer-stack';
import { type Neighbours, neighboursOf } from './invariants/neighbours';
import { intersection, PROBES, type Reach, reachOf } from './reach';
import { type Snapshot, snapshotOf } from './snapshot';
import type { Story } from './story';
import type { SavedState, TestBed } from './test-bed';
import { performAct, type Trial } from './trial';

/** A story as it goes when nothing goes wrong: what every trial of it is compared with. */
export interface Rehearsal {
  readonly story: Story;
  readonly start: SavedState;
  readonly past: readonly PastDeployment[];
  readonly trial: Trial;
  /** Every AWS call of it. */
  readonly targets: readonly CallTarget[];
  /** Before the stack. */
  readonly untouchedState: CanonicalState;
  /** Where the story begins. */
  readonly startSnapshot: Snapshot;
  readonly startState: CanonicalState;
  readonly endState: CanonicalState;
  readonly neighbours: Neighbours;
  /** What Datadog can do before, after, and after every event in between. */
  readonly required: Reach;
}

const AT_ONCE = DEFAULT_SETTINGS.propagation;

/**
 * Runs a story without a fault, and then deletes the stack.
 *
 * @throws Error when it does not end as it says, when the Delete leaves anything, or when an Update does not lead where
 *   a Create does
 */
export async function rehearse(testBed: TestBed, story: Story): Promise<Rehearsal> {
  const { customer } = testBed;
  const { account } = customer;
  await begin(testBed, story.seed);
  const untouched = snapshotOf(customer);
  const customerStack = newStack(customer, undefined, story.resource);
  const past: PastDeployment[] = [];
  for (const properties of story.deployed) past.push(await deployFirst(customer, customerStack, properties));
  await story.interference?.(customer);
  const start = testBed.save();
  testBed.restore(start);
  // Without waits every run makes the same calls.
  customer.sandbox.configure({
    propagation: AT_ONCE,
    accounts: { [account.id]: { rcps: story.rcps ?? [] } },
  });

  const startSnapshot = snapshotOf(customer);
  const reaches = [reachOf(account, story, PROBES)];
  const trial = await performAct(customer, customerStack, story.act, {
    redelivers: true,
    afterEvent: () => reaches.push(reachOf(account, story, PROBES)),
  });
  const [status] = trial.statuses;
  if (status !== story.ends)
    throw new Error(
      `without any fault, ${story.id} ended in ${status}: ${JSON.stringify(customerStack.stack.events)}`,
    );
  const rehearsal = {
    story,
    start,
    past,
    trial,
    targets: targetsOf(
      trial.calls,
      trial.deliveries.map(({ callsUntil }) => callsUntil),
    ),
    untouchedState: canonicalState(untouched),
    startSnapshot,
    startState: canonicalState(startSnapshot),
    endState: canonicalState(trial.after),
    required: intersection(reaches),
    neighbours: neighboursOf(untouched, story),
  };
  if (customerStack.stack.resources.size > 0) await customerStack.stack.delete();
  const left = differences(rehearsal.untouchedState, canonicalState(snapshotOf(customer)));
  if (left.length > 0)
    throw new Error(`without any fault, ${story.id} leaves something after Delete: ${left.join('; ')}`);
  if (story.ends === 'UPDATE_COMPLETE' && !isOfAdoptedRole(story) && !story.remembersMore) {
    const detour = differences(await createdAtOnce(testBed, story), rehearsal.endState);
    if (detour.length > 0)
      throw new Error(
        `without any fault, ${story.id} ends in another state than a Create: ${detour.join('; ')}`,
      );
  }
  return rehearsal;
}

/** What an adoption leads to depends on the role as it was found: it may not even be possible with the later properties. */
function isOfAdoptedRole({ deployed }: Story): boolean {
  return deployed.some(({ ExistingRole }) => ExistingRole === 'Adopt');
}

/** Where a Create leads with the properties that a story's Update ends with: the Update must lead to the same. */
async function createdAtOnce(testBed: TestBed, { seed, act, resource }: Story): Promise<CanonicalState> {
  const { customer } = testBed;
  await begin(testBed, seed);
  if (act.kind === 'deploy')
    await deployFirst(customer, newStack(customer, undefined, resource), act.properties);
  return canonicalState(snapshotOf(customer));
}

async function begin(testBed: TestBed, seed: Story['seed']): Promise<void> {
  testBed.restore(testBed.origin);
  // Without waits every run makes the same calls.
  testBed.customer.sandbox.configure({ propagation: AT_ONCE });
  await seed?.(testBed.customer);
}
