/** Why AWS's evaluator refuses an action. */
export type DeniedBy = 'permissions boundary' | 'organization' | 'explicit deny' | 'not granted';

export interface SimulatedAction {
  readonly action: string;
  /** Null when the action is allowed. */
  readonly deniedBy: DeniedBy | null;
  /** Names of the policies that decide, where the evaluator tells. */
  readonly policies: readonly string[];
}

/** Does what denies it take away what the role's own policies may well grant? */
export function takesAway(deniedBy: DeniedBy | null): boolean {
  return deniedBy !== null && deniedBy !== 'not granted';
}
