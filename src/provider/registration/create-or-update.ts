import type { ResourceOutcome } from '../../custom-resource';
import type { RegisteredAccount } from '../../datadog-api/account';
import type { DatadogApi } from '../../datadog-api/client';
import type { RegistrationSpec } from '../../registration/spec';
import { allSettled } from '../../runtime/all-settled';
import type { RegistrationRecord } from '../../state/registration';
import { adopt } from './adopt';
import { registrationAttributes } from './attributes';
import { converge } from './converge';
import { ExternalIdNotShown, RegistrationOwnedByOthers } from './errors';
import { isMadeByThis, leftBehind, proveOwnership } from './ownership';
import { type NamedRegistration, physicalIdOf } from './physical-id';
import { lookAtDatadog } from './preflight';
import { register } from './register';
import { type RegistrationSession, recordOf } from './session';

/**
 * Has the account registered as the spec says: changes the registration that is this resource's, makes one where there is none, or adopts
 * that of others where the spec says so.
 *
 * What a failure leaves behind is not taken back here: the Delete or the rollback Update that CloudFormation sends after a FAILED reply does it.
 *
 * @param named what the physical id names; undefined where CloudFormation has none from us
 */
export async function createOrUpdate(
  session: RegistrationSession,
  spec: RegistrationSpec,
  named: NamedRegistration | undefined,
): Promise<ResourceOutcome> {
  const api = session.datadogAt(spec.datadogSite);
  session.operation.ask();
  const [accounts, record] = await allSettled([
    lookAtDatadog(api, spec.accountId, spec.settings),
    recordOf(session),
  ]);
  const own = accounts.find(({ id }) => id === named?.configId);
  if (named !== undefined && own !== undefined) {
    await proveOwnership(session, named, record, own);
    const { isAdopted } = named;
    const isOfAnother = record?.configId !== undefined && record.configId !== own.id;
    const known = isOfAnother ? undefined : record;
    const account = await converge(session, api, { account: own, spec, record: known, isAdopted });
    return outcomeOf(account, spec, isAdopted);
  }
  return begin(session, { api, spec, accounts, record, named });
}

interface Beginning {
  readonly api: DatadogApi;
  readonly spec: RegistrationSpec;
  readonly accounts: readonly RegisteredAccount[];
  readonly record: RegistrationRecord | undefined;
  /** What is no longer there. */
  readonly named: NamedRegistration | undefined;
}

/** Where this resource has no registration yet, or none any more. */
async function begin(
  session: RegistrationSession,
  { api, spec, accounts, record, named }: Beginning,
): Promise<ResourceOutcome> {
  const made =
    accounts.find((account) => isMadeByThis(session, record, account)) ??
    // An operation before this one may have made one and have failed, have never been answered, or not have been taken back: the way back
    // from an update that added the keys has none.
    (await leftBehind(session, record, accounts));
  if (made !== undefined && record?.adopted === undefined) {
    session.context.claim(made.id);
    const account = await converge(session, api, { account: made, spec, record, isAdopted: false });
    return outcomeOf(account, spec, false);
  }
  if (accounts.length === 0) {
    const account = await register(session, api, { spec, record });
    return outcomeOf(account, spec, false);
  }
  if (spec.existingRegistration === 'Fail') {
    const { datadogSite, accountId } = spec;
    const gone = named === undefined ? '' : ` The one that this resource had (${named.configId}) is gone.`;
    throw new RegistrationOwnedByOthers(accountId, datadogSite, accounts, gone);
  }
  const account = await adopt(session, api, { spec, accounts, record });
  return outcomeOf(account, spec, true);
}

function outcomeOf(account: RegisteredAccount, spec: RegistrationSpec, isAdopted: boolean): ResourceOutcome {
  if (typeof account.attributes.auth_config.external_id !== 'string')
    throw new ExternalIdNotShown(account.id, spec.datadogSite);
  return {
    physicalResourceId: physicalIdOf({ configId: account.id, isAdopted }),
    data: registrationAttributes(account, spec),
  };
}
