import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ACCOUNT_RESOURCE_TYPE } from '../lib/account-properties';
import {
  DatadogIntegrationAccount,
  type DatadogIntegrationAccountProps,
} from '../lib/datadog-integration-account';
import { DatadogIntegrationRole } from '../lib/datadog-integration-role';
import { RESOURCE_TYPE } from '../lib/properties';

function propertiesWith(props?: DatadogIntegrationAccountProps): unknown {
  const stack = new Stack(new App(), 'Monitoring');
  new DatadogIntegrationAccount(stack, 'Account', props);
  const [resource] = Object.values(Template.fromStack(stack).findResources(ACCOUNT_RESOURCE_TYPE));
  return resource?.['Properties'];
}

const PROVIDER = {
  ServiceToken: { 'Fn::ImportValue': 'datadog-integration-role-provider' },
  ServiceTimeout: '600',
};

test('what is not given is left to Datadog', () => {
  deepEqual(propertiesWith(), PROVIDER);
});

test('every property gets to the template under its name there', () => {
  deepEqual(
    propertiesWith({
      datadogSite: 'datadoghq.eu',
      roleName: 'team/Datadog',
      accountTags: ['env:prod'],
      regions: ['eu-west-1'],
      metrics: {
        enabled: true,
        automuteEnabled: false,
        collectCustomMetrics: true,
        collectCloudWatchAlarms: false,
        namespaceFilters: { excludeOnly: ['AWS/SQS'] },
        tagFilters: [{ namespace: 'AWS/EC2', tags: ['env:prod'] }],
        metricNameFilters: [{ namespace: 'AWS/EC2', includeOnly: ['aws.ec2.cpu*'] }],
      },
      resources: { extendedCollection: true, cloudSecurityPostureManagement: false },
      traces: { xRayServices: { includeAll: true } },
      logs: { lambdas: ['arn'], sources: ['s3'], tagFilters: [{ source: 's3', tags: ['env:prod'] }] },
      existingRegistration: 'Adopt',
      revision: '2',
    }),
    {
      ...PROVIDER,
      DatadogSite: 'datadoghq.eu',
      RoleName: 'team/Datadog',
      AccountTags: ['env:prod'],
      Regions: ['eu-west-1'],
      Metrics: {
        Enabled: true,
        AutomuteEnabled: false,
        CollectCustomMetrics: true,
        CollectCloudWatchAlarms: false,
        NamespaceFilters: { ExcludeOnly: ['AWS/SQS'] },
        TagFilters: [{ Namespace: 'AWS/EC2', Tags: ['env:prod'] }],
        MetricNameFilters: [{ Namespace: 'AWS/EC2', IncludeOnly: ['aws.ec2.cpu*'] }],
      },
      Resources: { ExtendedCollection: true, CloudSecurityPostureManagement: false },
      Traces: { XRayServices: { IncludeAll: true } },
      Logs: { Lambdas: ['arn'], Sources: ['s3'], TagFilters: [{ Source: 's3', Tags: ['env:prod'] }] },
      ExistingRegistration: 'Adopt',
      Revision: '2',
    },
  );
});

test('the role takes the external id that Datadog issues, and so is made after the registration', () => {
  const stack = new Stack(new App(), 'Monitoring');
  const account = new DatadogIntegrationAccount(stack, 'Account', { accountTags: ['env:prod'] });
  new DatadogIntegrationRole(stack, 'Role', { externalId: account.externalId });
  const template = Template.fromStack(stack);

  const [registration = ''] = Object.keys(template.findResources(ACCOUNT_RESOURCE_TYPE));
  template.hasResourceProperties(RESOURCE_TYPE, {
    ExternalId: { 'Fn::GetAtt': [registration, 'ExternalId'] },
  });
});

test('a deletion of the construct removes the registration', () => {
  const stack = new Stack(new App(), 'Monitoring');
  new DatadogIntegrationAccount(stack, 'Account');
  Template.fromStack(stack).hasResource(ACCOUNT_RESOURCE_TYPE, { DeletionPolicy: 'Delete' });
});
