import { isSameOwner } from '../iam/ownership';
import { adoptionParameterName, recordParameterName, statusParameterName } from '../integration/names';
import { allEnded } from '../runtime/all-settled';
import { type RoleAsFound, recallAdoption } from '../state/adopted-role';
import { type IntegrationRecord, readRecord, UnreadableRecord } from '../state/integration';
import type { Session } from './session';

/** What is remembered of an integration beside the role itself. */
export interface Memory {
  readonly record: IntegrationRecord | undefined;
  /** The role before this resource adopted it. */
  readonly found: RoleAsFound | undefined;
}

/** Reads both parameters at once. A record that cannot be read counts as none, and is said. */
export async function recall(session: Session, roleName: string): Promise<Memory> {
  const [record, found] = await allEnded([
    readableRecord(session, roleName),
    recallAdoption(session.store, roleName, session.owner),
  ]);
  return { record, found };
}

/** Whether this resource has recorded an integration with this role. */
export async function isOnRecord(session: Session, roleName: string): Promise<boolean> {
  const { record } = await recall(session, roleName);
  return record !== undefined && isSameOwner(record.owner, session.owner);
}

/** Removes what this resource remembers; parameters of another resource stay. */
export async function forget(session: Session, roleName: string, memory: Memory): Promise<void> {
  const { record, found } = memory;
  const names = [
    ...(record !== undefined && isSameOwner(record.owner, session.owner)
      ? [recordParameterName(roleName), statusParameterName(roleName)]
      : []),
    ...(found === undefined ? [] : [adoptionParameterName(roleName)]),
  ];
  if (names.length > 0) await session.store.remove(names);
}

async function readableRecord(session: Session, roleName: string): Promise<IntegrationRecord | undefined> {
  try {
    return await readRecord(session.store, roleName);
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    session.context.log.warn('the record cannot be read', { error });
    return undefined;
  }
}
