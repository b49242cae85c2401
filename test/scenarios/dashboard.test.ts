import { EXTERNAL_ID } from './customer-account';
import { requiredResource, resolvedTemplate } from './installed-provider';

const PLACE = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };

interface Widget {
  readonly type: string;
  readonly properties: { readonly region: string; readonly metrics?: readonly { expression: string }[][] };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function widgets(): readonly Widget[] {
  const declared = resolvedTemplate(PLACE, { ExternalId: EXTERNAL_ID });
  return JSON.parse(String(requiredResource(declared, 'Dashboard').properties['DashboardBody'])).widgets;
}

it('the dashboard is JSON, which CloudWatch demands, and looks at its own region', () => {
  expect(widgets().map(({ type }) => type)).toEqual(['metric', 'metric', 'metric', 'metric', 'log']);
  for (const { properties } of widgets()) expect(properties.region).toBe('eu-west-1');
});

it('the dashboard searches for metrics that the validator publishes', () => {
  const expressions = widgets().flatMap(({ properties }) =>
    (properties.metrics ?? []).flatMap((metrics) => metrics.map(({ expression }) => expression)),
  );
  expect(expressions).toEqual([
    `SEARCH('{DatadogIntegrationRole,RoleName} MetricName="RegionsOk"', 'Minimum')`,
    `SEARCH('{DatadogIntegrationRole,RoleName} MetricName="RegionsFailing"', 'Maximum')`,
    `SEARCH('{DatadogIntegrationRole,RoleName} MetricName="ChecksFailing"', 'Maximum')`,
    `SEARCH('{DatadogIntegrationRole,RoleName} MetricName="DriftItems"', 'Maximum')`,
  ]);
});
