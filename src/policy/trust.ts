import { describeCondition, describeMismatch, isConditionOperator, isMet } from './conditions';
import { coversAction } from './coverage';
import type { RawPolicyDocument } from './document';
import { type ParsedDocument, type ParsedPrincipal, type ParsedStatement, parseDocument } from './parse';
import { parsePrincipalId } from './principal-id';
import { spareCaller, standForCaller } from './principals';
import { type RequestContext, requestContext, type TrustRequest } from './request-context';

export type { TrustRequest } from './request-context';

export interface TrustDecision {
  readonly allowed: boolean;
  /** One sentence, or several joined by `; `, that name the statement by its Sid or number and both values. */
  readonly reason: string;
}

const ASSUME_ROLE = 'sts:AssumeRole';
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
  const fault = policy.statements.map(faultOf).find((found) => found !== undefined);
  if (fault !== undefined) return { allowed: false, reason: `IAM refuses this trust policy: ${fault}` };
  const asked = request.action ?? ASSUME_ROLE;
  const tagged = Object.keys(request.sessionTags ?? {}).length > 0;
  const decision = decide(policy, asked, request);
  if (!decision.allowed || !tagged) return decision;
  const tagging = decide(policy, TAG_SESSION, request);
  if (tagging.allowed) return decision;
  return {
    allowed: false,
    reason: `${asked} is allowed, but the request has session tags: ${tagging.reason}`,
  };
}

function decide(policy: ParsedDocument, action: string, request: TrustRequest): TrustDecision {
  const { principalArn } = request;
  const context = requestContext(request);
  const evaluated = policy.statements.map((statement, index) => ({
    statement,
    label: labelOf(statement, index),
    reason: reasonTo(statement, action, principalArn, policy.version, context),
  }));
  const applying = evaluated.filter(({ reason }) => reason === undefined);
  const denial = applying.find(({ statement }) => statement.effect === 'Deny');
  if (denial !== undefined) return { allowed: false, reason: describeDenial(denial, action, principalArn) };
  // No Deny applies, so what does apply is an Allow.
  const [grant] = applying;
  if (grant !== undefined)
    return { allowed: true, reason: `${grant.label} allows ${action} to ${principalArn}` };
  const reasons = evaluated.flatMap(({ statement, label, reason }) =>
    statement.effect === 'Allow' && reason !== undefined
      ? [{ ...reason, text: `${label} ${reason.text}` }]
      : [],
  );
  if (reasons.length === 0)
    return { allowed: false, reason: 'the trust policy has no statement that allows anything' };
  const nearest = reasons.sort((a, b) => a.distance - b.distance).map(({ text }) => text);
  return { allowed: false, reason: nearest.join('; ') };
}

function describeDenial({ statement, label }: Labelled, action: string, callerArn: string): string {
  const denial = `${label} denies ${action} to ${principalsOf(statement)}, and so to ${callerArn}`;
  const conditions = statement.conditions.map(describeCondition);
  return conditions.length === 0 ? denial : `${denial}, on the condition ${conditions.join(' and ')}`;
}

interface Labelled {
  readonly statement: ParsedStatement;
  readonly label: string;
}

/** Why a statement does not apply to a request; the smaller the distance, the nearer it was to applying. */
interface Mismatch {
  readonly distance: number;
  readonly text: string;
}

function reasonTo(
  statement: ParsedStatement,
  action: string,
  callerArn: string,
  version: string,
  context: RequestContext,
): Mismatch | undefined {
  if (!isAbout(statement, action)) {
    return { distance: 3, text: `is about ${actionsOf(statement)}, not ${action}` };
  }
  if (!concernsCaller(statement, callerArn)) {
    return {
      distance: 2,
      text: `allows ${action} to ${principalsOf(statement)}, not to ${callerArn}${deletedOf(statement)}`,
    };
  }
  const unmet = statement.conditions.filter((condition) => !isMet(condition, version, context));
  if (unmet.length === 0) return undefined;
  const mismatches = unmet.map((condition) => describeMismatch(condition, context)).join(', and ');
  return { distance: 1, text: `does not apply: ${mismatches}` };
}

function isAbout({ actions, notActions }: ParsedStatement, action: string): boolean {
  const named = (patterns: readonly string[]) => patterns.some((pattern) => coversAction(pattern, action));
  return notActions === undefined ? named(actions ?? []) : !named(notActions);
}

/** With NotPrincipal, an Allow leaves out whoever is listed in any way, a Deny only who is listed in every way. */
function concernsCaller({ effect, principals, notPrincipals }: ParsedStatement, callerArn: string): boolean {
  if (notPrincipals === undefined) return standForCaller(principals ?? [], callerArn);
  return !(effect === 'Deny'
    ? spareCaller(notPrincipals, callerArn)
    : standForCaller(notPrincipals, callerArn));
}

function actionsOf({ actions, notActions }: ParsedStatement): string {
  if (notActions !== undefined) return `everything but ${notActions.join(', ')}`;
  return actions?.join(', ') || 'nothing';
}

function principalsOf({ principals, notPrincipals }: ParsedStatement): string {
  const named = (listed: readonly ParsedPrincipal[]) => listed.map(({ id }) => id).join(', ') || 'nobody';
  return notPrincipals === undefined ? named(principals ?? []) : `everybody but ${named(notPrincipals)}`;
}

/** A hint at principals that were deleted: made again under the old name they are still somebody else. */
function deletedOf({ principals }: ParsedStatement): string {
  const deleted = principals?.filter(({ id }) => parsePrincipalId(id).kind === 'deleted') ?? [];
  return deleted.map(({ id }) => ` (the principal ${id} is a deleted principal)`).join('');
}

function labelOf({ sid }: ParsedStatement, index: number): string {
  return sid === undefined ? `statement ${index + 1}` : `statement ${JSON.stringify(sid)}`;
}

/** Why IAM would not store this statement in a trust policy, where a wrong answer could follow from it. */
function faultOf(statement: ParsedStatement, index: number): string | undefined {
  const label = labelOf(statement, index);
  const [unknown] = Object.keys(statement.unknown);
  if (unknown !== undefined) return `${label} has the unknown element ${JSON.stringify(unknown)}`;
  if (statement.principals !== undefined && statement.notPrincipals !== undefined)
    return `${label} has both Principal and NotPrincipal`;
  if (statement.actions !== undefined && statement.notActions !== undefined)
    return `${label} has both Action and NotAction`;
  if (statement.resources !== undefined || statement.notResources !== undefined)
    return `${label} names a resource, which is the role itself`;
  const operator = statement.conditions.find((condition) => !isConditionOperator(condition.operator));
  return operator && `${label} has the unknown condition operator ${JSON.stringify(operator.operator)}`;
}
