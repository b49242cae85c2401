import CATALOGUE from '../catalogue.json';
import { type DatadogAnswer, type DatadogCall, type DatadogOperations, jsonApi } from '../operation';
import { chunksOf, type PermissionListName } from '../permission-lists';

/**
 * What is not about one account. External ids are recorded under their own id since 2025-03.
 * https://docs.datadoghq.com/api/latest/aws-integration/
 */
export const INTEGRATION_OPERATIONS: DatadogOperations = {
  CreateNewAWSExternalID: {
    write: true,
    keys: 'aws_configuration_edit',
    run: ({ datadog, now, organization }) => {
      const external_id = organization.pendingExternalId(now, () => datadog.identifiers.externalId());
      return jsonApi({ id: external_id, type: 'external_id', attributes: { external_id } });
    },
  },
  GetAWSIntegrationIAMPermissions: permissionList('all'),
  GetAWSIntegrationIAMPermissionsStandard: permissionList('standard'),
  GetAWSIntegrationIAMPermissionsResourceCollection: permissionList('resourceCollection'),
  ListAWSNamespaces: {
    write: false,
    keys: 'aws_configuration_read',
    run: () => {
      const { namespaces } = CATALOGUE;
      return jsonApi({ id: 'namespaces', type: 'namespaces', attributes: { namespaces } });
    },
  },
  ListAWSLogsServices: {
    write: false,
    keys: 'aws_configuration_read',
    run: () => {
      const { logsServices } = CATALOGUE;
      const attributes = { logs_services: logsServices };
      return jsonApi({ id: 'get_logs_services', type: 'logs_services', attributes });
    },
  },
};

/** In one list, or with `?chunked=true`, which is in no specification, in lists that fit a managed policy each. */
function permissionList(name: PermissionListName): DatadogOperations[string] {
  const run = ({ datadog, query }: DatadogCall): DatadogAnswer => {
    const chunks = chunksOf(datadog.permissionLists, name);
    const permissions = query.get('chunked') === 'true' ? chunks : [...new Set(chunks.flat())];
    return jsonApi({ id: 'permissions', type: 'permissions', attributes: { permissions } });
  };
  return { write: false, keys: 'none', run };
}
