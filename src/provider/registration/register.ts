import { Overtaken } from '../../aws/turn';
import type { RegisteredAccount } from '../../datadog-api/account';
import { createAccount, isStatus, listAccounts } from '../../datadog-api/accounts';
import type { DatadogApi } from '../../datadog-api/client';
import { isUncertain } from '../../datadog-api/errors';
import { InvalidProperties } from '../../integration/property-reader';
import { attributesWith } from '../../registration/settings';
import type { RegistrationSpec } from '../../registration/spec';
import { UserError } from '../../runtime/user-error';
import {
  type RegistrationRecord,
  type RegistrationRecordContent,
  registrationSizeProblem,
  writeRegistration,
} from '../../state/registration';
import { openPropagationWindow } from '../propagation-window';
import { RegistrationOwnedByOthers } from './errors';
import { isClaimedByAnother } from './other-records';
import { isMadeByThis } from './ownership';
import { needing } from './preflight';
import { confirmTurn, type RegistrationSession, recordNameOf } from './session';

interface Registering {
  readonly spec: RegistrationSpec;
  readonly record: RegistrationRecord | undefined;
}

/** So often it is sent, where no answer came and Datadog says that nothing was made. */
const MAX_REQUESTS = 4;

/**
 * Registers an account of which Datadog has said that it is not registered. Datadog issues the external id in the same call: one that is asked for
 * before goes to everybody who asks at that time. What is about to be made is on record before; one that may have been made is looked up.
 *
 * @throws RegistrationOwnedByOthers where somebody else was faster, PermissionMissing, DatadogApiError
 */
export async function register(
  session: RegistrationSession,
  api: DatadogApi,
  { spec, record: earlier }: Registering,
): Promise<RegisteredAccount> {
  const { owner, store, request, context } = session;
  const intended: RegistrationRecordContent = {
    owner,
    spec,
    intent: intentOf(session, earlier),
    before: {},
  };
  const problem = registrationSizeProblem({ ...intended, configId: WIDEST_ID });
  if (problem !== undefined) throw new InvalidProperties([problem]);
  await session.operation.confirmed();
  await writeRegistration(store, intended, earlier);
  context.log.info('registers the account', { accountId: spec.accountId, site: spec.datadogSite });
  const answer = await post(session, api, intended, earlier?.intent?.requestId === request.requestId);
  if ('refusal' in answer) {
    await forget(session, intended, earlier);
    throw answer.refusal;
  }
  const { account } = answer;
  context.claim(account.id);
  const { intent: _, ...made } = { ...intended, configId: account.id };
  await writeRegistration(store, made, intended);
  return account;
}

/** Nothing of an intent that came to nothing stays. */
async function forget(
  session: RegistrationSession,
  intended: RegistrationRecordContent,
  earlier: RegistrationRecord | undefined,
): Promise<void> {
  const { operation, store } = session;
  await operation.confirmed();
  if (earlier === undefined) await store.remove([recordNameOf(session)]);
  else await writeRegistration(store, earlier, intended);
}

const WIDEST_ID = '00000000-0000-0000-0000-000000000000';

/** An earlier delivery of the same event has written when it was: what was made since then counts. */
function intentOf(
  { request, context }: RegistrationSession,
  earlier: RegistrationRecord | undefined,
): NonNullable<RegistrationRecord['intent']> {
  const { requestId } = request;
  return earlier?.intent?.requestId === requestId ? earlier.intent : { requestId, at: context.clock.now() };
}

/** Whether nothing was made: refused, or never sent. Whoever has been overtaken leaves what is on record to the newer event. */
function isRefused(error: unknown): boolean {
  return error instanceof UserError && !(error instanceof Overtaken);
}

/** The registration, or why it is certain that none was made. */
type Answer = { readonly account: RegisteredAccount } | { readonly refusal: unknown };

/**
 * @param mayBeMade whether an earlier delivery of the event may have made it, or may be about to
 * @throws what leaves it uncertain whether anything was made
 */
async function post(
  session: RegistrationSession,
  api: DatadogApi,
  intended: RegistrationRecordContent,
  mayBeMade: boolean,
): Promise<Answer> {
  const { spec } = intended;
  const attributes = {
    aws_account_id: spec.accountId,
    aws_partition: spec.partition,
    ...attributesWith(spec.settings),
  };
  const window = openPropagationWindow(session.context, 'being written');
  let isOpen = mayBeMade;
  for (let requests = 1; ; requests++) {
    await confirmTurn(session);
    try {
      const options = { beforeRepeating: () => confirmTurn(session) };
      const request = createAccount(api, attributes, options);
      return { account: await needing(api, 'aws_configurations_manage', request) };
    } catch (error) {
      const isTaken = isStatus(error, 409);
      if (!isTaken && !isUncertain(error)) {
        if (isOpen || !isRefused(error)) throw error;
        return { refusal: error };
      }
      isOpen ||= !isTaken;
      if (!isTaken) await window.again();
      const { accountId, datadogSite } = spec;
      const accounts = await listAccounts(api, accountId);
      const made = isOpen ? accounts.find((account) => isMadeByThis(session, intended, account)) : undefined;
      if (made !== undefined && !(await isClaimedByAnother(session, made, spec))) return { account: made };
      if (accounts.length > 0)
        return { refusal: new RegistrationOwnedByOthers(accountId, datadogSite, accounts) };
      if (requests >= MAX_REQUESTS) throw error;
      session.context.log.warn('Datadog may not have registered the account: sent again', { error });
    }
  }
}
