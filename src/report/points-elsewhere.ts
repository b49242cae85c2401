import type { Verdict } from './report';

/** What a check advises whose answer depends on others: `Carry out the remedy of role-exists.` */
const POINTER = /^Carry out the remedy of [a-z, -]+\.$/;

/** Does the finding only say that another one has to be put right first? Whoever reads that one needs no word of this. */
export function pointsElsewhere({ remedy }: Verdict): boolean {
  return remedy.length > 0 && remedy.every((step) => POINTER.test(step));
}
