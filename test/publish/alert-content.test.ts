import { alertContent } from '../../src/publish/alert-content';
import type { AlertPlace } from '../../src/publish/alert-place';
import { alertText } from '../../src/publish/alert-text';
import type { CheckResult, Report } from '../../src/report/report';
import type { Told } from '../../src/state/alert';
import { BLOCKED, failing, NOT_ENFORCED, PASSING, reportWith } from '../support/reports';

const PLACE: AlertPlace = {
  region: 'eu-west-1',
  functionName: 'datadog-Validator-1',
  logGroup: '/aws/lambda/datadog-Validator-1',
  stackName: 'datadog',
  dashboardName: 'datadog-eu-west-1',
};
const SINCE = '2026-06-01T11:00:00.000Z';
const STACK_ID = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/monitoring/0a1b';

const told = (status: Told['status']): Told => ({ status, findings: {}, since: '2026-05-31T09:00:00.000Z' });
const contentOf = (report: Report, before: Told | null = null, place = PLACE) =>
  alertContent({ report, since: SINCE, before, place });
const linesOf = (report: Report, before: Told | null = null, place = PLACE) =>
  alertText(contentOf(report, before, place)).split('\n');

describe('an alert says', () => {
  test('what, where, since when, who, and where there is more', () => {
    const report = {
      ...failing({ ...NOT_ENFORCED, evidence: ['a session was got without it'] }),
      stackId: STACK_ID,
    };

    expect(linesOf(report, told('healthy'))).toEqual([
      '# The role can be assumed without its external id.',
      '',
      '# Account: 123456789012 (aws)',
      '# Region: eu-west-1',
      '# Stack: monitoring',
      '# Role: arn:aws:iam::123456789012:role/DatadogIntegrationRole',
      '# AWS Role Name in Datadog: DatadogIntegrationRole',
      '# Datadog site: datadoghq.com',
      '# Status: failing (before: healthy), 2026-06-01T12:00:00.000Z',
      '# Since: 2026-06-01T11:00:00.000Z, when it was found first',
      '# Validator: datadog-Validator-1, of the stack datadog',
      '# Log group: /aws/lambda/datadog-Validator-1',
      '# Dashboard: datadog-eu-west-1 https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/datadog-eu-west-1',
      '',
      '# Lines with # in front are for you, the others are commands: pasted into a shell, they are carried out.',
      '',
      '# FAIL external-id-enforced: The role can be assumed without its external id.',
      '#   found: a session was got without it',
      'aws iam update-assume-role-policy --role-name DatadogIntegrationRole',
      '',
      '# Who changed the role last (CloudTrail shows it after some minutes, and for 90 days):',
      `aws cloudtrail lookup-events --region us-east-1 --lookup-attributes '[{"AttributeKey":"ResourceName","AttributeValue":"DatadogIntegrationRole"}]' --max-items 500 --query "Events[?ReadOnly=='false'].[EventTime,Username,EventName]" --output text`,
      '',
      '# Look again: prints the whole report, all findings and remedies:',
      'aws lambda invoke --function-name datadog-Validator-1 --region eu-west-1 --cli-read-timeout 0 /dev/stdout',
    ]);
  });

  test('that all is in order, and since when it was not, with nothing to do', () => {
    expect(linesOf(reportWith(), told('failing'), { region: 'eu-west-1' })).toEqual([
      '# Datadog has access again.',
      '',
      '# Account: 123456789012 (aws)',
      '# Region: eu-west-1',
      '# Role: arn:aws:iam::123456789012:role/DatadogIntegrationRole',
      '# AWS Role Name in Datadog: DatadogIntegrationRole',
      '# Datadog site: datadoghq.com',
      '# Status: healthy (before: failing since 2026-05-31T09:00:00.000Z), 2026-06-01T12:00:00.000Z',
    ]);
  });

  test.each([
    ['aws-us-gov', 'us-gov-west-1', 'https://console.amazonaws-us-gov.com/'],
    ['aws-cn', 'cn-north-1', 'https://console.amazonaws.cn/'],
  ])('where IAM and the console of %s are', (partition, region, link) => {
    const { commands, facts } = contentOf({ ...failing(BLOCKED), partition });

    expect(commands[0]?.command).toContain(`--region ${region} `);
    expect(Object.fromEntries(facts)['Dashboard']).toContain(link);
  });

  test('no command and no link in a partition that nobody knows', () => {
    const { commands, facts } = contentOf({ ...failing(BLOCKED), partition: 'aws-moon' }, null, {
      region: 'moon-west-1',
      dashboardName: 'datadog',
    });

    expect(commands).toEqual([]);
    expect(Object.fromEntries(facts)['Dashboard']).toBe('datadog');
  });

  test('path and name to enter in Datadog, but not where nobody knows them', () => {
    const roleArn = 'arn:aws:iam::123456789012:role/team/DatadogIntegrationRole';

    expect(linesOf({ ...failing(BLOCKED), roleArn })).toContain(
      '# AWS Role Name in Datadog: team/DatadogIntegrationRole',
    );
    expect(linesOf({ ...failing(BLOCKED), roleArn, datadogSite: '' }).join()).not.toContain('Datadog:');
  });
});

describe('a remedy in an alert', () => {
  const finding = (...remedy: string[]): CheckResult => ({ ...BLOCKED, remedy });
  const shownOf = (...remedy: string[]) => contentOf(failing(finding(...remedy))).findings[0];
  const LONG = `aws iam put-role-policy --cli-input-json '{"PolicyDocument":"${'x'.repeat(4_000)}"}'`;

  test('is whole, however long a command is that a terminal takes', () => {
    const command = `aws iam put-role-policy --cli-input-json '{"PolicyDocument":"${'x'.repeat(3_900)}"}'`;

    expect(shownOf('first', command, 'last')).toMatchObject({ steps: ['first', command, 'last'], left: '' });
  });

  test('shows no command that needs the whole external id, and the steps after it', () => {
    const secret = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';
    const condition = `{"Condition":{"StringEquals":{"STS:externalID":"${secret}"}}}`;
    const shown = shownOf(
      `aws iam update-assume-role-policy --policy-document '${condition}'`,
      'aws iam last',
    );

    expect(shown?.steps).toEqual([
      expect.stringContaining('which no mail shows: it is in the report'),
      'aws iam last',
    ]);
  });

  test('keeps the regions of a command, of which prose shows a few', () => {
    const regions = 'us-east-1, us-east-2, us-west-1, us-west-2, eu-west-1';

    expect(shownOf(`aws iam x '${regions}'`, `Exclude ${regions}.`)?.steps).toEqual([
      `aws iam x '${regions}'`,
      'Exclude us-east-1, us-east-2, us-west-1 and 2 more.',
    ]);
  });

  test.each<[string, readonly string[], number, string]>([
    [
      'what is too long for a terminal',
      ['first', LONG],
      1,
      '1 more step, 1 command among them, is in the report',
    ],
    [
      'nothing after what is left out',
      [LONG, 'second'],
      0,
      '2 more steps, 1 command among them, are in the report',
    ],
    [
      'what is beyond a screen',
      Array(9).fill('aws iam x'),
      6,
      '3 more steps, 3 commands among them, are in the report',
    ],
    ['prose beyond a screen', Array(8).fill('step'), 6, '2 more steps are in the report'],
  ])('is left out from %s on, and that is said', (_, remedy, shown, left) => {
    const result = shownOf(...remedy);

    expect(result?.steps).toEqual(remedy.slice(0, shown));
    expect(result?.left).toBe(left);
    expect(linesOf(failing(finding(...remedy)))).toContain(`#   ${left}.`);
  });
});

describe('of many findings', () => {
  const many = Array.from({ length: 9 }, (_, index) => ({
    ...BLOCKED,
    id: `check-${index}`,
    evidence: ['x'.repeat(5_000), 'b', 'c'],
    remedy: [`one ${index}`, 'aws iam x', 'three', 'four', 'five', 'six', 'seven'],
  }));

  test('about a screen is shown, and how many there are more is said', () => {
    const lines = linesOf(failing(...many));

    expect(lines.length).toBeLessThanOrEqual(80);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(300);
    expect(lines).toContain(`# FAIL check-0: ${BLOCKED.summary}`);
    expect(lines).toContain('# 4 more findings are in the report.');
  });

  test('those that only point at another are left out', () => {
    const pointing = ['Carry out the remedy of role-exists.'];
    const pointer = { ...BLOCKED, id: 'drift-tags', summary: 'There is no role.', remedy: pointing };

    const { findings, more, headline } = contentOf(
      failing(pointer, BLOCKED, { ...pointer, status: 'unknown' }),
    );

    expect(findings.map(({ title }) => title)).toEqual([`FAIL regions: ${BLOCKED.summary}`]);
    expect(more).toBe(0);
    expect(headline).toBe(BLOCKED.summary);
    // Where there is nothing else, it is better than nothing.
    expect(contentOf(failing(pointer)).findings).toHaveLength(1);
  });
});

test('two findings that have one remedy have it once', () => {
  const same = { ...BLOCKED, remedy: NOT_ENFORCED.remedy };

  const { findings } = contentOf(failing(NOT_ENFORCED, same));

  expect(findings.map(({ steps }) => steps)).toEqual([
    NOT_ENFORCED.remedy,
    ['What external-id-enforced asks for is enough.'],
  ]);
});

test('what is not known and nobody can do anything about is told only where there is nothing else', () => {
  const unused: CheckResult = { ...PASSING, id: 'last-used', status: 'unknown', remedy: [] };

  expect(contentOf(failing(unused, BLOCKED)).findings).toHaveLength(1);
  expect(contentOf(reportWith({ status: 'unknown', checks: [unused] })).findings).toHaveLength(1);
});

describe('the first line of an alert', () => {
  const DRIFTED = { ...PASSING, id: 'drift-tags', status: 'warn', summary: 'Tags differ.' } as const;
  const UNTOLD = { ...PASSING, id: 'regions', status: 'unknown', summary: 'Could not be told.' } as const;

  test.each<[string, Report, Told | null, string]>([
    ['says what fails, and no more', failing(NOT_ENFORCED), null, NOT_ENFORCED.summary],
    [
      'counts what else fails',
      failing(DRIFTED, BLOCKED, NOT_ENFORCED),
      null,
      `${BLOCKED.summary} 1 more check fails.`,
    ],
    [
      'counts all of what else fails',
      failing(BLOCKED, NOT_ENFORCED, { ...BLOCKED, id: 'role-name' }),
      null,
      `${BLOCKED.summary} 2 more checks fail.`,
    ],
    [
      'does not say that Datadog has access where nobody could tell',
      reportWith({ status: 'degraded', checks: [DRIFTED, UNTOLD] }),
      null,
      'Something about the integration is not as it should be.',
    ],
    [
      'says what is not known',
      reportWith({ status: 'unknown', checks: [PASSING, UNTOLD] }),
      null,
      'Whether everything is in order could not be told, in two runs one after the other.',
    ],
    ['tells of access that is back', reportWith(), told('failing'), 'Datadog has access again.'],
    [
      'does not call back what was never lost, after a drift',
      reportWith(),
      told('degraded'),
      'Everything is in order: no check warns or fails.',
    ],
    [
      'does not call back what was never lost, after runs that could not tell',
      reportWith(),
      told('unknown'),
      'Everything is in order: no check warns or fails.',
    ],
  ])('%s', (_, report, before, line) => {
    expect(contentOf(report, before).headline).toBe(line);
  });

  test('is cut like any other when the summary is long', () => {
    const { headline } = contentOf(failing({ ...BLOCKED, summary: 'x'.repeat(5_000) }));

    expect(headline.length).toBeLessThanOrEqual(300);
    expect(headline).toContain('whole in the report');
  });
});
