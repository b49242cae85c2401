import { isAccessDenied } from '../aws/errors';
import { answerIn } from '../aws/failed-call';
import { isSameOwner } from '../iam/ownership';
import type { IntegrationSpec, Owner } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { UserError } from '../runtime/user-error';
import { type AdoptedRole, readAdoptedRole, UnreadableAdoptedRole } from '../state/adopted-role';
import { type IntegrationRecord, readRecord, UnreadableRecord } from '../state/integration';
import {
  adoptedRoleParameterName,
  alertParameterName,
  isAlertParameterName,
  recordParameterName,
} from '../state/parameter-names';
import type { Session } from './session';

/**
 * What is stored of an integration beside the role itself. Whoever may write SSM parameters may have written it: by itself
 * it makes no role anybody's, and nothing of it is put back that the role's own tag does not confirm.
 */
export interface StoredState {
  readonly record: IntegrationRecord | undefined;
  /** The problem with a record that a newer version has written: what it is about is not changed by this one. */
  readonly newerRecord?: UnreadableRecord;
  /** The role before this resource adopted it; the problem where that cannot be read. */
  readonly adoptedRole: AdoptedRole | UnreadableAdoptedRole | undefined;
}

/** Reads both parameters at once. What cannot be read counts as none where it is not needed, and is logged. */
export async function readStoredState(session: Session, roleName: string): Promise<StoredState> {
  const [record, adoptedRole] = await allSettled([
    recordOrProblem(session, roleName),
    readAdoptedRole(session.store, roleName, session.owner),
  ]);
  if (adoptedRole instanceof UnreadableAdoptedRole) warn(session, adoptedRole);
  if (!(record instanceof UnreadableRecord)) return { record, adoptedRole };
  warn(session, record);
  return { record: undefined, adoptedRole, ...(record.newer === undefined ? {} : { newerRecord: record }) };
}

/** What is stored may not be read, and the role cannot be judged without it; nothing has been changed. */
export class StoredStateDenied extends UserError {
  override readonly name = 'StoredStateDenied';

  constructor(roleName: string, cause: unknown) {
    super(
      `Whether the role ${roleName} is this resource's, and how it was before an adoption, is told by the SSM parameter ${recordParameterName(roleName)} and those below it, and they may not be read; nothing has been changed. ssm:GetParameter: ${answerIn(cause)} Allow the provider’s role this action, and repeat the operation.`,
      { cause },
    );
  }
}

/** What is stored; the denial where it may not be read. */
export async function storedStateOrDenial(
  session: Session,
  roleName: string,
): Promise<{ readonly stored: StoredState; readonly denial?: unknown }> {
  try {
    return { stored: await readStoredState(session, roleName) };
  } catch (denial) {
    if (!isAccessDenied(denial)) throw denial;
    return { stored: { record: undefined, adoptedRole: undefined }, denial };
  }
}

/** The record of this very role: the one that is there may be of a role before. */
export function recordOf({ record }: StoredState, roleId: string | undefined): IntegrationRecord | undefined {
  return record?.roleId === roleId ? record : undefined;
}

/** The spec that this owner has recorded for this very role. */
export function recordedSpec(
  stored: StoredState,
  owner: Owner,
  roleId: string | undefined,
): IntegrationSpec | undefined {
  const record = recordOf(stored, roleId);
  return record !== undefined && isSameOwner(record.owner, owner) ? record.spec : undefined;
}

/** What was stored when the role of this id was adopted, as far as it can be read. */
export function storedOf({ adoptedRole }: StoredState, roleId: string): AdoptedRole | undefined {
  if (adoptedRole === undefined || adoptedRole instanceof UnreadableAdoptedRole) return undefined;
  return adoptedRole.before.roleId === roleId ? adoptedRole : undefined;
}

/** Whether this resource has recorded an integration with this role; undefined where that may not be read. */
export async function isOnRecord(session: Session, roleName: string): Promise<boolean | undefined> {
  const { stored, denial } = await storedStateOrDenial(session, roleName);
  if (denial !== undefined) return undefined;
  return stored.record !== undefined && isSameOwner(stored.record.owner, session.owner);
}

/** The parameters in which validators keep what they have told of an integration, as far as they may be seen. */
export interface AlertNames {
  /** Beside the usual one, those of further validators and of runs that were cut off. */
  readonly names: readonly string[];
  /** Why there may be more of them. */
  readonly denial?: unknown;
}

export async function namesOfAlerts({ store }: Session, roleName: string): Promise<AlertNames> {
  const usual = alertParameterName(roleName);
  try {
    const names = await store.namesBelow(recordParameterName(roleName));
    return { names: [...new Set([usual, ...names.filter((name) => isAlertParameterName(roleName, name))])] };
  } catch (denial) {
    if (!isAccessDenied(denial)) throw denial;
    return { names: [usual], denial };
  }
}

/** Deletes what this resource has stored, and what validators have stored with its record; parameters of another resource stay. */
export async function deleteStoredState(
  { owner, context, operation, store }: Session,
  roleName: string,
  { record, adoptedRole }: StoredState,
  alerts: AlertNames,
): Promise<void> {
  const hasRecord = record !== undefined && isSameOwner(record.owner, owner);
  const hasSnapshot = adoptedRole !== undefined && !(adoptedRole instanceof UnreadableAdoptedRole);
  if (!hasRecord && !hasSnapshot) return;
  if (hasRecord && alerts.denial !== undefined)
    context.log.warn('whether validators have stored more about the integration may not be seen', {
      roleName,
      error: alerts.denial,
    });
  await operation.confirmed();
  await store.remove([
    ...(hasRecord ? [recordParameterName(roleName), ...alerts.names] : []),
    ...(hasSnapshot ? [adoptedRoleParameterName(roleName)] : []),
  ]);
}

async function recordOrProblem(
  { store }: Session,
  roleName: string,
): Promise<IntegrationRecord | UnreadableRecord | undefined> {
  try {
    return await readRecord(store, roleName);
  } catch (error) {
    if (error instanceof UnreadableRecord) return error;
    throw error;
  }
}

function warn(session: Session, problem: UserError): void {
  session.context.log.warn('what is stored cannot be read, and counts as none', { error: problem });
}
