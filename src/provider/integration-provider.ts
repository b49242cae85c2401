import type {
  CreateRequest,
  DeleteRequest,
  ResourceOutcome,
  ResourceProvider,
  UpdateRequest,
} from '../custom-resource';
import { parseProperties, roleNameOf } from '../integration/properties';
import { InvalidProperties, type Properties } from '../integration/property-reader';
import type { IntegrationSpec } from '../integration/spec';
import { NOT_CREATED_ID } from './physical-id';
import { provide, provideOrUndo } from './provide';
import { sameNameInIam } from './refusals';
import { removeIntegration } from './remove';
import { openSession, type Session } from './session';
import type { ProviderSettings } from './settings';

/**
 * The resource `Custom::DatadogIntegrationRole`: its physical id is the role's name. Events may arrive twice, late or
 * after a crash; each operation looks at what is there and does what is missing.
 */
export function createIntegrationProvider(settings: ProviderSettings): ResourceProvider {
  return {
    create: (request, context) => create(openSession(settings, request, context), request),
    update: (request, context) => update(openSession(settings, request, context), request),
    delete: (request, context) => remove(openSession(settings, request, context), request),
  };
}

function create(session: Session, { properties }: CreateRequest): Promise<ResourceOutcome> {
  return provideOrUndo(session, parseProperties(properties, session.scope));
}

/** A change of RoleName replaces the role: CloudFormation deletes the old one when the whole update has succeeded. */
async function update(session: Session, request: UpdateRequest): Promise<ResourceOutcome> {
  const spec = parseProperties(request.properties, session.scope);
  const { physicalResourceId: current, oldProperties } = request;
  if (current !== spec.roleName) {
    if (isSameName(current, spec.roleName)) throw sameNameInIam(current, spec.roleName);
    return provideOrUndo(session, spec);
  }
  const outcome = await provide(session, spec, specsIn(session, oldProperties));
  await removeAbandoned(session, current, oldProperties);
  return outcome;
}

/**
 * When an Update to another name was cut off, its rollback arrives with that name in the old properties, while the
 * physical id is still the one before: CloudFormation does not know of the new role, so nobody else would remove it.
 */
async function removeAbandoned(session: Session, current: string, oldProperties: Properties): Promise<void> {
  const abandoned = roleNameOf(oldProperties);
  if (abandoned === undefined || isSameName(abandoned, current)) return;
  await removeIntegration(session, abandoned, {
    earlier: specsIn(session, oldProperties),
    mayBeUnseen: true,
  });
}

/**
 * Deletes by the physical id and by the name in the properties: after a Create that timed out without a reply,
 * CloudFormation sends an id of its own making, and only the properties tell what may have been made.
 */
async function remove(session: Session, request: DeleteRequest): Promise<void> {
  const { physicalResourceId, properties } = request;
  const wasCreated = physicalResourceId !== NOT_CREATED_ID;
  const byId = wasCreated ? roleNameOf({ RoleName: physicalResourceId }) : undefined;
  const byProperties = roleNameOf(properties);
  const names = [byId, byProperties].filter((name) => name !== undefined);
  const distinct = names.filter(
    (name, index) => names.findIndex((other) => isSameName(other, name)) === index,
  );
  const options = { earlier: specsIn(session, properties), mayBeUnseen: wasCreated };
  for (const name of distinct) await removeIntegration(session, name, options);
}

/** The spec of earlier properties; none when they are of a shape that this version does not accept. */
function specsIn(session: Session, properties: Properties): readonly IntegrationSpec[] {
  try {
    return [parseProperties(properties, session.scope)];
  } catch (error) {
    if (!(error instanceof InvalidProperties)) throw error;
    session.context.log.info('earlier properties are not used', { faults: error.faults });
    return [];
  }
}

/** IAM does not tell role names apart by letter case. */
function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
