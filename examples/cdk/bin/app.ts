import { App, CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { DatadogIntegrationRole } from '../lib/datadog-integration-role';

const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'Monitoring');
const role = new DatadogIntegrationRole(stack, 'DatadogIntegration', {
  externalId: app.node.tryGetContext('externalId') ?? 'YOUR-EXTERNAL-ID',
  permissions: 'Full',
  resourceCollection: true,
  selfTest: 'Require',
});
Tags.of(app).add('team', 'platform');
new CfnOutput(stack, 'DatadogRoleName', { value: role.datadogRoleName });
new CfnOutput(stack, 'SelfTestResult', { value: role.selfTestResult });
app.synth();
