import { drawSituation } from './draw/situation';
import { isWrong, type Trial, tryOut } from './trial';
import { openTruthWorld, type TruthWorld } from './world';

export interface Plan {
  readonly seed: number;
  readonly situations: number;
  /** Whether to end with the first that is wrong. */
  readonly untilWrong?: boolean;
  /** Told of each when it has been tried. */
  readonly onTrial?: (trial: Trial) => void;
}

/** So many situations share a world: the embedded AWS remembers more than an account is restored to. */
const OF_ONE_WORLD = 100;

/** Tries one random situation after the other. */
export async function tryMany(plan: Plan): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (let from = 0; from < plan.situations; from += OF_ONE_WORLD) {
    const next = await inTruthWorld((world) => trySome(world, plan, from));
    trials.push(...next);
    if (plan.untilWrong && next.some(isWrong)) break;
  }
  return trials;
}

async function trySome(
  world: TruthWorld,
  { seed, situations, untilWrong = false, onTrial }: Plan,
  from: number,
): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (let index = from; index < Math.min(from + OF_ONE_WORLD, situations); index += 1) {
    const trial = await tryOut(world, drawSituation(seed, index));
    onTrial?.(trial);
    trials.push(trial);
    if (untilWrong && isWrong(trial)) break;
  }
  return trials;
}

/** Does something in a world of its own. */
export async function inTruthWorld<Result>(task: (world: TruthWorld) => Promise<Result>): Promise<Result> {
  const world = await openTruthWorld();
  try {
    return await task(world);
  } finally {
    await world.close();
  }
}
