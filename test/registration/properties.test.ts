import { parseRegistrationProperties } from '../../src/registration/properties';

const SCOPE = { partition: 'aws', accountId: '123456789012' };
const parse = (properties: Readonly<Record<string, unknown>>, scope = SCOPE) =>
  parseRegistrationProperties(properties, scope);

/** What is refused of these properties, as the stack's events show it. */
function refusal(properties: Readonly<Record<string, unknown>>, scope = SCOPE): string {
  try {
    parse(properties, scope);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing';
}

test('nothing but a name is given where nothing is said', () => {
  expect(parse({})).toEqual({
    ...SCOPE,
    datadogSite: 'datadoghq.com',
    settings: { RoleName: 'DatadogIntegrationRole' },
    existingRegistration: 'Fail',
  });
});

test('everything can be given, as CloudFormation sends it', () => {
  const { settings, datadogSite, existingRegistration } = parse({
    DatadogSite: 'eu',
    RoleName: '/monitoring/Datadog',
    AccountTags: ['team:platform', 'env:prod', 'env:prod'],
    Regions: ['us-east-1', 'eu-west-1'],
    Metrics: {
      Enabled: 'true',
      AutomuteEnabled: 'FALSE',
      CollectCustomMetrics: 'true',
      CollectCloudWatchAlarms: 'false',
      NamespaceFilters: { ExcludeOnly: ['AWS/SQS'] },
      TagFilters: [
        { Namespace: 'AWS/RDS', Tags: ['env:prod'] },
        { Namespace: 'AWS/EC2', Tags: ['b', 'a'] },
      ],
      MetricNameFilters: [{ Namespace: 'AWS/EC2', IncludeOnly: ['aws.ec2.cpu*'] }],
    },
    Resources: { ExtendedCollection: 'true', CloudSecurityPostureManagement: 'true' },
    Traces: { XRayServices: { IncludeAll: 'true' } },
    Logs: { Lambdas: ['arn:one'], Sources: ['s3'], TagFilters: [{ Source: 's3', Tags: ['env:prod'] }] },
    ExistingRegistration: 'Adopt',
    Revision: '2',
  });

  expect({ datadogSite, existingRegistration }).toEqual({
    datadogSite: 'datadoghq.eu',
    existingRegistration: 'Adopt',
  });
  expect(settings).toEqual({
    RoleName: 'monitoring/Datadog',
    AccountTags: ['env:prod', 'team:platform'],
    Regions: { include_only: ['eu-west-1', 'us-east-1'] },
    'Metrics.Enabled': true,
    'Metrics.AutomuteEnabled': false,
    'Metrics.CollectCustomMetrics': true,
    'Metrics.CollectCloudWatchAlarms': false,
    'Metrics.NamespaceFilters': { exclude_only: ['AWS/SQS'] },
    'Metrics.TagFilters': [
      { of: 'AWS/EC2', tags: ['a', 'b'] },
      { of: 'AWS/RDS', tags: ['env:prod'] },
    ],
    'Metrics.MetricNameFilters': [{ of: 'AWS/EC2', include_only: ['aws.ec2.cpu*'] }],
    'Resources.ExtendedCollection': true,
    'Resources.CloudSecurityPostureManagement': true,
    'Traces.XRayServices': { include_all: true },
    'Logs.Lambdas': ['arn:one'],
    'Logs.Sources': ['s3'],
    'Logs.TagFilters': [{ of: 's3', tags: ['env:prod'] }],
  });
});

test('what a parameter without a value passes on is not given', () => {
  expect(parse({ AccountTags: [''], Regions: [''], RoleName: '' }).settings).toEqual({
    RoleName: 'DatadogIntegrationRole',
  });
});

test('all faults are told at once, each with its way out', () => {
  const message = refusal({
    DatadogSite: 'datadoghq.org',
    RoleName: 'a b',
    Regions: ['mars-north-1'],
    Metrics: {
      Enabled: 'yes',
      NamespaceFilters: { IncludeOnly: [], ExcludeOnly: ['AWS/SQS'] },
      MetricNameFilters: [{ Namespace: 'AWS/EC2', IncludeOnly: ['EC2 CPU'] }],
      Namespaces: [],
    },
    Resources: { ExtendedCollection: 'false', CloudSecurityPostureManagement: 'true' },
    Traces: { XRayServices: {} },
    Logs: 'all',
    AccountTag: 'env:prod',
  });

  expect(message).toContain('11 invalid properties');
  expect(message).toContain('DatadogSite is "datadoghq.org"; Datadog has no such site');
  expect(message).toContain('RoleName is "a b"; the character " " is not allowed in a role name');
  expect(message).toContain('Regions[0] is "mars-north-1"; there is no such region');
  expect(message).toContain('Metrics.Enabled is "yes"; allowed are true and false.');
  expect(message).toContain('Metrics.NamespaceFilters has more than one of IncludeOnly and ExcludeOnly');
  expect(message).toContain(
    'Metrics.MetricNameFilters[0].IncludeOnly[0] is "EC2 CPU"; a pattern of metric names',
  );
  expect(message).toContain('Metrics."Namespaces" is not a property');
  expect(message).toContain(
    'Resources.CloudSecurityPostureManagement is true and Resources.ExtendedCollection',
  );
  expect(message).toContain('Traces.XRayServices has none of IncludeAll and IncludeOnly');
  expect(message).toContain('Logs is "all"; it must be an object.');
  expect(message).toContain('"AccountTag" is not a property of this resource. Did you mean AccountTags?');
});

test.each([
  ['aws-cn', 'datadoghq.com', 'access keys only'],
  ['aws-us-gov', 'datadoghq.eu', 'Use one of the sites that do (ddog-gov.com'],
])('in %s the site %s is refused with the way out', (partition, DatadogSite, way) => {
  expect(refusal({ DatadogSite }, { partition, accountId: '123456789012' })).toContain(way);
});
