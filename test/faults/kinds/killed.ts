import type { FaultKind, Trialled } from '../fault-kind';
import { type CallFault, callFault, WRITES, WRITES_AND_OPENINGS } from './call-fault';

const killBefore: CallFault['effects'] = ({ customer }: Trialled) => [
  { type: 'run', when: 'before', run: () => customer.provider.kill() },
  { type: 'dropBefore' },
];
const killAfter: CallFault['effects'] = ({ customer }: Trialled) => [
  { type: 'run', when: 'after', run: () => customer.provider.kill() },
];

function killed(id: string, fault: Pick<CallFault, 'befalls' | 'effects'>, redelivers: boolean): FaultKind {
  const outcome = redelivers ? 'recovers' : 'either';
  return callFault({ id, outcome, times: 1, redelivers, kills: true, ...fault });
}

const BEFORE = { befalls: WRITES_AND_OPENINGS, effects: killBefore };
const AFTER = { befalls: WRITES, effects: killAfter };

/** The function is stopped right before or right after a call; nothing of it runs on. */
export const KILLED: readonly FaultKind[] = [
  killed('killBefore', BEFORE, false),
  killed('killAfter', AFTER, false),
  killed('killBeforeRedelivered', BEFORE, true),
  killed('killAfterRedelivered', AFTER, true),
];
