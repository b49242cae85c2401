import { DEFAULTS, type GivenAuth, isRoleAuth, mergeGiven } from '../account-attributes';
import {
  accountExists,
  accountNotFound,
  badRequest,
  cannotSwitchAuthentication,
  invalidExternalId,
  invalidPartition,
  notAUuid,
} from '../datadog-error';
import { type DatadogAnswer, type DatadogOperations, jsonApi, type OrganizationCall } from '../operation';
import { readBody, valueAt } from '../read-body';
import { presentRegistration, type Registration } from '../registration';
import { type CreateRequest, faultsOf, type UpdateRequest } from '../schemas';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PARTITIONS: readonly unknown[] = ['aws', 'aws-cn', 'aws-us-gov'];

/** https://docs.datadoghq.com/api/latest/aws-integration/ */
export const ACCOUNT_OPERATIONS: DatadogOperations = {
  ListAWSAccounts: { write: false, keys: 'aws_configuration_read', run: listAccounts },
  CreateAWSAccount: { write: true, keys: 'aws_configurations_manage', run: createAccount },
  GetAWSAccount: {
    write: false,
    keys: 'aws_configuration_read',
    run: (call) => jsonApi(presentRegistration(asked(call), 'nothing')),
  },
  UpdateAWSAccount: { write: true, keys: 'aws_configuration_edit', run: updateAccount },
  DeleteAWSAccount: {
    write: true,
    keys: 'aws_configurations_manage',
    run: (call) => {
      call.organization.registrations.delete(asked(call).id);
      return { status: 204 };
    },
  },
};

/** One answer holds them all: there are no pages. */
function listAccounts({ organization, query }: OrganizationCall): DatadogAnswer {
  const wanted = query.get('aws_account_id');
  const found = [...organization.registrations.values()].filter(
    ({ attributes }) => wanted === null || attributes.aws_account_id === wanted,
  );
  return jsonApi(found.map((registration) => presentRegistration(registration, 'nothing')));
}

/** The registration of the id in the path, which may stand in quotation marks. @throws DatadogError 400, 404 */
function asked({ organization, path }: OrganizationCall): Registration {
  const id = (path['aws_account_config_id'] ?? '').replace(/^"(.*)"$/, '$1').toLowerCase();
  if (!UUID.test(id)) throw notAUuid();
  const registration = organization.registrations.get(id);
  if (registration === undefined) throw accountNotFound();
  return registration;
}

function createAccount(call: OrganizationCall): DatadogAnswer {
  const { datadog, now, organization } = call;
  const body = readBody(call.body);
  // Before anything else of the body is looked at: so it is recorded.
  const accountId = valueAt(body, 'data', 'attributes', 'aws_account_id');
  if (typeof accountId === 'string' && organization.registrationOf(accountId) !== undefined)
    throw accountExists();
  const { attributes } = checked<CreateRequest>('AWSAccountCreateRequest', body).data;
  const { aws_account_id, aws_partition, auth_config } = attributes;
  const at = datadog.identifiers.instant(now);
  const registration: Registration = {
    id: datadog.identifiers.uuid(organization.apiKey),
    attributes: {
      aws_account_id,
      aws_partition,
      auth_config: isRoleAuth(auth_config)
        ? { role_name: auth_config.role_name, external_id: externalIdFor(call, auth_config) }
        : { access_key_id: auth_config.access_key_id },
      ...mergeGiven(DEFAULTS, attributes),
    },
    createdAt: at,
    modifiedAt: at,
  };
  organization.registrations.set(registration.id, registration);
  return jsonApi(presentRegistration(registration, 'all'));
}

function updateAccount(call: OrganizationCall): DatadogAnswer {
  const { datadog, now, organization } = call;
  const current = asked(call);
  const given = checked<UpdateRequest>('AWSAccountUpdateRequest', readBody(call.body)).data.attributes;
  const { auth_config: present } = current.attributes;
  const registration: Registration = {
    ...current,
    attributes: {
      // What is registered stays that account in that partition, whatever the request says.
      ...current.attributes,
      ...mergeGiven(current.attributes, given),
      auth_config: given.auth_config === undefined ? present : authAfter(call, present, given.auth_config),
    },
    modifiedAt: datadog.identifiers.instant(now),
  };
  organization.registrations.set(registration.id, registration);
  return jsonApi(presentRegistration(registration, 'modified'));
}

function authAfter(
  call: OrganizationCall,
  present: Registration['attributes']['auth_config'],
  given: GivenAuth,
): Registration['attributes']['auth_config'] {
  if (isRoleAuth(present) !== isRoleAuth(given)) throw cannotSwitchAuthentication();
  if (!isRoleAuth(given)) return { access_key_id: given.access_key_id };
  const held = isRoleAuth(present) ? present.external_id : undefined;
  const isKept = held !== undefined && (given.external_id ?? held) === held;
  return { role_name: given.role_name, external_id: isKept ? held : externalIdFor(call, given) };
}

/** A new one, or the one given, which must be Datadog's own and not too old. @throws DatadogError 400 */
function externalIdFor(
  { datadog, now, organization }: OrganizationCall,
  { external_id: given }: { readonly external_id?: string },
): string {
  if (given === undefined) return datadog.identifiers.externalId();
  if (!organization.isPending(given, now)) throw invalidExternalId();
  return given;
}

/** @throws DatadogError 400, for all but a wrong partition in words of our own */
function checked<Request>(
  name: 'AWSAccountCreateRequest' | 'AWSAccountUpdateRequest',
  body: unknown,
): Request {
  const partition = valueAt(body, 'data', 'attributes', 'aws_partition');
  if (typeof partition === 'string' && !PARTITIONS.includes(partition)) throw invalidPartition(partition);
  const faults = faultsOf(name, body);
  if (faults !== undefined) throw badRequest(faults);
  // The schema has just said so.
  return body as Request;
}
