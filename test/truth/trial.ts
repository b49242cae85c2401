import { isDecidable } from './decidable';
import {
  FAILING_BUT_WORKING,
  HEALTHY_BUT_REFUSED,
  type Lie,
  liesOf,
  type StatusWord,
  statusOf,
  type TruthWord,
  wordOf,
} from './judge';
import type { Situation } from './situation';
import { type Truth, truthOf } from './truth';
import { unseenIn, withoutUnseen } from './unseen';
import { type Said, validated } from './validated';
import { build, type TruthWorld } from './world';

/** One situation, tried. */
export interface Trial {
  readonly situation: Situation;
  readonly truth: Truth;
  readonly said: Said;
  readonly word: TruthWord;
  readonly status: StatusWord;
  /** Whether there was evidence from which the truth could be known. */
  readonly isDecidable: boolean;
  /** What the validator says otherwise than it is, and could have known. */
  readonly lies: readonly Lie[];
  /** What it says otherwise than it is, where nobody in the account could know. */
  readonly unseen: readonly Lie[];
}

/** Builds a situation, finds out how it really is, and lets the validator say what it says. */
export async function tryOut(world: TruthWorld, situation: Situation): Promise<Trial> {
  await build(world, situation);
  const truth = await settledTruth(world, situation);
  const decidable = isDecidable(world, situation, truth);
  const said = await validated(world, situation);
  const found = liesOf(said, truth);
  const excused = found.length > 0 && unseenIn(situation).length > 0;
  const lies = excused ? await knowable(world, situation, said, found) : found;
  return {
    situation,
    truth,
    said,
    word: wordOf(truth),
    status: statusOf(said),
    isDecidable: decidable,
    lies,
    unseen: found.filter((lie) => !lies.includes(lie)),
  };
}

/** How it is when IAM has spread the role, which an alert would outlive. */
async function settledTruth(world: TruthWorld, situation: Situation): Promise<Truth> {
  const { time } = world;
  const now = time.now();
  time.set(now + situation.weather.spreadMs);
  try {
    return await truthOf(world, situation);
  } finally {
    time.set(now);
  }
}

/** Those lies that would be lies without what cannot be seen, too: by them alone the validator can be measured. */
async function knowable(
  world: TruthWorld,
  situation: Situation,
  said: Said,
  found: readonly Lie[],
): Promise<readonly Lie[]> {
  await build(world, withoutUnseen(situation));
  const seen = liesOf(said, await settledTruth(world, situation));
  return found.filter(({ kind }) => seen.some((lie) => lie.kind === kind));
}

/** Is what the validator says of the whole a lie? */
export function isWrong({ lies }: Pick<Trial, 'lies'>): boolean {
  return lies.some(({ kind }) => kind === HEALTHY_BUT_REFUSED || kind === FAILING_BUT_WORKING);
}
