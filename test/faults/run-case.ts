import type { FaultHandle } from '../sandbox';
import { seedOf } from '../support/seeded';
import type { Target } from './call-label';
import { canonicalState, withoutTags } from './canonical-state';
import { newStack, replay } from './customer-stack';
import type { FaultKind } from './fault-kind';
import { attributeViolations, endStateViolations, statusViolations } from './invariants/end-state';
import { neighbourViolations } from './invariants/neighbours';
import { registrationViolations } from './invariants/registration';
import { replyViolations } from './invariants/replies';
import { secretViolations } from './invariants/secrets';
import { afterReplyViolations, timeViolations } from './invariants/time';
import type { Violations } from './invariants/violation';
import { withoutLeftBehind } from './left-behind';
import { gapIn, sampleOf } from './reach';
import type { Rehearsal } from './rehearsal';
import type { Snapshot } from './snapshot';
import { PROVIDER_TIMEOUT_MS, type TestBed } from './test-bed';
import { performAct, type Trial } from './trial';

/** One story, with one fault at one place. */
export interface Case {
  readonly id: string;
  readonly rehearsal: Rehearsal;
  readonly target: Target;
  readonly kind: FaultKind;
}

export interface CaseResult {
  readonly violations: Violations;
  readonly trial: Trial;
}

/** Runs one trial on a test bed and asks every invariant about it. */
export async function runCase(testBed: TestBed, { id, rehearsal, target, kind }: Case): Promise<CaseResult> {
  const { customer } = testBed;
  const { account, sandbox } = customer;
  const { story } = rehearsal;
  testBed.restore(rehearsal.start);
  sandbox.configure({ accounts: { [account.id]: { rcps: story.rcps ?? [] } } });
  const customerStack = newStack(customer, undefined, story.resource);
  for (const past of rehearsal.past) await replay(customerStack, past);

  const gaps: string[] = [];
  let watch: FaultHandle | undefined;
  const required = sampleOf(rehearsal.required, id);
  if (required.getsIn || required.allowed.size > 0) {
    const look = ({ operation }: { readonly operation: string }) => {
      const gap = gapIn(account, story, required);
      if (gap !== undefined) gaps.push(`after ${operation}: ${gap}`);
    };
    watch = sandbox.faults.add({
      match: { where: (call) => call.write },
      effect: { type: 'run', when: 'after', run: look },
    });
  }
  const obstacle = await kind.befall({ customer, customerStack, rehearsal, target, seed: seedOf(id) });
  const answered = [...customerStack.stack.requests];
  const late: string[] = [];
  const trial = await performAct(customer, customerStack, story.act, {
    redelivers: kind.redelivers,
    operation: obstacle.operation,
    onEvent: obstacle.onEvent,
    afterEvent: obstacle.onEventEnd,
    mend: () => obstacle.lift(),
    aftermath: async () => {
      late.push(...((await obstacle.aftermath?.()) ?? []));
    },
  });
  watch?.remove();
  late.push(...((await obstacle.epilogue?.()) ?? []));

  const { statuses, deliveries, calls, after } = trial;
  const givenUp = kind.outcome === 'is given up' ? customerStack.stack.requests[answered.length] : undefined;
  const [status] = statuses;
  const compared = (account: Snapshot) => {
    const state = canonicalState(withoutLeftBehind(account, trial.leftBehind));
    return kind.takesTags === true ? withoutTags(state) : state;
  };
  return {
    trial,
    violations: [
      ...(obstacle.hasStruck() ? [] : ['the fault has not struck']),
      ...statusViolations(story, kind.outcome, statuses),
      ...endStateViolations(
        story,
        statuses,
        { start: compared(rehearsal.startSnapshot), end: compared(rehearsal.trial.after) },
        compared(after),
      ),
      ...(status === story.ends && kind.outcome === 'recovers'
        ? [
            ...attributeViolations(rehearsal.trial.attributes, trial.attributes),
            ...registrationViolations(rehearsal, trial),
          ]
        : []),
      ...replyViolations(deliveries, { ...story, givenUp, answered }),
      ...timeViolations(deliveries, PROVIDER_TIMEOUT_MS),
      // What was given up runs on beside what follows: whose write it is that comes after a reply, nobody can tell.
      ...(givenUp !== undefined ? [] : afterReplyViolations(deliveries, calls)),
      ...neighbourViolations(rehearsal.neighbours, after),
      ...gaps,
      ...late,
      ...secretViolations(deliveries, after, testBed.keys),
    ],
  };
}
