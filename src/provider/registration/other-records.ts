import type { RegisteredAccount } from '../../datadog-api/account';
import type { RegistrationSpec } from '../../registration/spec';
import {
  parseRegistration,
  REGISTRATION_PREFIX,
  UnreadableRegistrationRecord,
} from '../../state/registration';
import { type RegistrationSession, recordNameOf } from './session';

/**
 * Whether another resource of this account and region has a registration on record, or has just set out to make one for the same site: then one that
 * came about meanwhile may be its.
 */
export async function isClaimedByAnother(
  session: RegistrationSession,
  account: RegisteredAccount,
  { datadogSite }: RegistrationSpec,
): Promise<boolean> {
  const { store } = session;
  const names = await store.namesBelow(REGISTRATION_PREFIX);
  const others = names.filter((name) => name !== recordNameOf(session));
  const claims = await Promise.all(
    others.map(async (name) => {
      const text = await store.read(name);
      if (text === undefined) return false;
      try {
        const { configId, intent, spec } = parseRegistration(name, text);
        return configId === account.id || (intent !== undefined && spec.datadogSite === datadogSite);
      } catch (error) {
        if (error instanceof UnreadableRegistrationRecord) return false;
        throw error;
      }
    }),
  );
  return claims.includes(true);
}
