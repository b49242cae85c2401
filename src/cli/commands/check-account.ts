import { UserError } from '../../runtime/user-error';
import type { NamedRole } from '../arguments/command';
import type { Session } from '../session/open-session';

/** The role is in another account than the one that the credentials are of. */
export class OtherAccount extends UserError {
  override readonly name = 'OtherAccount';
}

/** @throws OtherAccount */
export function checkAccount(role: NamedRole | undefined, { account }: Pick<Session, 'account'>): void {
  if (role?.accountId === undefined || role.accountId === account.accountId) return;
  throw new OtherAccount(
    `The role is in account ${role.accountId}, and the credentials are of account ${account.accountId}: name a profile of ${role.accountId} with --profile.`,
  );
}
