import { alertContent } from '../../src/publish/alert-content';
import { eventOfAlert, seriesOf, serviceCheckOf } from '../../src/publish/datadog-signals';
import type { CheckResult, Report, ReportStatus } from '../../src/report/report';
import { BLOCKED, failing, NOT_ENFORCED, reportWith } from '../support/reports';

const SITE = 'datadoghq.eu';
const TAGS = ['aws_account:123456789012', 'role_name:DatadogIntegrationRole', 'datadog_site:datadoghq.eu'];
const NOON = Date.parse('2026-06-01T12:00:00.000Z') / 1_000;

const contentOf = (report: Report) =>
  alertContent({ report, since: report.generatedAt, before: null, place: { region: 'us-east-1' } });
const checkOf = (report: Report) => serviceCheckOf(report, SITE, contentOf(report));
const eventOf = (report: Report) => eventOfAlert(report, SITE, contentOf(report));

describe('the service check', () => {
  it.each<[ReportStatus, number]>([
    ['healthy', 0],
    ['degraded', 1],
    ['failing', 2],
    ['unknown', 3],
  ])('of an integration that is %s has the status %i', (status, expected) => {
    expect(checkOf(reportWith({ status }))).toMatchObject({
      check: 'datadog_integration_role.can_assume',
      host_name: '',
      status: expected,
      tags: TAGS,
      timestamp: NOON,
    });
  });

  it('says what is wrong and what to do first, in one line', () => {
    expect(checkOf(failing(BLOCKED)).message).toBe(
      'FAIL regions: Datadog is kept out: a service control policy refuses cloudwatch:ListMetrics in eu-west-1. To do: Exclude eu-west-1 in Datadog.',
    );
  });

  it('is no longer than Datadog shows', () => {
    const step = `aws iam put-role-policy --policy-document ${'x'.repeat(3_000)}`;

    const { message = '' } = checkOf(failing({ ...BLOCKED, remedy: [step] }));

    expect(message.length).toBeLessThanOrEqual(500);
    expect(message).toContain('FAIL regions');
  });
});

describe('the gauges', () => {
  const valuesOf = (report: Report, metric: string) =>
    Object.fromEntries(
      seriesOf(report, SITE)
        .filter((series) => series.metric === metric)
        .map(({ tags, points }) => [tags.slice(TAGS.length).join(), points[0]?.value]),
    );

  it('count regions by status, those that no region has as well', () => {
    expect(valuesOf(reportWith(), 'datadog_integration_role.regions')).toEqual({
      'status:ok': 2,
      'status:region-not-enabled': 1,
      'status:assume-role-denied': 0,
      'status:session-denied': 0,
      'status:sts-not-activated': 0,
      'status:throttled': 0,
      'status:unreachable': 0,
      'status:not-tried': 0,
    });
  });

  it('count checks by status', () => {
    expect(valuesOf(failing(BLOCKED, NOT_ENFORCED), 'datadog_integration_role.checks')).toEqual({
      'status:pass': 1,
      'status:warn': 0,
      'status:fail': 2,
      'status:unknown': 0,
    });
  });

  it('count drift, and are of the time of the report', () => {
    const report = reportWith({ drift: [{ path: 'p', kind: 'missing', expected: 1, actual: null }] });

    expect(seriesOf(report, SITE).at(-1)).toEqual({
      metric: 'datadog_integration_role.drift_items',
      type: 3,
      points: [{ timestamp: NOON, value: 1 }],
      tags: TAGS,
    });
  });
});

describe('the event', () => {
  it('says what an alert says, under one key for an integration', () => {
    const event = eventOf(failing(BLOCKED));

    expect(event).toMatchObject({
      title: 'Datadog integration failing: DatadogIntegrationRole in 123456789012',
      alert_type: 'error',
      aggregation_key: 'aws-role:123456789012:DatadogIntegrationRole',
      tags: TAGS,
      date_happened: NOON,
    });
    expect(event.text).toContain('found: eu-west-1: the answer to the session of the role was');
    expect(event.text).toContain('do: Exclude eu-west-1 in Datadog.');
  });

  it('of an integration that is well again is a success', () => {
    expect(eventOf(reportWith()).alert_type).toBe('success');
  });

  it('has a key of no more characters than Datadog takes, whatever the role is called', () => {
    const roleName = 'R'.repeat(64);

    expect(eventOf(reportWith({ roleName })).aggregation_key).toContain(roleName);
    expect(eventOf(reportWith({ roleName })).aggregation_key.length).toBeLessThanOrEqual(100);
  });

  it('has whole findings as far as they fit, and says that there are more', () => {
    const findings: CheckResult[] = ['one', 'two', 'three', 'four'].map((id) => ({
      ...BLOCKED,
      id,
      remedy: [`aws iam put-role-policy --policy-document ${'x'.repeat(1_500)} --role-name ${id}`],
    }));

    const { text } = eventOf(failing(...findings));

    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text).toContain('--role-name two');
    expect(text).not.toContain('FAIL three');
    expect(text).toMatch(/The rest is in the report\.$/);
  });
});

describe('names and texts that strangers have written', () => {
  const evidence = ['a statement lets in arn:aws:iam::123456789012:role/@everyone %%% **bold**'];
  const command = 'aws iam delete-role-policy --role-name r --policy-name @oncall';
  const report = reportWith({
    status: 'failing',
    roleName: 'role@pager',
    checks: [{ ...BLOCKED, summary: 'Wrong: @channel.', evidence, remedy: [command] }],
  });

  it('notify nobody, and mark nothing up', () => {
    const said = JSON.stringify([eventOf(report).text, eventOf(report).title, checkOf(report).message]);

    expect(said).not.toContain('@');
    expect(said).not.toContain('%%%');
    expect(said).toContain('＠everyone');
  });

  it('leave a command out that could not be shown as it is', () => {
    expect(eventOf(report).text).not.toContain('delete-role-policy');
    expect(eventOf(report).text).toContain('The command of this step is in the report.');
  });
});
