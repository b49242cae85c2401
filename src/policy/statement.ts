import { type Answer, allOf, answerOf, dependsOn, YES } from './answer';
import { evaluateCondition, isConditionOperator } from './conditions';
import { coversAction } from './coverage';
import type { RequestContext } from './knowledge';
import type { ParsedCondition, ParsedPrincipal, ParsedStatement } from './parse';
import { type Caller, concernsCaller } from './principals';

/** What a policy is asked. */
export interface Question {
  readonly action: string;
  readonly caller: Caller;
  readonly context: RequestContext;
}

/** Whether a statement applies to a request, and each part of why. */
export interface EvaluatedStatement {
  readonly statement: ParsedStatement;
  /** By its Sid, or its number. */
  readonly label: string;
  readonly action: Answer;
  readonly caller: Answer;
  readonly conditions: readonly EvaluatedCondition[];
  /** Is all of it understood? */
  readonly soundness: Answer;
  /** All of these. */
  readonly answer: Answer;
}

export interface EvaluatedCondition {
  readonly condition: ParsedCondition;
  readonly answer: Answer;
}

/** What is wrong with a statement that IAM would not store in a trust policy. */
export interface StatementFault {
  /** The element or operator. */
  readonly of: string;
  readonly text: string;
}

/** A statement that IAM refuses, as far as is known here, applies or not: who reads it from IAM all the same knows too little. */
export function evaluateStatement(
  statement: ParsedStatement,
  index: number,
  version: string,
  { action, caller, context }: Question,
): EvaluatedStatement {
  const fault = faultOf(statement);
  const parts = {
    action: answerOf(isAbout(statement, action)),
    caller: concernsCaller(statement, caller),
    conditions: statement.conditions.map((condition) => ({
      condition,
      answer: isConditionOperator(condition.operator)
        ? evaluateCondition(condition, version, context)
        : dependsOn(condition.operator),
    })),
    soundness: fault === undefined ? YES : dependsOn(fault.of),
  };
  const answers = [parts.action, parts.caller, ...parts.conditions.map(({ answer }) => answer)];
  return {
    statement,
    label: labelOf(statement, index),
    ...parts,
    answer: allOf([...answers, parts.soundness]),
  };
}

/** Why IAM would not store this statement in a trust policy, where a wrong answer could follow from it. */
export function faultOf(statement: ParsedStatement): StatementFault | undefined {
  const [unknown] = Object.keys(statement.unknown);
  if (unknown !== undefined) {
    return { of: unknown, text: `has the unknown element ${JSON.stringify(unknown)}` };
  }
  if (statement.principals !== undefined && statement.notPrincipals !== undefined)
    return { of: 'NotPrincipal', text: 'has both Principal and NotPrincipal' };
  if (statement.actions !== undefined && statement.notActions !== undefined)
    return { of: 'NotAction', text: 'has both Action and NotAction' };
  if (statement.resources !== undefined || statement.notResources !== undefined)
    return { of: 'Resource', text: 'names a resource, which is the role itself' };
  const operator = statement.conditions.find((condition) => !isConditionOperator(condition.operator));
  return (
    operator && {
      of: operator.operator,
      text: `has the unknown condition operator ${JSON.stringify(operator.operator)}`,
    }
  );
}

export function labelOf({ sid }: ParsedStatement, index: number): string {
  return sid === undefined ? `statement ${index + 1}` : `statement ${JSON.stringify(sid)}`;
}

/** What a statement is about, as a part of a sentence. */
export function actionsOf({ actions, notActions }: ParsedStatement): string {
  if (notActions !== undefined) return `everything but ${notActions.join(', ')}`;
  return actions?.join(', ') || 'nothing';
}

/** Whom a statement is about, as a part of a sentence. */
export function principalsOf({ principals, notPrincipals }: ParsedStatement): string {
  const named = (listed: readonly ParsedPrincipal[]) => listed.map(({ id }) => id).join(', ') || 'nobody';
  return notPrincipals === undefined ? named(principals ?? []) : `everybody but ${named(notPrincipals)}`;
}

function isAbout({ actions, notActions }: ParsedStatement, action: string): boolean {
  const named = (patterns: readonly string[]) => patterns.some((pattern) => coversAction(pattern, action));
  return notActions === undefined ? named(actions ?? []) : !named(notActions);
}
