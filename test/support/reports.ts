import type { CheckResult, Report } from '../../src/report/report';

export const PASSING: CheckResult = {
  id: 'role-exists',
  status: 'pass',
  summary: 'The role exists.',
  evidence: ['arn:aws:iam::123456789012:role/DatadogIntegrationRole'],
  remedy: [],
};

export const BLOCKED: CheckResult = {
  id: 'regions',
  status: 'fail',
  summary: 'Datadog is kept out: a service control policy refuses cloudwatch:ListMetrics in eu-west-1.',
  evidence: ['eu-west-1: the answer to the session of the role was: AccessDenied: no'],
  remedy: ['Exclude eu-west-1 in Datadog.'],
};

export const NOT_ENFORCED: CheckResult = {
  id: 'external-id-enforced',
  status: 'fail',
  summary: 'The role can be assumed without its external id.',
  evidence: [],
  remedy: ['aws iam update-assume-role-policy --role-name DatadogIntegrationRole'],
};

export function reportWith(change: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    generatedAt: '2026-06-01T12:00:00.000Z',
    accountId: '123456789012',
    partition: 'aws',
    roleName: 'DatadogIntegrationRole',
    roleArn: 'arn:aws:iam::123456789012:role/DatadogIntegrationRole',
    datadogSite: 'datadoghq.com',
    status: 'healthy',
    checks: [PASSING],
    regions: [
      { region: 'af-south-1', status: 'region-not-enabled', cause: 'x', message: 'off', latencyMs: null },
      { region: 'eu-west-1', status: 'ok', cause: null, message: null, latencyMs: 50 },
      { region: 'us-east-1', status: 'ok', cause: null, message: null, latencyMs: 50 },
    ],
    drift: [],
    ...change,
  };
}

export function failing(...wrong: CheckResult[]): Report {
  return reportWith({ status: 'failing', checks: [PASSING, ...wrong] });
}
