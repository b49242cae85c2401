import { coversAction, patternsIntersect } from './coverage';

/** A list of IAM action patterns that is asked often: names without a wildcard are found at once. */
export interface ActionSet {
  readonly patterns: readonly string[];
  /** Does one of the patterns cover all that this action, or pattern, stands for? */
  covers(action: string): boolean;
  /** Is there an action that both this pattern and one of the set stand for? */
  intersects(action: string): boolean;
}

export function actionSet(patterns: readonly string[]): ActionSet {
  const names = new Set(patterns.filter((pattern) => !isPattern(pattern)).map((name) => name.toLowerCase()));
  const wild = patterns.filter(isPattern);
  const covers = (action: string) =>
    names.has(action.toLowerCase()) || wild.some((pattern) => coversAction(pattern, action));
  return {
    patterns,
    covers,
    intersects: (action) =>
      isPattern(action) ? patterns.some((pattern) => patternsIntersect(pattern, action)) : covers(action),
  };
}

/** Does it stand for more than one action? */
export function isPattern(action: string): boolean {
  return /[*?]/.test(action);
}
