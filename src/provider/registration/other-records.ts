import type { RegisteredAccount } from '../../datadog-api/account';
import { isSameOwner } from '../../iam/ownership';
import type { RegistrationSpec } from '../../registration/spec';
import { listRegistrations } from '../../state/registration';
import type { RegistrationSession } from './session';

/**
 * Whether another resource of this account and region has a registration on record, or has just set out to make one for the same site: then one that
 * came about meanwhile may be its.
 */
export async function isClaimedByAnother(
  { store, owner }: RegistrationSession,
  account: RegisteredAccount,
  { datadogSite }: RegistrationSpec,
): Promise<boolean> {
  const records = await listRegistrations(store);
  return records
    .filter((record) => !isSameOwner(record.owner, owner))
    .some(
      ({ configId, intent, spec }) =>
        configId === account.id || (intent !== undefined && spec.datadogSite === datadogSite),
    );
}
