import type { DeleteRequest } from '../../custom-resource';
import type { RegisteredAccount } from '../../datadog-api/account';
import { deleteAccount, readAccount } from '../../datadog-api/accounts';
import type { DatadogApi } from '../../datadog-api/client';
import { namesIn, settingsOf } from '../../registration/settings';
import { type RegistrationRecord, readRegistration } from '../../state/registration';
import { isMadeUpId } from '../physical-id';
import { openPropagationWindow, type Propagation } from '../propagation-window';
import { change } from './converge';
import { KeysNotConfigured, RegistrationNotDeleted, RegistrationOutOfReach } from './errors';
import { isMadeSince } from './made-since';
import { leftBehind, proveOwnership } from './ownership';
import { type NamedRegistration, namedBy, REGISTRATION_NOT_CREATED_ID } from './physical-id';
import { lookAtDatadog, needing } from './preflight';
import { confirmTurn, type RegistrationSession, recordNameOf, recordOf } from './session';
import { handedBack } from './wanted';

/**
 * Deletes the registration that the physical id names, or hands an adopted one back as it was found; then what is stored of it. One that is
 * not there (any more) is deleted. Where the id names nothing, the record tells what a Create may have made.
 *
 * @param siteByProperties the site by the event's properties; undefined where they name none
 * @throws when something could not be removed, saying what
 */
export async function deleteRegistration(
  session: RegistrationSession<DeleteRequest>,
  siteByProperties: string | undefined,
): Promise<void> {
  const named = namedBy(session.request);
  const propagation = propagationAfter(session.request);
  let window = openPropagationWindow(session.context, propagation, session.startedAt);
  let isRestless = propagation === 'being made';
  for (;;) {
    session.operation.ask();
    // Of an adopted one, only its record knows how it was.
    const record = await (named?.isAdopted
      ? readRegistration(session.store, session.owner)
      : recordOf(session));
    if (named === undefined && (await isMadeSince(session, record))) {
      session.context.log.info('the account has been registered since, and stays so', {
        configId: record?.configId,
      });
      return;
    }
    const found = await find(session, named, record, siteByProperties);
    if (found !== undefined) await remove(session, found, record);
    // An invocation that has been given up may still write.
    const takesOver = await session.operation.takesOver().catch(() => false);
    if (takesOver && !isRestless) {
      isRestless = true;
      window = openPropagationWindow(session.context, 'being written', session.startedAt);
    }
    if (found === undefined && named === undefined && (await window.again())) continue;
    if (found !== undefined && named === undefined && isRestless && (await window.over())) continue;
    await forget(session, named, record);
    return;
  }
}

function propagationAfter(request: DeleteRequest): Propagation {
  if (isMadeUpId(request)) return 'being made';
  return request.physicalResourceId === REGISTRATION_NOT_CREATED_ID ? 'nothing' : 'just written';
}

interface Found {
  readonly api: DatadogApi;
  readonly account: RegisteredAccount;
  readonly isAdopted: boolean;
}

/** The registration of this resource; undefined when Datadog has none. */
async function find(
  session: RegistrationSession<DeleteRequest>,
  named: NamedRegistration | undefined,
  record: RegistrationRecord | undefined,
  siteByProperties: string | undefined,
): Promise<Found | undefined> {
  const site = record?.spec.datadogSite ?? siteByProperties;
  if (site === undefined || (named === undefined && record === undefined)) return undefined;
  const api = openDatadog(session, site, named?.configId ?? record?.configId);
  const accounts = await lookAtDatadog(api, session.scope.accountId);
  const own = named === undefined ? undefined : accounts.find(({ id }) => id === named.configId);
  if (named !== undefined && own !== undefined) {
    await proveOwnership(session, named, record, own);
    return { api, account: own, isAdopted: named.isAdopted };
  }
  // What is on record by its id is another one that has taken the place of what is named.
  if (named !== undefined && record?.configId !== undefined) return undefined;
  const account = await leftBehind(session, record, accounts);
  return account && { api, account, isAdopted: record?.adopted === true };
}

/** @throws RegistrationOutOfReach where there are no keys and it is known what stays; KeysNotConfigured */
function openDatadog(
  session: RegistrationSession<DeleteRequest>,
  site: string,
  configId: string | undefined,
): DatadogApi {
  try {
    return session.datadogAt(site);
  } catch (error) {
    if (!(error instanceof KeysNotConfigured) || configId === undefined) throw error;
    throw new RegistrationOutOfReach(configId, site, recordNameOf(session));
  }
}

async function remove(
  session: RegistrationSession<DeleteRequest>,
  found: Found,
  record: RegistrationRecord | undefined,
): Promise<void> {
  if (found.isAdopted) return handBack(session, found, record);
  const { api, account } = found;
  session.context.log.info('deletes the registration', { configId: account.id });
  await confirmTurn(session);
  const options = { beforeRepeating: () => confirmTurn(session) };
  await needing(api, 'aws_configurations_manage', deleteAccount(api, account.id, options));
  const window = openPropagationWindow(session.context, 'just written');
  while ((await readAccount(api, account.id)) !== undefined)
    if (!(await window.again())) throw new RegistrationNotDeleted(account.id, api.site);
}

/** One of which there is no record has been handed back already, by an earlier delivery; it stays as it is in any case. */
async function handBack(
  session: RegistrationSession<DeleteRequest>,
  { api, account }: Found,
  record: RegistrationRecord | undefined,
): Promise<void> {
  if (record?.configId !== account.id) {
    session.context.log.warn('how the registration was found is not on record: it stays as it is', {
      configId: account.id,
      parameter: recordNameOf(session),
    });
    return;
  }
  const { back, kept } = handedBack(settingsOf(account), record);
  const names = namesIn(back);
  session.context.log.info('hands the registration back', { configId: account.id, settings: names });
  if (kept.length > 0)
    session.context.log.warn('somebody else has set these since, and they stay', { settings: kept });
  if (names.length > 0) await change(session, api, account, back);
}

/** Removes the record, unless it is by now that of another registration, which has taken the place of this one. */
async function forget(
  session: RegistrationSession<DeleteRequest>,
  named: NamedRegistration | undefined,
  record: RegistrationRecord | undefined,
): Promise<void> {
  if (record === undefined) return;
  const { configId } = record;
  const isOfAnother = named !== undefined && configId !== undefined && configId !== named.configId;
  if (isOfAnother) return;
  await confirmTurn(session);
  await session.store.remove([recordNameOf(session)]);
}
