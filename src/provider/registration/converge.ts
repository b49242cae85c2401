import type { RegisteredAccount } from '../../datadog-api/account';
import { isStatus, readAccount, updateAccount } from '../../datadog-api/accounts';
import type { DatadogApi } from '../../datadog-api/client';
import { InvalidProperties } from '../../integration/property-reader';
import { parseRegistrationProperties } from '../../registration/properties';
import {
  attributesWith,
  differences,
  namesIn,
  pick,
  type Settings,
  settingsOf,
} from '../../registration/settings';
import type { RegistrationSpec } from '../../registration/spec';
import {
  type RegistrationRecord,
  type RegistrationRecordContent,
  registrationSizeProblem,
  writeRegistration,
} from '../../state/registration';
import { RegistrationContested, RegistrationGone, RegistrationNotAdoptable } from './errors';
import { physicalIdOf } from './physical-id';
import { needing } from './preflight';
import { confirmTurn, type RegistrationSession } from './session';
import { wishFor } from './wanted';

/** What a registration is brought to, and what is known of it. */
interface Goal {
  readonly account: RegisteredAccount;
  readonly spec: RegistrationSpec;
  /** Of this very registration. */
  readonly record: RegistrationRecord | undefined;
  readonly isAdopted: boolean;
}

/** So often somebody else may interfere, until somebody has to be told. */
const MAX_CHANGES = 3;

/**
 * Changes what differs, reads it back, and records what is there. What a setting was before is on record before it is changed.
 *
 * @throws RegistrationContested, RegistrationGone and PermissionMissing
 */
export async function converge(
  session: RegistrationSession,
  api: DatadogApi,
  { account, spec, record, isAdopted }: Goal,
): Promise<RegisteredAccount> {
  refuseAccessKeys(account);
  const { wanted, before, meanwhile } = wishFor(
    spec.settings,
    settingsOf(account),
    record,
    earlierSettings(session),
    isAdopted,
  );
  const content: RegistrationRecordContent = {
    owner: session.owner,
    spec: { ...spec, settings: { ...meanwhile, RoleName: spec.settings.RoleName } },
    configId: account.id,
    before,
    ...(isAdopted ? { adopted: true as const } : {}),
  };
  const problem = registrationSizeProblem(content);
  if (problem !== undefined) throw new InvalidProperties([problem]);

  let current = account;
  let known: RegistrationRecordContent | undefined = record;
  for (let changes = 0; ; changes++) {
    const different = differences(settingsOf(current), wanted);
    const names = namesIn(different);
    if (names.length === 0) break;
    if (changes === MAX_CHANGES) throw new RegistrationContested(account.id, names);
    if (known !== content) {
      // What was asked at the beginning is as old as the slowest answer of Datadog's.
      await confirmTurn(session);
      await writeRegistration(session.store, content, known);
      known = content;
      // From now on there is something to hand back, or to delete.
      session.context.claim(physicalIdOf({ configId: account.id, isAdopted }));
    }
    session.context.log.info('changes the registration', { configId: account.id, settings: names });
    await change(session, api, current, different);
    current = await readBack(api, account.id);
  }
  const settled = { ...content, spec, before: pick(before, (name) => spec.settings[name] !== undefined) };
  await session.operation.confirmed();
  await writeRegistration(session.store, settled, known);
  return current;
}

/** Sends a change of some settings. @throws RegistrationGone and PermissionMissing */
export async function change(
  session: RegistrationSession,
  api: DatadogApi,
  { id, attributes }: RegisteredAccount,
  settings: Settings,
): Promise<void> {
  const sent = { aws_account_id: attributes.aws_account_id, ...attributesWith(settings, attributes) };
  await confirmTurn(session);
  const options = { beforeRepeating: () => confirmTurn(session) };
  try {
    await needing(api, 'aws_configuration_edit', updateAccount(api, id, sent, options));
  } catch (error) {
    if (isStatus(error, 404)) throw new RegistrationGone(id);
    throw error;
  }
}

async function readBack(api: DatadogApi, configId: string): Promise<RegisteredAccount> {
  const account = await readAccount(api, configId);
  if (account === undefined) throw new RegistrationGone(configId);
  return account;
}

/** Datadog does not switch in place between a role and access keys. */
function refuseAccessKeys({ id, attributes }: RegisteredAccount): void {
  if (typeof attributes.auth_config.role_name === 'string') return;
  throw new RegistrationNotAdoptable(
    `The registration ${id} of the account ${attributes.aws_account_id} is with access keys, and it has been left as it is: Datadog does not change one from access keys to a role. Note its settings, remove it in Datadog, and repeat the operation.`,
  );
}

/** What the properties before this event gave; nothing when they are of a shape that this version does not accept. */
function earlierSettings({ request, scope, context }: RegistrationSession): Settings {
  if (request.requestType !== 'Update') return {};
  try {
    return parseRegistrationProperties(request.oldProperties, scope).settings;
  } catch (error) {
    if (!(error instanceof InvalidProperties)) throw error;
    context.log.info('earlier properties are not used', { error });
    return {};
  }
}
