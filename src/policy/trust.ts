import { describeCondition, describeMismatch } from './conditions';
import { decide } from './decide';
import type { RawPolicyDocument } from './document';
import type { RequestContext } from './knowledge';
import { type ParsedDocument, type ParsedStatement, parseDocument } from './parse';
import { parsePrincipalId } from './principal-id';
import { requestContext, type TrustRequest } from './request-context';
import { actionsOf, type EvaluatedStatement, faultOf, labelOf, principalsOf } from './statement';

export type { TrustRequest } from './request-context';

export interface TrustDecision {
  readonly allowed: boolean;
  /** One sentence, or several joined by `; `, that name the statement by its Sid or number and both values. */
  readonly reason: string;
}

export const ASSUME_ROLE = 'sts:AssumeRole';
const TAG_SESSION = 'sts:TagSession';

/**
 * What a role's trust policy alone answers to a request; the caller's own policies and its organization's are not
 * looked at. With session tags, `sts:TagSession` must be allowed as well. Condition keys that do not follow from the
 * request count as absent. A document that IAM would refuse allows nothing.
 *
 * Throws `InvalidPolicyDocument` for what is not a policy document.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function evaluateTrust(document: RawPolicyDocument, request: TrustRequest): TrustDecision {
  const policy = parseDocument(document);
  const fault = faultOfPolicy(policy);
  if (fault !== undefined) return { allowed: false, reason: `IAM refuses this trust policy: ${fault}` };
  const asked = request.action ?? ASSUME_ROLE;
  const tagged = Object.keys(request.sessionTags ?? {}).length > 0;
  const decision = answer(policy, asked, request);
  if (!decision.allowed || !tagged) return decision;
  const tagging = answer(policy, TAG_SESSION, request);
  if (tagging.allowed) return decision;
  return {
    allowed: false,
    reason: `${asked} is allowed, but the request has session tags: ${tagging.reason}`,
  };
}

function faultOfPolicy({ statements }: ParsedDocument): string | undefined {
  for (const [index, statement] of statements.entries()) {
    const fault = faultOf(statement);
    if (fault !== undefined) return `${labelOf(statement, index)} ${fault.text}`;
  }
  return undefined;
}

function answer(policy: ParsedDocument, action: string, request: TrustRequest): TrustDecision {
  const { principalArn } = request;
  const context = requestContext(request);
  const decision = decide(policy, { action, caller: { kind: 'exact', arn: principalArn }, context });
  const [decisive] = decision.decidedBy;
  // All of the request is known, so nothing depends on anything.
  if (decisive?.statement.effect === 'Deny')
    return { allowed: false, reason: describeDenial(decisive, action, principalArn) };
  if (decisive !== undefined)
    return { allowed: true, reason: `${decisive.label} allows ${action} to ${principalArn}` };
  const reason = whyNothingAllows(decision.statements, action, principalArn, context);
  return { allowed: false, reason };
}

/** Why no Allow of a policy applies to a caller, the nearest miss first. */
export function whyNothingAllows(
  statements: readonly EvaluatedStatement[],
  action: string,
  callerArn: string,
  context: RequestContext,
): string {
  const misses = statements
    .filter(({ statement }) => statement.effect === 'Allow')
    .map((evaluated) => mismatchOf(evaluated, action, callerArn, context));
  if (misses.length === 0) return 'the trust policy has no statement that allows anything';
  return misses
    .sort((a, b) => a.distance - b.distance)
    .map(({ text }) => text)
    .join('; ');
}

/** How a Deny keeps out a caller. */
export function describeDenial(
  { statement, label }: EvaluatedStatement,
  action: string,
  callerArn: string,
): string {
  const denial = `${label} denies ${action} to ${principalsOf(statement)}, and so to ${callerArn}`;
  const conditions = statement.conditions.map(describeCondition);
  return conditions.length === 0 ? denial : `${denial}, on the condition ${conditions.join(' and ')}`;
}

/** Why a statement does not apply to a request; the smaller the distance, the nearer it was to applying. */
interface Mismatch {
  readonly distance: number;
  readonly text: string;
}

function mismatchOf(
  { statement, label, action: about, caller, conditions }: EvaluatedStatement,
  action: string,
  callerArn: string,
  context: RequestContext,
): Mismatch {
  if (about.is === 'no') {
    return { distance: 3, text: `${label} is about ${actionsOf(statement)}, not ${action}` };
  }
  if (caller.is === 'no') {
    return {
      distance: 2,
      text: `${label} allows ${action} to ${principalsOf(statement)}, not to ${callerArn}${deletedOf(statement)}`,
    };
  }
  const unmet = conditions.filter((condition) => condition.answer.is === 'no');
  const mismatches = unmet.map(({ condition }) => describeMismatch(condition, context)).join(', and ');
  return { distance: 1, text: `${label} does not apply: ${mismatches}` };
}

/** A hint at principals that were deleted: made again under the old name they are still somebody else. */
function deletedOf({ principals }: ParsedStatement): string {
  const deleted = principals?.filter(({ id }) => parsePrincipalId(id).kind === 'deleted') ?? [];
  return deleted.map(({ id }) => ` (the principal ${id} is a deleted principal)`).join('');
}
