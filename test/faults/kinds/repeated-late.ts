import { canonicalState, differences } from '../canonical-state';
import type { FaultKind, Trialled } from '../fault-kind';
import type { Violations } from '../invariants/violation';
import { snapshotOf } from '../snapshot';

/**
 * Lambda delivers every event of the stack once more when all is long settled: first when the story has ended, then
 * when the stack has been deleted. Nothing may be written for any of them.
 */
export const REPEATED_LATE: FaultKind = {
  id: 'repeated-late',
  outcome: 'recovers',
  redelivers: true,
  kills: false,
  isOfOrder: true,
  targets: () => [{ label: 'delivered.once-more', occurrence: 1 }],
  befall: (trial) => {
    const { customer, customerStack, rehearsal } = trial;
    let repeated = 0;
    const repeat = async (when: string) => {
      const violations = await repeatAll(trial, when);
      repeated += 1;
      return violations;
    };
    return {
      lift: () => undefined,
      aftermath: () => repeat('when the story had ended'),
      epilogue: async () => {
        const { stack } = customerStack;
        if (stack.resources.size > 0) await stack.delete();
        const violations = await repeat('when the stack had been deleted');
        const left = differences(rehearsal.untouchedState, canonicalState(snapshotOf(customer)));
        return [...violations, ...left.map((difference) => `after the stack’s end: ${difference}`)];
      },
      hasStruck: () => repeated > 0,
    };
  },
};

async function repeatAll({ customer, customerStack }: Trialled, when: string): Promise<Violations> {
  const before = customer.writes().length;
  for (const request of [...customerStack.stack.requests]) await customerStack.stack.deliver(request);
  const written = customer.writes().slice(before);
  return written.map((write) => `${when}, ${write} was called for an event that was delivered once more`);
}
