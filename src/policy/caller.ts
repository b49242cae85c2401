import { roleArn } from '../aws/arn';
import { parsePrincipalId } from './principal-id';

/*
 * A caller as STS reports it (GetCallerIdentity) and the principal by which policies name it: a session does not tell the
 * path of its role. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */

/** Is the caller one of these principals? */
export function isListed(callerArn: string, principals: readonly string[]): boolean {
  return principals.some((principal) => standsFor(principal, callerArn));
}

/**
 * The ARN by which policies name the caller: a session's role, or the IAM user itself; undefined for the root user and
 * federated users, which stand for more than one caller. Where a session's role is one of `known`, that tells its path;
 * else it is taken to have none.
 */
export function principalOf(callerArn: string, known: readonly string[] = []): string | undefined {
  const listed = known.find((principal) => standsFor(principal, callerArn));
  if (listed !== undefined) return listed;
  const caller = parsePrincipalId(callerArn);
  if (caller.kind === 'session') return roleArn(caller.partition, caller.accountId, '/', caller.role);
  return caller.kind === 'user' ? callerArn : undefined;
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
