import type { AccountScope } from '../../integration/spec';
import { readRecords } from '../commands/records';
import type { Session } from '../session/open-session';
import type { Registered } from './registered';

/**
 * Names of the roles that stacks have recorded in the session's account and region for a Datadog site; none where records may not be read:
 * then roles are looked at by what Datadog has of them.
 */
export async function recordsOf(session: Session, site: string): Promise<readonly string[]> {
  try {
    const listed = await readRecords(undefined, session);
    return listed.flatMap((one) =>
      'record' in one && one.record.spec.datadogSite === site ? [one.roleName] : [],
    );
  } catch {
    return [];
  }
}

/** The recorded role that a registration is meant for: that of its name, or the only one that there is. Pure. */
export function recordFor(
  recorded: readonly string[],
  { roleName }: Pick<Registered, 'roleName'>,
): string | undefined {
  const name = roleName?.split('/').at(-1);
  return recorded.find((one) => one === name) ?? (recorded.length === 1 ? recorded[0] : undefined);
}

/** Recorded roles that no registration of the account is meant for. Pure. */
export function withoutRegistration(
  recorded: readonly string[],
  registered: readonly Registered[],
  { partition, accountId }: AccountScope,
): readonly string[] {
  const meant = registered
    .filter((one) => one.partition === partition && one.accountId === accountId && one.roleName !== null)
    .map((one) => recordFor(recorded, one));
  return recorded.filter((one) => !meant.includes(one));
}
