import type { Target } from './call-label';
import { canonicalState, withoutTags } from './canonical-state';
import { newStack, replay } from './customer-stack';
import type { FaultKind } from './fault-kind';
import { attributeViolations, endStateViolations, statusViolations } from './invariants/end-state';
import { neighbourViolations } from './invariants/neighbours';
import { replyViolations } from './invariants/replies';
import { secretViolations } from './invariants/secrets';
import { afterReplyViolations, timeViolations } from './invariants/time';
import type { Violations } from './invariants/violation';
import { withoutLeftBehind } from './left-behind';
import { gapIn, sampleOf } from './reach';
import type { Rehearsal } from './rehearsal';
import { seedOf } from './seeded';
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
  const customerStack = newStack(customer);
  for (const past of rehearsal.past) await replay(customerStack, past);

  const gaps: string[] = [];
  const required = sampleOf(rehearsal.required, id);
  if (required.getsIn || required.allowed.size > 0) {
    const look = ({ operation }: { readonly operation: string }) => {
      const gap = gapIn(account, story, required);
      if (gap !== undefined) gaps.push(`after ${operation}: ${gap}`);
    };
    sandbox.faults.add({
      match: { where: (call) => call.write },
      effect: { type: 'run', when: 'after', run: look },
    });
  }
  const obstacle = await kind.befall({ customer, customerStack, rehearsal, target, seed: seedOf(id) });
  const earlier = customerStack.stack.requests.length;
  const late: string[] = [];
  const trial = await performAct(customer, customerStack, story.act, {
    redelivers: kind.redelivers,
    operation: obstacle.operation,
    onEvent: obstacle.onEvent,
    mend: () => obstacle.lift(),
    aftermath: async () => {
      late.push(...((await obstacle.aftermath?.()) ?? []));
    },
  });
  late.push(...((await obstacle.epilogue?.()) ?? []));

  const { statuses, deliveries, calls, after } = trial;
  const first = customerStack.stack.requests[earlier];
  const [status] = statuses;
  const compared = kind.takesTags === true ? withoutTags : (whole: string) => whole;
  const isGivenUp = kind.outcome === 'is given up';
  return {
    trial,
    violations: [
      ...(obstacle.hasStruck() ? [] : ['the fault has not struck']),
      ...statusViolations(story, kind.outcome, statuses),
      ...endStateViolations(
        story,
        statuses,
        { start: compared(rehearsal.startState), end: compared(rehearsal.endState) },
        compared(canonicalState(withoutLeftBehind(after, trial.leftBehind))),
      ),
      ...(status === story.ends && kind.outcome === 'recovers'
        ? attributeViolations(rehearsal.trial.attributes, trial.attributes)
        : []),
      ...replyViolations(deliveries, { roles: story.roles, givenUp: isGivenUp ? first : undefined }),
      ...timeViolations(deliveries, PROVIDER_TIMEOUT_MS),
      // What was given up runs on beside what follows: whose write it is that comes after a reply, nobody can tell.
      ...(isGivenUp ? [] : afterReplyViolations(deliveries, calls)),
      ...neighbourViolations(rehearsal.neighbours, after),
      ...gaps,
      ...late,
      ...secretViolations(deliveries, after),
    ],
  };
}
