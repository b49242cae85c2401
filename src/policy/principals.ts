import { type Answer, allOf, answerOf, anyOf, dependsOn, NO, not, YES } from './answer';
import type { ParsedPrincipal, ParsedStatement } from './parse';
import { parsePrincipalId } from './principal-id';

/** Who asks, as far as he is known. */
export type Caller =
  /** The ARN that STS reports, a service's name, or an identity provider's ARN. */
  | { readonly kind: 'exact'; readonly arn: string }
  /** Some session of a role of an account, whose name nobody knows. */
  | { readonly kind: 'session-of'; readonly accountId: string; readonly partition: string }
  /** Anybody with AWS credentials who is not of these accounts. */
  | { readonly kind: 'stranger'; readonly notOf: readonly string[] };

/** By this key a condition would tell whom an ARN names of those that a caller may be. */
const WHICH_ONE = dependsOn('aws:PrincipalArn');

/**
 * Is a statement about the caller? With NotPrincipal, an Allow leaves out whoever is listed in any way, a Deny only who is
 * listed in every way.
 */
export function concernsCaller(
  { effect, principals, notPrincipals }: Pick<ParsedStatement, 'effect' | 'principals' | 'notPrincipals'>,
  caller: Caller,
): Answer {
  if (notPrincipals === undefined) return standForCaller(principals ?? [], caller);
  return not(effect === 'Deny' ? spareCaller(notPrincipals, caller) : standForCaller(notPrincipals, caller));
}

/** Do the principals of a statement stand for the caller, by its own name, its role, its account or `*`? */
function standForCaller(principals: readonly ParsedPrincipal[], caller: Caller): Answer {
  return anyOf(principals.map((principal) => standsForCaller(principal, caller)));
}

/**
 * Does a Deny with NotPrincipal spare the caller? AWS may check account, role and session one after the other, so a
 * caller is spared for certain only when all that it consists of is listed: its account, its own ARN, and a session's role.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function spareCaller(principals: readonly ParsedPrincipal[], caller: Caller): Answer {
  if (principals.some(({ id }) => id === '*')) return YES;
  if (caller.kind === 'exact') return answerOf(spareExactly(principals, caller.arn));
  const isOfAccount = (principal: ParsedPrincipal): Answer => {
    const id = parsePrincipalId(principal.id);
    return id.kind === 'account' ? standsForCaller(principal, caller) : NO;
  };
  // AWS does not say of which services it holds that the account alone is not enough.
  return allOf([anyOf(principals.map(isOfAccount)), WHICH_ONE]);
}

function standsForCaller(principal: ParsedPrincipal, caller: Caller): Answer {
  const { type, id } = principal;
  if (caller.kind === 'exact')
    return answerOf(namesCaller(principal, caller.arn) || namesAccountOf(principal, caller.arn));
  if (type !== 'AWS') return NO;
  if (id === '*') return YES;
  const named = parsePrincipalId(id);
  if (!('accountId' in named)) return NO;
  if (caller.kind === 'stranger') return caller.notOf.includes(named.accountId) ? NO : WHICH_ONE;
  const isOfAccount =
    named.accountId === caller.accountId && (named.partition ?? caller.partition) === caller.partition;
  if (!isOfAccount) return NO;
  if (named.kind === 'account') return YES;
  return named.kind === 'role' || named.kind === 'session' ? WHICH_ONE : NO;
}

function spareExactly(principals: readonly ParsedPrincipal[], callerArn: string): boolean {
  const listed = principals.some(({ id }) => id === callerArn);
  const kind = parsePrincipalId(callerArn).kind;
  if (kind === 'other') return listed;
  const accountListed = principals.some((principal) => namesAccountOf(principal, callerArn));
  if (kind === 'account') return accountListed;
  const roleListed = principals.some(({ id }) => isRoleOf(id, callerArn));
  return accountListed && listed && (kind !== 'session' || roleListed);
}

/** By its ARN or name, its role's ARN, or as one of everybody. */
function namesCaller({ type, id }: ParsedPrincipal, callerArn: string): boolean {
  if (id === callerArn) return true;
  return type === 'AWS' && (id === '*' || isRoleOf(id, callerArn));
}

function namesAccountOf({ type, id }: ParsedPrincipal, callerArn: string): boolean {
  const principal = parsePrincipalId(id);
  const caller = parsePrincipalId(callerArn);
  if (type !== 'AWS' || principal.kind !== 'account' || !('accountId' in caller)) return false;
  const partition = principal.partition ?? caller.partition;
  return principal.accountId === caller.accountId && partition === (caller.partition ?? partition);
}

/** A session's ARN leaves out the role's path, which is no loss: role names are unique in an account. */
function isRoleOf(id: string, callerArn: string): boolean {
  const role = parsePrincipalId(id);
  const session = parsePrincipalId(callerArn);
  return (
    role.kind === 'role' &&
    session.kind === 'session' &&
    role.name === session.role &&
    role.accountId === session.accountId &&
    role.partition === session.partition
  );
}
