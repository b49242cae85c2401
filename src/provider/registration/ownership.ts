import type { ResourceRequest } from '../../custom-resource';
import { createdAt, type RegisteredAccount } from '../../datadog-api/account';
import type { RegistrationRecord, RegistrationRecordContent } from '../../state/registration';
import { RegistrationUnproven } from './errors';
import { isClaimedByAnother } from './other-records';
import type { NamedRegistration } from './physical-id';
import { type RegistrationSession, recordNameOf } from './session';

/** The clocks of Datadog, CloudFormation and Lambda differ. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Whether a registration was made by this very operation: by an earlier delivery of its event, or by a request of this one whose answer was lost.
 * Its record says so, having been written when Datadog had said that there was none; and Datadog says that it was made since the
 * event was sent, so that what somebody writes into a record makes no older registration anybody's.
 */
export function isMadeByThis(
  { request }: { readonly request: Pick<ResourceRequest, 'requestId' | 'sentAt'> },
  record: RegistrationRecordContent | undefined,
  account: RegisteredAccount,
): boolean {
  if (record === undefined) return false;
  const { intent, configId, spec } = record;
  const isRecorded = configId === account.id;
  const isIntended =
    configId === undefined &&
    intent?.requestId === request.requestId &&
    account.attributes.auth_config.role_name === spec.settings.RoleName;
  if (!isRecorded && !isIntended) return false;
  const made = createdAt(account);
  const since = Math.max(request.sentAt ?? 0, isIntended ? intent.at : 0);
  return made !== undefined && made >= since - CLOCKS_DIFFER_MS;
}

/**
 * The registration that an operation of this resource has made without getting to say so, if there is any: it failed, or was never answered, and
 * this is another event, so that only the record tells. Whoever may write records makes nothing older than the stack his own with it, nor
 * what another record claims.
 */
export async function leftBehind(
  session: RegistrationSession,
  record: RegistrationRecord | undefined,
  accounts: readonly RegisteredAccount[],
): Promise<RegisteredAccount | undefined> {
  if (record === undefined) return undefined;
  const requestId = record.intent?.requestId ?? session.request.requestId;
  const operation = { request: { requestId, sentAt: undefined } };
  const made = accounts.find((account) => isMadeByThis(operation, record, account));
  if (made === undefined) return undefined;
  const stack = await session.operation.stack();
  // One that was adopted is older: whoever may have it adopted may have it handed back.
  const isOlder =
    record.adopted === undefined && (createdAt(made) ?? 0) < (stack?.createdAt ?? 0) - CLOCKS_DIFFER_MS;
  return isOlder || (await isClaimedByAnother(session, made, record.spec)) ? undefined : made;
}

/**
 * Makes sure that the registration which a physical id names is this resource's: whoever sends an event chooses the ids in it. CloudFormation says so;
 * or the record of this resource does, where CloudFormation has another one by now (a rollback removes what an update made) or does not answer. But
 * whoever may write records makes nothing older than the stack his own with one, but for what is handed back.
 *
 * @throws RegistrationUnproven
 */
export async function proveOwnership(
  session: RegistrationSession,
  { configId, isAdopted }: NamedRegistration,
  record: RegistrationRecord | undefined,
  account: RegisteredAccount,
): Promise<void> {
  const resource = await session.operation.resource();
  if (resource?.physicalId !== undefined && resource.physicalId === session.request.physicalResourceId)
    return;
  const stack = await session.operation.stack();
  const isOlder = (createdAt(account) ?? 0) < (stack?.createdAt ?? 0) - CLOCKS_DIFFER_MS;
  if (record?.configId === configId && (isAdopted || !isOlder)) return;
  throw new RegistrationUnproven(configId, recordNameOf(session));
}
