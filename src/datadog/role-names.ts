/** What Datadog's own templates call the role: https://github.com/DataDog/cloudformation-template (aws_quickstart, aws). */
export const DATADOGS_ROLE_NAMES = 'DatadogIntegrationRole,DatadogAWSIntegrationRole';
