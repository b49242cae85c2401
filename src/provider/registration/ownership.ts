import type { ResourceRequest } from '../../custom-resource';
import { createdAt, type RegisteredAccount } from '../../datadog-api/account';
import type { RegistrationRecord, RegistrationRecordContent } from '../../state/registration';
import { RegistrationUnproven } from './errors';
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
 * The registration that a Create of this resource has made, which failed or was never answered: of another event, so that only the record tells when.
 * None that is older than the stack is believed to be it.
 */
export async function findLeftBehind(
  { request, operation }: RegistrationSession,
  record: RegistrationRecord | undefined,
  accounts: readonly RegisteredAccount[],
): Promise<RegisteredAccount | undefined> {
  const requestId = record?.intent?.requestId ?? request.requestId;
  const event = { request: { requestId, sentAt: undefined } };
  const found = accounts.find((account) => isMadeByThis(event, record, account));
  if (found === undefined) return undefined;
  const stack = await operation.stack();
  const isOlder = (createdAt(found) ?? 0) < (stack?.createdAt ?? 0) - CLOCKS_DIFFER_MS;
  return isOlder && record?.adopted === undefined ? undefined : found;
}

/**
 * Makes sure that the registration which a physical id names is this resource's: whoever sends an event chooses the ids in it. The record of this
 * resource says so, or CloudFormation does.
 *
 * @throws RegistrationUnproven
 */
export async function proveOwnership(
  session: RegistrationSession,
  { configId }: NamedRegistration,
  record: RegistrationRecord | undefined,
): Promise<void> {
  if (record?.configId === configId || record?.earlierConfigIds.includes(configId)) return;
  const resource = await session.operation.resource();
  if (resource?.physicalId !== undefined && resource.physicalId === session.request.physicalResourceId)
    return;
  throw new RegistrationUnproven(configId, recordNameOf(session));
}
