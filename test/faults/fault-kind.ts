import type { CustomerAccount } from '../support/customer-account';
import type { Target } from './call-label';
import type { CustomerStack } from './customer-stack';
import type { Obstacle } from './obstacle';
import type { Rehearsal } from './rehearsal';

/**
 * What a fault may do to an operation.
 *
 * - `recovers`: it must end as if nothing had happened
 * - `either`: it may also fail, and then everything must be as before it
 * - `is given up`: CloudFormation gives up on its first event, and everything must be as before it
 */
export type Outcome = 'recovers' | 'either' | 'is given up';

/** A way in which a story can go wrong. */
export interface FaultKind {
  readonly id: string;
  readonly outcome: Outcome;
  /** Whether Lambda delivers an event again on which the function failed. */
  readonly redelivers: boolean;
  /** Whether the function is killed on it, and the next one starts cold. */
  readonly kills: boolean;
  /** Whether it is about what comes when, and from when it is, rather than about what single calls come to. */
  readonly isOfOrder: boolean;
  /** Whether no call that it befalls is ever answered by the service itself. */
  readonly withholdsAnswers?: boolean;
  /** Whether it takes tags off, which nobody has to put back. */
  readonly takesTags?: boolean;
  /** Where in a story it can strike: its calls, or what else belongs to it. */
  targets(rehearsal: Rehearsal): readonly Target[];
  /** Puts it in the way of a trial, which has not begun. */
  befall(trial: Trialled): Obstacle | Promise<Obstacle>;
}

/** What a fault is put in the way of. */
export interface Trialled {
  readonly customer: CustomerAccount;
  readonly customerStack: CustomerStack;
  readonly rehearsal: Rehearsal;
  readonly target: Target;
  /** Decides whatever is left to chance. */
  readonly seed: number;
}
