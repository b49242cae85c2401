import type { Answer } from '../policy/answer';
import { keysOf } from '../policy/answer';
import type { RegionalTrust } from './trust-findings';

/** Regions by what the trust policy answers there. */
export interface RegionsByAnswer {
  readonly yes: readonly RegionalTrust[];
  readonly no: readonly RegionalTrust[];
  readonly depends: readonly RegionalTrust[];
  /** What the undecided ones depend on. */
  readonly keys: readonly string[];
}

export function regionsByAnswer(
  regions: readonly RegionalTrust[],
  answerOf: (region: RegionalTrust) => Answer,
): RegionsByAnswer {
  const those = (is: Answer['is']) => regions.filter((region) => answerOf(region).is === is);
  return {
    yes: those('yes'),
    no: those('no'),
    depends: those('depends'),
    keys: keysOf(regions.map(answerOf)),
  };
}

/** Names of regions, none where it may be any. */
export function namesOf(regions: readonly RegionalTrust[]): string {
  return regions.flatMap(({ region }) => region ?? []).join(', ');
}
