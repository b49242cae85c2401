/** Yes, no, or what it depends on: the names of condition keys whose values are not known. */
export type Answer =
  | { readonly is: 'yes' }
  | { readonly is: 'no' }
  | { readonly is: 'depends'; readonly on: readonly string[] };

export const YES: Answer = { is: 'yes' };
export const NO: Answer = { is: 'no' };

export function dependsOn(...keys: readonly string[]): Answer {
  return { is: 'depends', on: [...new Set(keys)] };
}

export function answerOf(truth: boolean): Answer {
  return truth ? YES : NO;
}

export function not(answer: Answer): Answer {
  if (answer.is === 'depends') return answer;
  return answer.is === 'yes' ? NO : YES;
}

/** No as soon as one is no, whatever the others hang on; of nothing, yes. */
export function allOf(answers: readonly Answer[]): Answer {
  return not(anyOf(answers.map(not)));
}

/** Yes as soon as one is yes, whatever the others hang on; of nothing, no. */
export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.some(({ is }) => is === 'yes')) return YES;
  const keys = keysOf(answers);
  return answers.some(({ is }) => is === 'depends') ? dependsOn(...keys) : NO;
}

/** The answer where it is one or the other, and the named key tells which. */
export function oneOf(one: Answer, other: Answer, key: string): Answer {
  if (one.is === other.is && one.is !== 'depends') return one;
  return dependsOn(key, ...keysOf([one, other]));
}

/** What these answers depend on. */
export function keysOf(answers: readonly Answer[]): readonly string[] {
  return [...new Set(answers.flatMap((answer) => (answer.is === 'depends' ? answer.on : [])))];
}
