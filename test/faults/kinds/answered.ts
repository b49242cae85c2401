import type { FaultEffect } from '../../sandbox';
import type { FaultKind, Outcome } from '../fault-kind';
import { ANY_CALL, type CallFault, callFault, WRITES } from './call-fault';

const ALWAYS = Number.POSITIVE_INFINITY;
/** Waits of half a minute in all: longer than an SDK's own retries would last, and well within the deadline. */
const LONG_THROTTLING_CALLS = 12;

function answered(
  id: string,
  outcome: Outcome,
  times: number,
  effect: FaultEffect,
  befalls: CallFault['befalls'] = ANY_CALL,
): FaultKind {
  return {
    ...callFault({ id, outcome, times, befalls, effects: () => [effect] }),
    withholdsAnswers: times === ALWAYS && effect.type !== 'accessDenied',
  };
}

/** When Datadog lets calls in again, as its answer says: AWS says nothing of it. */
const DATADOG_RESET_SECONDS = 20;
/** With AWS the SDK would take it for an answer that cannot be read, and ask again: that is `errorForGood`. */
const OF_DATADOG: CallFault['befalls'] = ({ label }) => label.startsWith('datadog.');

/** AWS, Datadog, or the network, gives another answer than it should, or none. */
export const ANSWERED: readonly FaultKind[] = [
  answered('throttleOnce', 'recovers', 1, { type: 'throttle', resetSeconds: DATADOG_RESET_SECONDS }),
  answered('throttleLong', 'recovers', LONG_THROTTLING_CALLS, { type: 'throttle' }),
  answered('throttleForGood', 'either', ALWAYS, { type: 'throttle' }),
  answered('errorOnce', 'recovers', 1, { type: 'serverError', status: 503 }),
  answered('errorForGood', 'either', ALWAYS, { type: 'serverError', status: 500 }),
  answered('denied', 'either', ALWAYS, { type: 'accessDenied' }),
  answered('dropBefore', 'recovers', 1, { type: 'dropBefore' }),
  answered('dropAfter', 'recovers', 1, { type: 'dropAfter' }, WRITES),
  answered('hangOnce', 'recovers', 1, { type: 'hang' }),
  answered('hangForGood', 'either', ALWAYS, { type: 'hang' }),
  answered('loginPage', 'either', ALWAYS, { type: 'loginPage' }, OF_DATADOG),
];
