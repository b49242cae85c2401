import { App, CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { DatadogIntegrationAccount } from '../lib/datadog-integration-account';
import { DatadogIntegrationRole } from '../lib/datadog-integration-role';

const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'Monitoring');
// Without keys to Datadog in the provider, the external id comes from its AWS integration page.
const externalId: string =
  app.node.tryGetContext('externalId') ??
  new DatadogIntegrationAccount(stack, 'DatadogAccount', { accountTags: ['team:platform'] }).externalId;
const role = new DatadogIntegrationRole(stack, 'DatadogIntegration', {
  externalId,
  permissions: 'Full',
  resourceCollection: true,
  selfTest: 'Require',
});
Tags.of(app).add('team', 'platform');
new CfnOutput(stack, 'DatadogRoleName', { value: role.datadogRoleName });
new CfnOutput(stack, 'SelfTestResult', { value: role.selfTestResult });
app.synth();
