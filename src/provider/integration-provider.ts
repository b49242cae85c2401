import type { STSClient } from '@aws-sdk/client-sts';
import type { ProviderClients } from '../aws/clients';
import { isAccessDenied } from '../aws/errors';
import type {
  CreateRequest,
  DeleteRequest,
  ProvidedResource,
  ResourceOutcome,
  ResourceProvider,
  UpdateRequest,
} from '../custom-resource';
import { roleNameOf } from '../integration/properties';
import { InvalidProperties, type Properties } from '../integration/property-reader';
import type { IntegrationSpec } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { namingTheCall } from './aws-call-failed';
import { createOrUpdate } from './create-or-update';
import { type DeleteOptions, deleteIntegration } from './delete';
import { findLeftovers, removeLeftovers, removeLeftoversOfStack } from './leftovers';
import { isMadeSince } from './made-since';
import { isMadeUpId, NOT_CREATED_ID, namesNothing } from './physical-id';
import type { Propagation } from './propagation-window';
import { checkRelease } from './release';
import { checkRename, isSameName } from './rename';
import { roleNameProblemOf } from './role-name-rule';
import { openSession, type Session } from './session';
import type { ProviderSettings, SelfTest } from './settings';
import { isOnRecord } from './stored-state';
import { earlierSpecOf, specOf, wishOf } from './unlisted-account';

/** `Custom::DatadogIntegrationRole` as a function provides it; its clients are made at the first request. */
export function integrationResource(
  createClients: () => ProviderClients,
  {
    selfTest,
    ...settings
  }: Omit<ProviderSettings, 'clients' | 'selfTest'> & {
    readonly selfTest: (sts: STSClient, ...rest: Parameters<SelfTest>) => ReturnType<SelfTest>;
  },
): ProvidedResource {
  return {
    resourceType: 'Custom::DatadogIntegrationRole',
    notCreatedId: NOT_CREATED_ID,
    provider: () => {
      const clients = createClients();
      const { sts } = clients;
      return createIntegrationProvider({
        ...settings,
        clients,
        selfTest: (target, context) => selfTest(sts, target, context),
      });
    },
  };
}

/**
 * The resource `Custom::DatadogIntegrationRole`: its physical id is the role's name. Events may arrive twice, late or
 * after a crash; each operation looks at what is there and does what is missing.
 */
export function createIntegrationProvider(settings: ProviderSettings): ResourceProvider {
  return {
    create: (request, context) => namingTheCall(create(openSession(settings, request, context), request)),
    update: (request, context) => namingTheCall(update(openSession(settings, request, context), request)),
    delete: (request, context) => namingTheCall(remove(openSession(settings, request, context), request)),
  };
}

async function create(session: Session, { properties }: CreateRequest): Promise<ResourceOutcome> {
  await checkRelease(session, properties);
  const spec = specOf(session, properties);
  return createOrUpdate(session, spec, []);
}

/** A change of RoleName replaces the role: CloudFormation deletes the old one when the whole update has succeeded. */
async function update(session: Session, request: UpdateRequest): Promise<ResourceOutcome> {
  if (isOfNothing(request)) return mend(session, request);
  await checkRelease(session, request.properties);
  const { spec, reservation } = await wishOf(session, request.properties);
  const { physicalResourceId: current, oldProperties } = request;
  const isRename = current !== spec.roleName;
  if (isRename && reservation !== undefined) throw reservation;
  if (isRename) {
    session.operation.ask();
    await checkRename(session, current, spec.roleName);
    return createOrUpdate(session, spec, []);
  }
  const [outcome, leftovers] = await allSettled([
    createOrUpdate(session, spec, specsIn(session, oldProperties), reservation),
    findLeftovers(session, current),
  ]);
  await removeAbandoned(session, current, oldProperties);
  const stillThere = await removeLeftovers(session, current, leftovers);
  const reasons = [...(outcome.reason === undefined ? [] : [outcome.reason]), ...stillThere];
  return reasons.length === 0 ? outcome : { ...outcome, reason: reasons.join(' ') };
}

/** A role may be named like an id that CloudFormation makes up. */
function isOfNothing(request: UpdateRequest): boolean {
  return namesNothing(request) && roleNameOf(request.oldProperties) !== request.physicalResourceId;
}

/**
 * An Update of a resource whose Create failed or was never answered, in a stack that keeps its failed resources: it makes the
 * role, whose name becomes the physical id. What the Create may have begun serves, or goes.
 */
async function mend(
  session: Session,
  { properties, oldProperties }: UpdateRequest,
): Promise<ResourceOutcome> {
  await checkRelease(session, properties);
  const spec = specOf(session, properties);
  const outcome = await createOrUpdate(session, spec, specsIn(session, oldProperties));
  await removeAbandoned(session, spec.roleName, oldProperties);
  return outcome;
}

/**
 * When an Update to another name was cut off, its rollback arrives with that name in the old properties, while the
 * physical id is still the one before: CloudFormation does not know of the new role, so nobody else would remove it.
 */
async function removeAbandoned(session: Session, current: string, oldProperties: Properties): Promise<void> {
  const abandoned = roleNameOf(oldProperties);
  if (abandoned === undefined || isSameName(abandoned, current)) return;
  const options = { earlier: specsIn(session, oldProperties), propagation: 'just written' } as const;
  await ifAllowed(session, abandoned, options, () => deleteIntegration(session, abandoned, options));
}

/**
 * Deletes what the physical id names, and nothing else: the properties may already be those of the role that takes its
 * place. Only where the id names nothing (Create failed, or was never answered) do the properties tell what may have
 * been made.
 */
async function remove(session: Session, request: DeleteRequest): Promise<void> {
  const { physicalResourceId, properties } = request;
  const propagation = propagationAfter(request);
  const named = propagation === 'just written' ? roleNameOf({ RoleName: physicalResourceId }) : undefined;
  const roleName = named ?? roleNameOf(properties);
  if (roleName === undefined) return;
  const options = { earlier: specsIn(session, properties), propagation };
  if (named !== undefined) {
    const first = removeLeftoversOfStack(session, named);
    return deleteIntegration(session, named, { ...options, first });
  }
  await ifAllowed(session, roleName, options, async () => {
    if (await isMadeSince(session, roleName, physicalResourceId))
      session.context.log.info('the role has been made since, and stays', { role: roleName });
    else await deleteIntegration(session, roleName, options);
  });
}

/** What a Delete may not see at first, by what its id says of the Create. */
function propagationAfter(request: DeleteRequest): Propagation {
  if (request.physicalResourceId === NOT_CREATED_ID) return 'nothing';
  return isMadeUpId(request) ? 'being made' : 'just written';
}

/** Removes what has a name that may be one that this function was never allowed to make anything under. */
async function ifAllowed(
  session: Session,
  roleName: string,
  options: DeleteOptions,
  removal: () => Promise<void>,
): Promise<void> {
  const { roleNamePatterns } = session.settings;
  if (
    roleNameProblemOf(roleName, roleNamePatterns) !== undefined &&
    !(await mayBeMade(session, roleName, options))
  )
    return;
  try {
    await removal();
  } catch (error) {
    if (!isAccessDenied(error) || (await mayBeMade(session, roleName, options))) throw error;
  }
}

/**
 * May there be a role of this resource under a name that is out of reach? There is when it is on record; where that may not be
 * read either, there is none when Create says that it has made nothing.
 */
async function mayBeMade(
  session: Session,
  roleName: string,
  { propagation }: DeleteOptions,
): Promise<boolean> {
  const isMade = (await isOnRecord(session, roleName)) ?? propagation !== 'nothing';
  if (!isMade)
    session.context.log.info('what is out of reach, and not on record, was not made', { role: roleName });
  return isMade;
}

/** The spec of earlier properties; none when they are of a shape that this version does not accept. */
function specsIn(session: Session, properties: Properties): readonly IntegrationSpec[] {
  try {
    return [earlierSpecOf(session, properties)];
  } catch (error) {
    if (!(error instanceof InvalidProperties)) throw error;
    session.context.log.info('earlier properties are not used', { error });
    return [];
  }
}
