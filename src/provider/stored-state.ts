import { isSameOwner } from '../iam/ownership';
import type { RoleBeforeAdoption } from '../iam/role/before-adoption';
import { allSettled } from '../runtime/all-settled';
import { readRoleBeforeAdoption } from '../state/adopted-role';
import { type IntegrationRecord, readRecord, UnreadableRecord } from '../state/integration';
import { adoptedRoleParameterName, alertParameterName, recordParameterName } from '../state/parameter-names';
import type { Session } from './session';

/** What is stored of an integration beside the role itself. */
export interface StoredState {
  readonly record: IntegrationRecord | undefined;
  /** The role before this resource adopted it. */
  readonly beforeAdoption: RoleBeforeAdoption | undefined;
}

/** Reads both parameters at once. A record that cannot be read counts as none, and is said. */
export async function readStoredState(session: Session, roleName: string): Promise<StoredState> {
  const [record, beforeAdoption] = await allSettled([
    readableRecord(session, roleName),
    readRoleBeforeAdoption(session.store, roleName, session.owner),
  ]);
  return { record, beforeAdoption };
}

/** Whether this resource has recorded an integration with this role. */
export async function isOnRecord(session: Session, roleName: string): Promise<boolean> {
  const { record } = await readStoredState(session, roleName);
  return record !== undefined && isSameOwner(record.owner, session.owner);
}

/** Deletes what this resource has stored; parameters of another resource stay. */
export async function deleteStoredState(
  session: Session,
  roleName: string,
  stored: StoredState,
): Promise<void> {
  const { record, beforeAdoption } = stored;
  const names = [
    ...(record !== undefined && isSameOwner(record.owner, session.owner)
      ? [recordParameterName(roleName), alertParameterName(roleName)]
      : []),
    ...(beforeAdoption === undefined ? [] : [adoptedRoleParameterName(roleName)]),
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
