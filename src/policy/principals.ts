import type { ParsedPrincipal } from './parse';
import { parsePrincipalId } from './principal-id';

/** Do the principals of a statement stand for the caller, by its own name, its role, its account or `*`? */
export function standForCaller(principals: readonly ParsedPrincipal[], callerArn: string): boolean {
  return principals.some(
    (principal) => namesCaller(principal, callerArn) || namesAccountOf(principal, callerArn),
  );
}

/**
 * Does a Deny with NotPrincipal spare the caller? AWS may check account, role and session one after the other, so a
 * caller is spared only when all that it consists of is listed: its account, its own ARN, and a session's role.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html#specifying-notprincipal
 */
export function spareCaller(principals: readonly ParsedPrincipal[], callerArn: string): boolean {
  if (principals.some(({ id }) => id === '*')) return true;
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
