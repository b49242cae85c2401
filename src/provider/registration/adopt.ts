import type { RegisteredAccount } from '../../datadog-api/account';
import type { DatadogApi } from '../../datadog-api/client';
import type { RegistrationSpec } from '../../registration/spec';
import type { RegistrationRecord } from '../../state/registration';
import { converge } from './converge';
import { describeRegistration, RegistrationNotAdoptable } from './errors';
import type { RegistrationSession } from './session';

export interface Adoption {
  readonly spec: RegistrationSpec;
  readonly accounts: readonly RegisteredAccount[];
  readonly record: RegistrationRecord | undefined;
}

/**
 * Takes a registration over that somebody else has made: what is given of its settings is set, and on record is how they were.
 *
 * @throws RegistrationNotAdoptable
 */
export async function adopt(
  session: RegistrationSession,
  api: DatadogApi,
  { spec, accounts, record }: Adoption,
): Promise<RegisteredAccount> {
  const account = theOne(accounts, spec);
  session.context.log.info('adopts the registration', { configId: account.id });
  const known = record?.configId === account.id && record.adopted ? record : undefined;
  return converge(session, api, { account, spec, record: known, adopted: true });
}

/** Datadog's interface has let people register an account with several roles. */
function theOne(
  accounts: readonly RegisteredAccount[],
  { settings, accountId }: RegistrationSpec,
): RegisteredAccount {
  const [first, ...others] = accounts;
  if (first !== undefined && others.length === 0) return first;
  const named = accounts.filter(({ attributes }) => attributes.auth_config.role_name === settings.RoleName);
  const [only, ...more] = named;
  if (only !== undefined && more.length === 0) return only;
  throw new RegistrationNotAdoptable(
    `RoleName: the account ${accountId} is registered more than once, ${accounts.map(describeRegistration).join(' and ')}, and nothing has been changed: set RoleName to the role of the one to adopt.`,
  );
}
