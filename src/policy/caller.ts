import { roleArn } from '../aws/arn';
import { parsePrincipalId } from './principal-id';

/** Is the caller (its ARN as STS reports it) one of these principals? */
export function isListed(callerArn: string, principals: readonly string[]): boolean {
  return principals.some((principal) => standsFor(principal, callerArn));
}

/**
 * The ARN under which policies name the caller: a session's role, or the caller itself. A session does not tell its
 * role's path; where it is one of `principals`, those do.
 */
export function principalOf(callerArn: string, principals: readonly string[]): string {
  const listed = principals.find((principal) => standsFor(principal, callerArn));
  if (listed !== undefined) return listed;
  const caller = parsePrincipalId(callerArn);
  return caller.kind === 'session'
    ? roleArn(caller.partition, caller.accountId, '/', caller.role)
    : callerArn;
}

function standsFor(principalArn: string, callerArn: string): boolean {
  const principal = parsePrincipalId(principalArn);
  const caller = parsePrincipalId(callerArn);
  return (
    principalArn === callerArn ||
    (caller.kind === 'session' &&
      principal.kind === 'role' &&
      principal.name === caller.role &&
      principal.accountId === caller.accountId)
  );
}
