/** Operations by method and path, as test/sandbox/routes.ts reads them. https://docs.datadoghq.com/api/latest/ */
export const DATADOG_ROUTES: Readonly<Record<string, string>> = {
  'GET /api/v2/integration/aws/accounts': 'ListAWSAccounts',
  'POST /api/v2/integration/aws/accounts': 'CreateAWSAccount',
  'GET /api/v2/integration/aws/accounts/{aws_account_config_id}': 'GetAWSAccount',
  'PATCH /api/v2/integration/aws/accounts/{aws_account_config_id}': 'UpdateAWSAccount',
  'DELETE /api/v2/integration/aws/accounts/{aws_account_config_id}': 'DeleteAWSAccount',
  'POST /api/v2/integration/aws/generate_new_external_id': 'CreateNewAWSExternalID',
  'GET /api/v2/integration/aws/iam_permissions': 'GetAWSIntegrationIAMPermissions',
  'GET /api/v2/integration/aws/iam_permissions/standard': 'GetAWSIntegrationIAMPermissionsStandard',
  'GET /api/v2/integration/aws/iam_permissions/resource_collection':
    'GetAWSIntegrationIAMPermissionsResourceCollection',
  'GET /api/v2/integration/aws/available_namespaces': 'ListAWSNamespaces',
  'GET /api/v2/integration/aws/logs/services': 'ListAWSLogsServices',
  'GET /api/v1/validate': 'Validate',
  'POST /api/v1/check_run': 'SubmitServiceCheck',
  'POST /api/v2/series': 'SubmitMetrics',
  'POST /api/v1/events': 'CreateEvent',
  'GET /api/v1/integration/aws': 'ListAWSAccountsV1',
};
