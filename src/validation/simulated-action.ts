import type { Attempt } from '../probe/call-failure';

/** Why AWS's evaluator refuses an action. */
export type DeniedBy = 'permissions boundary' | 'organization' | 'explicit deny' | 'not granted';

export interface SimulatedAction {
  readonly action: string;
  /** Null when the action is allowed. */
  readonly deniedBy: DeniedBy | null;
  /** Names of the policies that decide, where the evaluator tells. */
  readonly policies: readonly string[];
  /** Condition keys that the role's policies or its boundary ask for and nobody could give; absent for none. */
  readonly missingKeys?: readonly string[];
}

/** What AWS's evaluator says of the representatives in one region, or why it could not be asked. */
export interface RegionSimulation {
  readonly region: string;
  readonly simulation: Attempt<readonly SimulatedAction[]>;
}

/** Does what denies it take away what the role's own policies may well grant? */
export function takesAway(deniedBy: DeniedBy | null): boolean {
  return deniedBy !== null && deniedBy !== 'not granted';
}
