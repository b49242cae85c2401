import type { Fault, FaultEffect } from '../../sandbox';
import { isOfProvider } from '../../support/customer-account';
import { type CallTarget, labelOf } from '../call-label';
import type { FaultKind, Outcome, Trialled } from '../fault-kind';

/** How single calls go wrong. */
export interface CallFault {
  readonly id: string;
  readonly outcome: Outcome;
  /** Default true. */
  readonly redelivers?: boolean;
  /** Default false. */
  readonly kills?: boolean;
  /** The calls from the target on that it befalls. */
  readonly times: number;
  befalls(target: CallTarget): boolean;
  /** In the order in which they strike. */
  effects(trial: Trialled): readonly FaultEffect[];
}

export const ANY_CALL = (): boolean => true;
/** After a call that changes nothing, everything is as it was before: there a fault after it would be the same again. */
export const WRITES = ({ write }: CallTarget): boolean => write;
/**
 * What a function knows it has from the account alone. So it is the same to it whether it ends before a read or after the
 * write before that; only where nothing has been written for the event yet, there is no such write.
 */
export const WRITES_AND_OPENINGS = ({ write, opens }: CallTarget): boolean => write || opens;

/** A fault that befalls calls of the provider: every call of a story is a case of its own. */
export function callFault({
  id,
  outcome,
  redelivers = true,
  kills = false,
  times,
  befalls,
  effects,
}: CallFault): FaultKind {
  return {
    id,
    outcome,
    redelivers,
    kills,
    isOfOrder: false,
    targets: ({ targets }) => targets.filter(befalls),
    befall: (trial) => {
      const { customer } = trial;
      const match = matchOf(trial);
      const handles = effects(trial).map((effect) => customer.sandbox.faults.add({ match, times, effect }));
      return {
        lift: () => {
          for (const handle of handles) handle.remove();
        },
        hasStruck: () => handles.every((handle) => handle.strikes() > 0),
      };
    },
  };
}

/** The call that is the target, among those of the provider. */
export function matchOf({ customer, target }: Trialled): Fault['match'] {
  return {
    where: (call) => labelOf(call) === target.label && isOfProvider(customer.providerRole, call),
    nth: target.occurrence,
  };
}
