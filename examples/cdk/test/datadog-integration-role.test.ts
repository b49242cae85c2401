import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { App, CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { DatadogIntegrationRole, type DatadogIntegrationRoleProps } from '../lib/datadog-integration-role';
import { PROVIDER_PARAMETER, RESOURCE_TYPE } from '../lib/properties';

const EXTERNAL_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';

function synthesized(
  props: Partial<DatadogIntegrationRoleProps> = {},
  change: (role: DatadogIntegrationRole, stack: Stack) => void = () => {},
): Template {
  const stack = new Stack(new App(), 'Monitoring');
  change(new DatadogIntegrationRole(stack, 'Datadog', { externalId: EXTERNAL_ID, ...props }), stack);
  return Template.fromStack(stack);
}

function propertiesIn(template: Template): Record<string, unknown> {
  const [resource] = Object.values(template.findResources(RESOURCE_TYPE));
  return resource?.['Properties'];
}

test('what is not given is left to the defaults of the resource', () => {
  deepEqual(propertiesIn(synthesized()), {
    ServiceToken: { 'Fn::ImportValue': 'datadog-integration-role-provider' },
    ServiceTimeout: '600',
    ExternalId: EXTERNAL_ID,
  });
});

test('every property gets to the template under its name there', () => {
  const template = synthesized({
    datadogSite: 'datadoghq.eu',
    datadogAccountId: '464622532012',
    roleName: 'DatadogIntegrationRole-eu',
    path: '/team/',
    description: 'Lets Datadog read this account',
    maxSessionDuration: 7_200,
    permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
    tags: { team: 'platform' },
    permissions: 'Full',
    resourceCollection: false,
    managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    regions: ['us-east-1', 'eu-west-1'],
    existingRole: 'Adopt',
    selfTest: 'Require',
    revision: '2',
  });

  template.hasResourceProperties(RESOURCE_TYPE, {
    DatadogSite: 'datadoghq.eu',
    DatadogAccountId: '464622532012',
    RoleName: 'DatadogIntegrationRole-eu',
    Path: '/team/',
    Description: 'Lets Datadog read this account',
    MaxSessionDuration: 7_200,
    PermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
    Tags: [{ Key: 'team', Value: 'platform' }],
    Permissions: 'Full',
    ResourceCollection: false,
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    Regions: ['us-east-1', 'eu-west-1'],
    ExistingRole: 'Adopt',
    SelfTest: 'Require',
    Revision: '2',
  });
});

test('tags of all that the role is in reach it', () => {
  const template = synthesized({ tags: { team: 'platform' } }, (role, stack) => {
    Tags.of(stack).add('cost-center', '42');
    Tags.of(role).add('stage', 'production');
  });

  template.hasResourceProperties(RESOURCE_TYPE, {
    Tags: Match.arrayWith([
      { Key: 'cost-center', Value: '42' },
      { Key: 'stage', Value: 'production' },
      { Key: 'team', Value: 'platform' },
    ]),
  });
});

test('the provider may be found by its SSM parameter instead', () => {
  const stack = new Stack(new App(), 'Monitoring');
  const serviceToken = StringParameter.valueForStringParameter(stack, PROVIDER_PARAMETER);
  new DatadogIntegrationRole(stack, 'Datadog', { externalId: EXTERNAL_ID, serviceToken });
  const template = Template.fromStack(stack);

  const [[parameter, declared] = []] = Object.entries(
    template.findParameters('*', { Default: PROVIDER_PARAMETER }),
  );
  equal(declared?.['Type'], 'AWS::SSM::Parameter::Value<String>');
  template.hasResourceProperties(RESOURCE_TYPE, { ServiceToken: { Ref: parameter } });
});

test('what the resource gives can be used by others', () => {
  const template = synthesized({}, (role, stack) => {
    new CfnOutput(stack, 'Name', { value: role.roleName });
    new CfnOutput(stack, 'DatadogRoleName', { value: role.datadogRoleName });
    new CfnOutput(stack, 'Policies', { value: role.attribute('PolicyArns') });
  });

  const [logicalId = ''] = Object.keys(template.findResources(RESOURCE_TYPE));
  template.hasOutput('Name', { Value: { Ref: logicalId } });
  template.hasOutput('DatadogRoleName', { Value: { 'Fn::GetAtt': [logicalId, 'DatadogRoleName'] } });
  template.hasOutput('Policies', { Value: { 'Fn::GetAtt': [logicalId, 'PolicyArns'] } });
});

test('a deletion of the construct deletes the role', () => {
  synthesized().hasResource(RESOURCE_TYPE, { DeletionPolicy: 'Delete' });
});
