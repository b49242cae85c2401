import type { Fault, FaultEffect } from '../sandbox';
import { labelOf, type Target } from './call-label';

/** A way in which one call can go wrong. */
export interface FaultKind {
  readonly id: string;
  /**
   * `recovers`: the operation must end as if nothing had happened. `either`: it may also fail, and then everything must
   * be as before it.
   */
  readonly outcome: 'recovers' | 'either';
  /** Whether Lambda delivers an event again on which the function failed. */
  readonly redelivers: boolean;
  /** Whether the function is killed on it, and the next one starts cold. */
  readonly kills: boolean;
  /** After a call that changes nothing, everything is as it was before: there a fault after it would be the same again. */
  readonly befalls: 'calls' | 'writes';
  /** The calls from the target on that it befalls. */
  readonly times: number;
  /** In the order in which they strike. */
  effects(kill: () => Promise<void>): readonly FaultEffect[];
}

const ALWAYS = Number.POSITIVE_INFINITY;
/** Waits of half a minute in all: longer than an SDK's own retries would last, and well within the deadline. */
const LONG_THROTTLING_CALLS = 12;

function answered(id: string, outcome: FaultKind['outcome'], times: number, effect: FaultEffect): FaultKind {
  return { id, outcome, times, befalls: 'calls', redelivers: true, kills: false, effects: () => [effect] };
}

const killBefore = (kill: () => Promise<void>): readonly FaultEffect[] => [
  { type: 'run', when: 'before', run: kill },
  { type: 'dropBefore' },
];
const killAfter = (kill: () => Promise<void>): readonly FaultEffect[] => [
  { type: 'run', when: 'after', run: kill },
];

function killed(
  id: string,
  befalls: FaultKind['befalls'],
  redelivers: boolean,
  effects: FaultKind['effects'],
): FaultKind {
  const outcome = redelivers ? 'recovers' : 'either';
  return { id, outcome, times: 1, befalls, redelivers, kills: true, effects };
}

export const FAULT_KINDS: readonly FaultKind[] = [
  answered('throttleOnce', 'recovers', 1, { type: 'throttle' }),
  answered('throttleLong', 'recovers', LONG_THROTTLING_CALLS, { type: 'throttle' }),
  answered('throttleForGood', 'either', ALWAYS, { type: 'throttle' }),
  answered('errorOnce', 'recovers', 1, { type: 'serverError', status: 503 }),
  answered('errorForGood', 'either', ALWAYS, { type: 'serverError', status: 500 }),
  answered('denied', 'either', ALWAYS, { type: 'accessDenied' }),
  answered('dropBefore', 'recovers', 1, { type: 'dropBefore' }),
  { ...answered('dropAfter', 'recovers', 1, { type: 'dropAfter' }), befalls: 'writes' },
  answered('hangOnce', 'recovers', 1, { type: 'hang' }),
  answered('hangForGood', 'either', ALWAYS, { type: 'hang' }),
  killed('killBefore', 'calls', false, killBefore),
  killed('killAfter', 'writes', false, killAfter),
  killed('killBeforeRedelivered', 'calls', true, killBefore),
  killed('killAfterRedelivered', 'writes', true, killAfter),
];

/** The sandbox's faults that let `kind` befall `target` among the calls of one principal. */
export function faultsFor(
  kind: FaultKind,
  target: Target,
  providerRole: string,
  kill: () => Promise<void>,
): readonly Fault[] {
  const where: Fault['match']['where'] = (call) =>
    labelOf(call) === target.label && call.principalArn.includes(`/${providerRole}/`);
  return kind
    .effects(kill)
    .map((effect) => ({ match: { where, nth: target.occurrence }, times: kind.times, effect }));
}
