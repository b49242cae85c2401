import { metricsLine } from '../../src/publish/metrics';
import { EXTERNAL_ID } from '../support/customer-account';
import { functionEnvironment } from '../support/installed-function';
import { inlinePolicies, requiredResource, resolvedTemplate } from '../support/installed-provider';
import { reportWith } from '../support/reports';

const PLACE = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const declaredWith = (parameters: Readonly<Record<string, string>> = {}) =>
  resolvedTemplate(PLACE, { ExternalId: EXTERNAL_ID, ...parameters });

interface Widget {
  readonly type: string;
  readonly properties: { readonly region: string; readonly metrics?: readonly { expression: string }[][] };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function widgets(): readonly Widget[] {
  const { properties } = requiredResource(declaredWith(), 'Dashboard');
  return JSON.parse(String(properties['DashboardBody'])).widgets;
}

describe('the dashboard', () => {
  it('is JSON, which CloudWatch demands, and looks at its own region', () => {
    expect(widgets().map(({ type }) => type)).toEqual([
      'metric',
      'metric',
      'metric',
      'metric',
      'log',
      'alarm',
    ]);
    for (const { properties } of widgets().slice(0, -1)) expect(properties.region).toBe('eu-west-1');
  });

  it('searches for metrics that the validator publishes', () => {
    const published = JSON.parse(metricsLine(reportWith(), 0))._aws.CloudWatchMetrics[0];
    const names = published.Metrics.map(({ Name }: { Name: string }) => Name);
    const searched = widgets()
      .flatMap(({ properties }) => properties.metrics ?? [])
      .flat()
      .map(({ expression }) => /^SEARCH\('\{(\w+),(\w+)\} MetricName="(\w+)"', '\w+'\)$/.exec(expression));

    expect(searched).toHaveLength(4);
    for (const [, namespace, dimension, name] of searched.map((match) => match ?? [])) {
      expect([namespace, dimension]).toEqual([published.Namespace, ...published.Dimensions.flat()]);
      expect(names).toContain(name);
    }
  });
});

describe('a validator that is not deployed', () => {
  const without = declaredWith({ DeployValidator: 'false' });

  it('is named by trust policies all the same, so that it can come and go without an update of them', () => {
    const principals = functionEnvironment(without, 'Provider')['SELF_TEST_PRINCIPALS'];
    expect(principals).toContain('ValidatorRole');
    expect(principals).toBe(functionEnvironment(declaredWith(), 'Provider')['SELF_TEST_PRINCIPALS']);
  });

  it('leaves a role that may do nothing', () => {
    expect(inlinePolicies(without, 'ValidatorRole')).toEqual([]);
    expect(inlinePolicies(declaredWith(), 'ValidatorRole')).toHaveLength(1);
  });
});

it('the first run of the schedule comes after the integration has been made', () => {
  const { properties } = requiredResource(declaredWith(), 'ValidationSchedule');
  expect(properties['Description']).toContain('DatadogIntegration');
});
