import type { FaultEffect } from '../../sandbox';
import type { CustomResourceRequest } from '../../sandbox/cloudformation/request';
import type { FaultKind, Trialled } from '../fault-kind';
import { jitter } from '../jitter';
import type { Obstacle } from '../obstacle';
import type { Rehearsal } from '../rehearsal';
import { signal } from '../signal';
import { matchOf } from './call-fault';

/** What the function's call meets that was on its way when its resource was cancelled, and for how long it is held. */
interface Cancellation {
  /** Until the rollback's event reaches its function, or until it has ended. */
  readonly until: 'rollback begins' | 'rollback has ended';
  /** How it is answered then. */
  readonly answer: readonly FaultEffect[];
}

/**
 * Another resource of the stack fails while the function makes a call. CloudFormation cancels the resource and rolls it
 * back at once, and the function, which nobody tells, runs on beside the rollback
 * (https://github.com/aws/aws-cdk/issues/31541). What deletes is not cancelled, nor is a rollback.
 */
function cancelledAtCalls(id: string, cancellation: Cancellation): FaultKind {
  return {
    id,
    outcome: 'is given up',
    redelivers: true,
    kills: false,
    isOfOrder: true,
    targets: callsOfFirstEvent,
    befall: (trial) => cancelAt(trial, cancellation),
  };
}

function callsOfFirstEvent({ story, targets }: Rehearsal) {
  return story.act.kind === 'delete' ? [] : targets.filter(({ event }) => event === 0);
}

function cancelAt(trial: Trialled, { until, answer }: Cancellation): Obstacle {
  const { customer, customerStack, seed } = trial;
  const { faults } = customer.sandbox;
  const failure = signal();
  const goOn = signal();
  let cancelled: CustomResourceRequest | undefined;
  const isOfRollback = (request: CustomResourceRequest) => cancelled !== undefined && request !== cancelled;
  const holding: FaultEffect = {
    type: 'run',
    when: 'before',
    run: () => {
      cancelled = customerStack.stack.requests.at(-1);
      failure.give();
      return goOn.given;
    },
  };
  const match = matchOf(trial);
  const handles = [holding, ...answer].map((effect) => faults.add({ match, effect }));
  jitter(customer.sandbox, seed);
  return {
    operation: { failDuring: failure.given },
    onEvent: (request) => {
      if (until === 'rollback begins' && isOfRollback(request)) goOn.give();
    },
    onEventEnd: (request) => {
      if (until === 'rollback has ended' && isOfRollback(request)) goOn.give();
    },
    lift: () => {
      for (const handle of handles) handle.remove();
    },
    hasStruck: () => handles.every((handle) => handle.strikes() > 0),
  };
}

/**
 * - `cancelled`: the calls that follow meet those of the rollback, in an order that the seed decides
 * - `overtaken`: the call is throttled for as long as the rollback lasts; when the function may go on, all is over
 */
export const CANCELLED: readonly FaultKind[] = [
  cancelledAtCalls('cancelled', { until: 'rollback begins', answer: [] }),
  cancelledAtCalls('overtaken', { until: 'rollback has ended', answer: [{ type: 'throttle' }] }),
];
