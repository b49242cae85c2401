import { isAccessDenied } from '../aws/errors';
import { observeIdentity } from '../iam/role/observe';
import { allSettled } from '../runtime/all-settled';
import { sameNameInIam, unreachableAfterRename } from './errors';
import { checkRoleName } from './role-name-rule';
import type { Session } from './session';

/**
 * Refuses a rename that would leave the old role behind: CloudFormation asks for its removal when the update is over,
 * gives up after three attempts and still reports success. Where a role has the new name already, this may be the
 * rollback to it, which must go through.
 *
 * @throws PreconditionFailed and RenameImpossible
 */
export async function checkRename(session: Session, current: string, next: string): Promise<void> {
  if (isSameName(current, next)) throw sameNameInIam(current, next);
  checkRoleName(next, session.settings.roleNamePatterns);
  const [before, after] = await allSettled([look(session, current), look(session, next)]);
  if (before === 'denied' && after === 'absent') throw unreachableAfterRename(current, next);
}

/** IAM does not tell role names apart by letter case. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

async function look(session: Session, roleName: string): Promise<'present' | 'absent' | 'denied'> {
  const { iam, call } = session.access;
  try {
    return (await observeIdentity(iam, call, roleName)) === null ? 'absent' : 'present';
  } catch (error) {
    if (isAccessDenied(error)) return 'denied';
    throw error;
  }
}
