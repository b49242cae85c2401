import { type Answer, dependsOn, YES } from '../policy/answer';
import type { CallKey } from './call-keys';
import { answerOfText, keysInText } from './permission-text';
import type { PolicyTexts } from './policy-texts';
import type { SimulatedAction } from './simulated-action';

/** The evaluator's answers, as far as they hold whatever the keys are that it was not given. */
export interface SettledPermissions {
  readonly settled: readonly SimulatedAction[];
  /** Those that hang on keys that nobody knows. */
  readonly open: readonly SimulatedAction[];
}

/** Settles by the policies' texts what the evaluator has answered without all keys. Pure. */
export function settledPermissions(
  simulated: readonly SimulatedAction[],
  texts: PolicyTexts,
): SettledPermissions {
  const answers = simulated.map((entry) => ({ entry, settled: settle(entry, texts) }));
  return {
    settled: answers.flatMap(({ settled }) => settled ?? []),
    open: answers.flatMap(({ entry, settled }) => (settled === null ? [entry] : [])),
  };
}

function settle(entry: SimulatedAction, texts: PolicyTexts): SimulatedAction | null {
  const { missingKeys = [], ...answer } = entry;
  // Which keys service control policies ask for is never told, and a missing one is none of theirs.
  if (missingKeys.length === 0 || answer.deniedBy === 'organization') return answer;
  const { ofRole, isComplete, boundary, keys } = texts;
  const byBoundary = boundary === null ? YES : answerOfBoundary(boundary, answer.action, keys);
  if (byBoundary.is === 'no') return { ...answer, deniedBy: 'permissions boundary' };
  const byRole = answerOfText(ofRole, answer.action, keys);
  if (byRole.is === 'no' && isComplete) return answer;
  const asked = keysInText([...ofRole, ...(boundary ? [boundary] : [])]);
  // A key that none of the texts names is one of a policy that was not read.
  const isAllOfThese = missingKeys.every((key) => asked.has(key.toLowerCase()));
  return byRole.is === 'yes' && byBoundary.is === 'yes' && isAllOfThese
    ? { ...answer, deniedBy: null }
    : null;
}

/** One that was not read may say anything. */
function answerOfBoundary(document: string | undefined, action: string, keys: readonly CallKey[]): Answer {
  return document === undefined ? dependsOn() : answerOfText([document], action, keys);
}
