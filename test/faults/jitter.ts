import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../sandbox';
import { seededRandom } from '../support/seeded';

const LONGEST_MS = 4;

/** Lets calls take a different time each, so that what runs at the same time meets in a different order for each seed. */
export function jitter(sandbox: Sandbox, seed: number): void {
  const random = seededRandom(seed);
  sandbox.faults.add({
    match: {},
    effect: { type: 'run', when: 'before', run: () => sleep(random() * LONGEST_MS).then(() => undefined) },
  });
}
