import { type Answer, dependsOn, keysOf, NO, YES } from './answer';
import type { ParsedDocument } from './parse';
import { type EvaluatedStatement, evaluateStatement, type Question } from './statement';

/** What a policy answers, and by which of its statements. */
export interface Decision {
  readonly answer: Answer;
  /**
   * The Allow that applies; the Deny statements that do; or those of which it hangs on conditions whether they do. Empty where
   * nothing allows.
   */
  readonly decidedBy: readonly EvaluatedStatement[];
  readonly statements: readonly EvaluatedStatement[];
}

/**
 * What a resource-based policy alone answers: a Deny that applies beats every Allow. Of a request of which not all is known,
 * yes and no hold whatever the rest may be.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(policy: ParsedDocument, question: Question): Decision {
  const statements = policy.statements.map((statement, index) =>
    evaluateStatement(statement, index, policy.version, question),
  );
  return { ...decideBy(statements), statements };
}

/** The same, of statements that have been evaluated. */
export function decideBy(statements: readonly EvaluatedStatement[]): Omit<Decision, 'statements'> {
  const those = (effect: 'Allow' | 'Deny', is: Answer['is']) =>
    statements.filter(({ statement, answer }) => statement.effect === effect && answer.is === is);
  const denials = those('Deny', 'yes');
  if (denials.length > 0) return { answer: NO, decidedBy: denials };
  const grants = those('Allow', 'yes');
  const undecidedGrants = those('Allow', 'depends');
  if (grants.length + undecidedGrants.length === 0) return { answer: NO, decidedBy: [] };
  const undecided = [...those('Deny', 'depends'), ...(grants.length === 0 ? undecidedGrants : [])];
  if (undecided.length === 0) return { answer: YES, decidedBy: grants };
  return { answer: dependsOn(...keysOf(undecided.map(({ answer }) => answer))), decidedBy: undecided };
}
