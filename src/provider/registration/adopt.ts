import { isPresentAs } from '../../aws/stack-resources';
import type { RegisteredAccount } from '../../datadog-api/account';
import type { DatadogApi } from '../../datadog-api/client';
import type { RegistrationSpec } from '../../registration/spec';
import { allSettled } from '../../runtime/all-settled';
import type { RegistrationRecord } from '../../state/registration';
import { converge } from './converge';
import { describeRegistration, RegistrationNotAdoptable } from './errors';
import { physicalIdOf } from './physical-id';
import type { RegistrationSession } from './session';

interface Adoption {
  readonly spec: RegistrationSpec;
  readonly accounts: readonly RegisteredAccount[];
  readonly record: RegistrationRecord | undefined;
}

/**
 * Takes a registration over that somebody else has made: what is given of its settings is set, and on record is how they were.
 *
 * @throws RegistrationNotAdoptable where it cannot be taken over, or a stack has it
 */
export async function adopt(
  session: RegistrationSession,
  api: DatadogApi,
  { spec, accounts, record }: Adoption,
): Promise<RegisteredAccount> {
  const account = theOne(accounts, spec);
  const known = record?.configId === account.id && record.adopted ? record : undefined;
  if (known === undefined) await checkOwningStack(session, account.id);
  session.context.log.info('adopts the registration', { configId: account.id });
  return converge(session, api, { account, spec, record: known, isAdopted: true });
}

/**
 * Refuses what another resource of a stack of this account and region has made or adopted: that one would change it back, and delete it or hand
 * it back with itself.
 *
 * @throws RegistrationNotAdoptable, and what CloudFormation answers otherwise: without its word nothing is adopted
 */
async function checkOwningStack(
  { resourcesBeside, owner }: RegistrationSession,
  configId: string,
): Promise<void> {
  const ids = [false, true].map((isAdopted) => physicalIdOf({ configId, isAdopted }));
  const found = await allSettled(
    ids.map(async (id) => (await resourcesBeside(id)).filter((resource) => isPresentAs(resource, id))),
  );
  const owning = found
    .flat()
    .find(
      ({ StackId, LogicalResourceId }) => StackId !== owner.stackId || LogicalResourceId !== owner.logicalId,
    );
  if (owning === undefined) return;
  throw new RegistrationNotAdoptable(
    `ExistingRegistration is Adopt and the registration ${configId} is the resource ${owning.LogicalResourceId} of the stack ${owning.StackId}, which would delete it or hand it back with itself; it has been left as it is. First let go of it there: give the resource DeletionPolicy: Retain, update that stack, remove the resource from its template and update it again (or delete it). Then repeat this.`,
  );
}

/** Datadog's interface has let people register an account with several roles. */
function theOne(
  accounts: readonly RegisteredAccount[],
  { settings, accountId }: RegistrationSpec,
): RegisteredAccount {
  const [first, ...others] = accounts;
  if (first !== undefined && others.length === 0) return first;
  const named = accounts.filter(({ attributes }) => attributes.auth_config.role_name === settings.RoleName);
  const [only, ...more] = named;
  if (only !== undefined && more.length === 0) return only;
  throw new RegistrationNotAdoptable(
    `RoleName: the account ${accountId} is registered more than once, ${accounts.map(describeRegistration).join(' and ')}, and nothing has been changed: set RoleName to the role of the one to adopt.`,
  );
}
