import type { Target } from './call-label';
import { canonicalState } from './canonical-state';
import { newStack, replay } from './customer-stack';
import { type FaultKind, faultsFor } from './fault-kinds';
import { attributeViolations, endStateViolations, statusViolations } from './invariants/end-state';
import { neighbourViolations } from './invariants/neighbours';
import { replyViolations } from './invariants/replies';
import { secretViolations } from './invariants/secrets';
import { afterReplyViolations, timeViolations } from './invariants/time';
import type { Violations } from './invariants/violation';
import { withoutLeftBehind } from './left-behind';
import { gapIn, sampleOf } from './reach';
import type { Rehearsal } from './rehearsal';
import { PROVIDER_TIMEOUT_MS, type TestBed } from './test-bed';
import { performAct, type Trial } from './trial';

/** One story, with one fault at one of its calls. */
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
  const { account, sandbox, provider, providerRole } = customer;
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
  const handles = faultsFor(kind, target, providerRole, () => provider.kill()).map((fault) =>
    sandbox.faults.add(fault),
  );
  const trial = await performAct(customer, customerStack, story.act, {
    redelivers: kind.redelivers,
    mend: () => {
      for (const handle of handles) handle.remove();
    },
  });

  const { statuses, deliveries, calls, after } = trial;
  const [status] = statuses;
  const state = canonicalState(withoutLeftBehind(after, trial.leftBehind));
  return {
    trial,
    violations: [
      ...(handles.every((handle) => handle.strikes() > 0) ? [] : ['the fault has not struck']),
      ...statusViolations(story, kind.outcome, statuses),
      ...endStateViolations(story, statuses, { start: rehearsal.startState, end: rehearsal.endState }, state),
      ...(status === story.ends && kind.outcome === 'recovers'
        ? attributeViolations(rehearsal.trial.attributes, trial.attributes)
        : []),
      ...replyViolations(deliveries, { roles: story.roles }),
      ...timeViolations(deliveries, PROVIDER_TIMEOUT_MS),
      ...afterReplyViolations(deliveries, calls),
      ...neighbourViolations(rehearsal.neighbours, after),
      ...gaps,
      ...secretViolations(deliveries, after),
    ],
  };
}
