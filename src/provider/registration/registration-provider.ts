import type { ProviderClients } from '../../aws/clients';
import type {
  CreateRequest,
  DeleteRequest,
  ProvidedResource,
  ResourceOutcome,
  ResourceProvider,
  UpdateRequest,
} from '../../custom-resource';
import type { DatadogAccess } from '../../datadog-api/access';
import { parseRegistrationProperties, registrationSiteOf } from '../../registration/properties';
import { namingTheCall } from '../aws-call-failed';
import { checkRelease } from '../release';
import { createOrUpdate } from './create-or-update';
import { deleteRegistration } from './delete';
import { SiteChanged } from './errors';
import { namedBy, REGISTRATION_NOT_CREATED_ID } from './physical-id';
import {
  openRegistrationSession,
  type RegistrationSession,
  type RegistrationSettings,
  recordOf,
} from './session';

/**
 * `Custom::DatadogIntegrationAccount` as a function provides it; its clients are made at the first request.
 *
 * @param openDatadog gives undefined where the function is installed without keys
 */
export function registrationResource(
  createClients: () => ProviderClients,
  openDatadog: () => DatadogAccess | undefined,
): ProvidedResource {
  return {
    resourceType: 'Custom::DatadogIntegrationAccount',
    notCreatedId: REGISTRATION_NOT_CREATED_ID,
    provider: () => createRegistrationProvider({ clients: createClients(), datadog: openDatadog() }),
  };
}

/**
 * The resource `Custom::DatadogIntegrationAccount`: an AWS account's entry in Datadog. Its physical id is the account config id. Events may arrive
 * twice, late or after a crash; each operation looks at what is there and does what is missing.
 */
function createRegistrationProvider(settings: RegistrationSettings): ResourceProvider {
  return {
    create: (request, context) => namingTheCall(create(openRegistrationSession(settings, request, context))),
    update: (request, context) => namingTheCall(update(openRegistrationSession(settings, request, context))),
    delete: (request, context) => namingTheCall(remove(openRegistrationSession(settings, request, context))),
  };
}

async function create(session: RegistrationSession<CreateRequest>): Promise<ResourceOutcome> {
  const { properties } = session.request;
  const spec = parseRegistrationProperties(properties, session.scope);
  await checkRelease(session, properties);
  return createOrUpdate(session, spec, undefined);
}

async function update(session: RegistrationSession<UpdateRequest>): Promise<ResourceOutcome> {
  const { properties, oldProperties } = session.request;
  const spec = parseRegistrationProperties(properties, session.scope);
  await checkRelease(session, properties);
  const named = namedBy(session.request);
  const before = registrationSiteOf(oldProperties);
  if (named !== undefined && before !== undefined && before !== spec.datadogSite) {
    // The rollback of an update that was refused for this comes from the site that it never got to.
    const site = (await recordOf(session))?.spec.datadogSite ?? before;
    if (site !== spec.datadogSite) throw new SiteChanged(site, spec.datadogSite);
  }
  return createOrUpdate(session, spec, named);
}

async function remove(session: RegistrationSession<DeleteRequest>): Promise<void> {
  return deleteRegistration(session, registrationSiteOf(session.request.properties));
}
