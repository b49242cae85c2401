import { roleArn } from '../aws/arn';
import { parseDocument } from '../policy/parse';
import { parsePrincipalId } from '../policy/principal-id';
import type { ObservedRole } from '../role/observed';

/** Sid of the trust policy's statement for the self-test. */
const STATEMENT = 'SelfTest';

/**
 * Whom the trust policy is meant to let in for the self-test, where no setting tells: those of this account whom its
 * own statement names now. A change of that list is then not seen as drift.
 */
export function principalsAsFound(observed: ObservedRole, accountId: string): readonly string[] {
  if (observed.role === null) return [];
  return parseDocument(observed.role.trustPolicy)
    .statements.filter(({ sid, effect }) => sid === STATEMENT && effect === 'Allow')
    .flatMap(({ principals }) => principals ?? [])
    .map(({ id }) => id)
    .filter((id) => {
      const principal = parsePrincipalId(id);
      return (principal.kind === 'role' || principal.kind === 'user') && principal.accountId === accountId;
    });
}

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
