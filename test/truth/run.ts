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

/** Tries one random situation after the other. */
export async function tryMany({
  seed,
  situations,
  untilWrong = false,
  onTrial,
}: Plan): Promise<readonly Trial[]> {
  return inTruthWorld(async (world) => {
    const trials: Trial[] = [];
    for (let index = 0; index < situations; index += 1) {
      const trial = await tryOut(world, drawSituation(seed, index));
      onTrial?.(trial);
      trials.push(trial);
      if (untilWrong && isWrong(trial)) break;
    }
    return trials;
  });
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
