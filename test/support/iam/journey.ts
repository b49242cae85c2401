import type { Plan, Step } from '../../../src/iam/plan';
import { carryOut, type ModelAccount } from './model-iam';

/** The account after a step; the first state of a journey has none. */
export interface State {
  readonly account: ModelAccount;
  readonly step: Step | undefined;
}

/** The account before the first step and after each one. Steps of one stage go in the order that `pick` chooses. */
export function journey(
  start: ModelAccount,
  plan: Plan,
  pick: (count: number) => number,
): readonly [State, ...State[]] {
  const states: [State, ...State[]] = [{ account: start, step: undefined }];
  for (const stage of plan.stages) {
    const left = [...stage];
    while (left.length > 0) {
      const [step] = left.splice(pick(left.length), 1);
      if (step !== undefined) states.push({ account: carryOut(endOf(states), plan.roleName, step), step });
    }
  }
  return states;
}

/** The account at the end of a journey. */
export function endOf(states: readonly [State, ...State[]]): ModelAccount {
  return (states.at(-1) ?? states[0]).account;
}

/** Where a plan leads when it is carried out in the order in which it is written. */
export function arrival(start: ModelAccount, plan: Plan): ModelAccount {
  return endOf(journey(start, plan, () => 0));
}

/** Picks pseudo-randomly from a seed. */
export function picker(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % count;
  };
}
