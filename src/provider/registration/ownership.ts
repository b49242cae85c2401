import type { ResourceRequest } from '../../custom-resource';
import { createdAt, type RegisteredAccount } from '../../datadog-api/account';
import type { RegistrationRecord, RegistrationRecordContent } from '../../state/registration';
import { CLOCKS_DIFFER_MS } from '../stack-order';
import { RegistrationUnproven } from './errors';
import { isClaimedByAnother } from './other-records';
import type { NamedRegistration } from './physical-id';
import { type RegistrationSession, recordNameOf } from './session';

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
  const isOfAnother = record.configId === undefined && record.intent?.requestId !== request.requestId;
  return !isOfAnother && isOnRecord(record, account) && wasMadeSince(account, request.sentAt);
}

/** Whether a record is about this registration: has its id, or says that one like it was about to be made. */
function isOnRecord(
  { configId, intent, spec }: RegistrationRecordContent,
  account: RegisteredAccount,
): boolean {
  if (configId !== undefined) return configId === account.id;
  const isAlike = account.attributes.auth_config.role_name === spec.settings.RoleName;
  return intent !== undefined && isAlike && wasMadeSince(account, intent.at);
}

/** Whether Datadog says that it was made at that time or later; 0 in place of a time that nobody knows. */
function wasMadeSince(account: RegisteredAccount, time = 0): boolean {
  const made = createdAt(account);
  return made !== undefined && made >= time - CLOCKS_DIFFER_MS;
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
  const made = accounts.find((account) => isOnRecord(record, account));
  if (made === undefined || !(await mayBelieve(session, made, record.adopted === true))) return undefined;
  return (await isClaimedByAnother(session, made, record.spec)) ? undefined : made;
}

/** A record is not believed of what is older than the stack; but whoever may have one adopted may have it handed back. */
async function mayBelieve(
  { operation }: RegistrationSession,
  account: RegisteredAccount,
  isAdopted: boolean,
): Promise<boolean> {
  return isAdopted || wasMadeSince(account, (await operation.stack())?.createdAt);
}

/**
 * Makes sure that the registration which a physical id names is this resource's: whoever sends an event chooses the ids in it. CloudFormation says so;
 * or the record of this resource does, where CloudFormation has another one by now (a rollback removes what an update made) or does not answer.
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
  if (resource?.physicalId === session.request.physicalResourceId) return;
  if (record?.configId === configId && (await mayBelieve(session, account, isAdopted))) return;
  throw new RegistrationUnproven(configId, recordNameOf(session));
}
