import { DEFAULT_SETTINGS } from '../sandbox/settings';
import type { Bed, SavedState } from './bed';
import { type Target, targetsOf } from './call-label';
import { type CanonicalState, canonicalState, differences } from './canonical-state';
import { deployFirst, newStack, type PastDeployment } from './customer-stack';
import { type Neighbours, neighboursOf } from './invariants/neighbours';
import { intersection, PROBES, type Reach, reachOf } from './reach';
import type { Story } from './story';
import { performAct, type Trial } from './trial';

/** A story as it goes when nothing goes wrong: what every trial of it is compared with. */
export interface Rehearsal {
  readonly story: Story;
  readonly start: SavedState;
  readonly past: readonly PastDeployment[];
  readonly trial: Trial;
  /** Every AWS call of it. */
  readonly targets: readonly Target[];
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
 * @throws Error when it does not end as it says, or when the Delete leaves anything
 */
export async function rehearse(bed: Bed, story: Story): Promise<Rehearsal> {
  const { customer } = bed;
  const { account } = customer;
  bed.restore(bed.origin);
  // Without waits every run makes the same calls.
  customer.sandbox.configure({ propagation: AT_ONCE });
  await story.seed?.(customer);
  const untouched = account.snapshot();
  const customerStack = newStack(customer);
  const past: PastDeployment[] = [];
  for (const properties of story.deployed) past.push(await deployFirst(customer, customerStack, properties));
  await story.interference?.(customer);
  const start = bed.save();
  bed.restore(start);
  // Without waits every run makes the same calls.
  customer.sandbox.configure({
    propagation: AT_ONCE,
    accounts: { [account.id]: { rcps: story.rcps ?? [] } },
  });

  const startState = canonicalState(account.snapshot());
  const reaches = [reachOf(account, story, PROBES)];
  const trial = await performAct(customer, customerStack, story.act, {
    redelivers: true,
    afterEvent: () => reaches.push(reachOf(account, story, PROBES)),
  });
  const [status] = trial.statuses;
  if (status !== story.ends)
    throw new Error(`${story.id} ended in ${status}: ${JSON.stringify(customerStack.stack.events)}`);
  const rehearsal = {
    story,
    start,
    past,
    trial,
    targets: targetsOf(trial.calls),
    startState,
    endState: canonicalState(trial.after),
    required: intersection(reaches),
    neighbours: neighboursOf(untouched, story),
  };
  if (customerStack.stack.resources.size > 0) await customerStack.stack.delete();
  const left = differences(canonicalState(untouched), canonicalState(account.snapshot()));
  if (left.length > 0) throw new Error(`${story.id} leaves something after Delete: ${left.join('; ')}`);
  return rehearsal;
}
