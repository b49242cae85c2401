import { describeStep } from '../../../src/iam/plan';
import type { State } from './journey';
import type { Judge } from './model-permissions';

export interface GapOptions {
  /** What has to be allowed all the time; absent: what the first and the last state both allow. */
  readonly inBoth?: readonly boolean[];
  /** Policies whose permissions may be missing. */
  readonly exchanged?: readonly string[];
}

/** What was missing after which step. */
export function gaps(
  judge: Judge,
  states: readonly [State, ...State[]],
  { inBoth = allowedInBoth(judge, states), exchanged = [] }: GapOptions = {},
): readonly string[] {
  const excused = exchanged.map((arn) => judge.allowedByPolicy(states[0].account, arn));
  return states.flatMap(({ account, step }) => {
    const now = judge.allowed(account);
    const missing = judge.calls.filter(
      (_, index) => inBoth[index] && !now[index] && !excused.some((allowed) => allowed[index]),
    );
    return missing.map(({ action, region }) => `${action} in ${region} after ${step && describeStep(step)}`);
  });
}

/** For each of the judge's calls: do the first and the last state both allow it? */
export function allowedInBoth(judge: Judge, states: readonly State[]): readonly boolean[] {
  const [first, last] = [states[0], states.at(-1)].map((state) =>
    state ? judge.allowed(state.account) : [],
  );
  return judge.calls.map((_, index) => first?.[index] === true && last?.[index] === true);
}
