import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { createAlertPublisher } from '../../src/publish/alert';
import type { Report } from '../../src/report/report';
import { BLOCKED, failing, NOT_ENFORCED, PASSING, reportWith } from '../support/reports';
import { awsError } from '../support/validation/aws-answers';
import { ClockOfTheDay, contextWith } from '../support/validation/run';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:datadog-alerts';
const STATE = '/datadog-integration-role/DatadogIntegrationRole/status';

/** A topic and a parameter store that keeps what is written. */
function alerting() {
  const sns = mockClient(SNSClient);
  const ssm = mockClient(SSMClient);
  const sts = mockClient(STSClient);
  const parameters = new Map<string, string>();
  const versions = new Map<string, number>();
  ssm.on(GetParameterCommand).callsFake(({ Name }) => {
    const Value = parameters.get(Name);
    if (Value === undefined) throw new ParameterNotFound({ message: Name, $metadata: {} });
    return { Parameter: { Value, Version: versions.get(Name) ?? 0 } };
  });
  ssm.on(PutParameterCommand).callsFake(({ Name, Value }) => {
    parameters.set(Name, Value);
    versions.set(Name, (versions.get(Name) ?? 0) + 1);
    return {};
  });
  sns.on(PublishCommand).resolves({});
  sts.on(GetCallerIdentityCommand).resolves({ UserId: 'AROAVALIDATOR:session' });
  const region = { region: 'us-east-1' };
  const publisher = createAlertPublisher(
    { sns: new SNSClient(region), ssm: new SSMClient(region), sts: new STSClient(region) },
    TOPIC,
  );
  const publish = (report: Report) => publisher.publish(report, contextWith(new ClockOfTheDay()));
  const sent = () => sns.commandCalls(PublishCommand).map((call) => call.args[0].input);
  return { sns, ssm, sts, parameters, publish, sent };
}

/** The first line of what people are told about the last of these reports. */
async function firstLineAfter(...reports: readonly Report[]): Promise<string | undefined> {
  const { publish, sent } = alerting();
  for (const report of reports) await publish(report);
  return sent().at(-1)?.Message?.split('\n')[0];
}

describe('people are told', () => {
  test('nothing about an integration that is healthy from the start', async () => {
    const { publish, sent, parameters } = alerting();

    await publish(reportWith());

    expect(sent()).toEqual([]);
    expect(parameters.has(STATE)).toBe(true);
  });

  test('once that access was lost, and once that it is back', async () => {
    const { publish, sent } = alerting();

    for (const report of [reportWith(), failing(BLOCKED), failing(BLOCKED), reportWith(), reportWith()])
      await publish(report);

    expect(sent().map(({ Subject }) => Subject)).toEqual([
      'Datadog integration failing: DatadogIntegrationRole in 123456789012',
      'Datadog integration healthy: DatadogIntegrationRole in 123456789012',
    ]);
    expect(sent()[1]?.Message).toContain('Datadog has access again.');
    expect(sent()[1]?.Message).toContain('(before: failing)');
  });

  test('of trouble that was there from the start', async () => {
    const { publish, sent } = alerting();

    await publish(failing(BLOCKED));

    expect(sent()).toHaveLength(1);
  });

  test('again when the cause changes while the status stays', async () => {
    const { publish, sent } = alerting();

    await publish(failing(BLOCKED));
    await publish(failing(BLOCKED, NOT_ENFORCED));
    await publish(failing(NOT_ENFORCED));

    expect(sent()).toHaveLength(3);
  });

  test('not again when only measured values change, or something else could not be told', async () => {
    const { publish, sent } = alerting();
    const unknown = { ...PASSING, id: 'last-used', status: 'unknown', summary: 'Cannot tell.' } as const;

    await publish(failing(BLOCKED));
    await publish(failing({ ...BLOCKED, evidence: ['another request id'] }, unknown));

    expect(sent()).toHaveLength(1);
  });

  test('by the next run when the topic did not take the message', async () => {
    const { publish, sns, sent, parameters } = alerting();
    sns.on(PublishCommand).rejectsOnce(awsError('AuthorizationError', 'no')).resolves({});

    await expect(publish(failing(BLOCKED))).rejects.toThrow('no');
    expect(parameters.has(STATE)).toBe(false);
    await publish(failing(BLOCKED));

    expect(sent()).toHaveLength(2);
    expect(parameters.has(STATE)).toBe(true);
  });

  test('what is wrong, where, and what to do, on one screen', async () => {
    const { publish, sent } = alerting();
    const findings = Array.from({ length: 9 }, (_, index) => ({
      ...BLOCKED,
      id: `check-${index}`,
      evidence: ['x'.repeat(5_000), 'b', 'c'],
      remedy: ['one', 'two', 'three', 'four'],
    }));

    await publish(failing(...findings));

    const lines = (sent()[0]?.Message ?? '').split('\n');
    expect(lines.length).toBeLessThanOrEqual(50);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(300);
    expect(lines).toContain('Role: arn:aws:iam::123456789012:role/DatadogIntegrationRole');
    expect(lines).toContain(`FAIL check-0: ${BLOCKED.summary}`);
    expect(lines).toContain('  do: one');
    expect(lines.at(-1)).toContain('4 more findings');
  });

  test('what has to be entered in Datadog, path included, but not where nobody knows the path', async () => {
    const { publish, sent } = alerting();
    const roleArn = 'arn:aws:iam::123456789012:role/team/DatadogIntegrationRole';

    await publish({ ...failing(BLOCKED), roleArn });
    await publish({ ...failing(NOT_ENFORCED), roleArn, datadogSite: '' });

    const entered = 'AWS Role Name in Datadog: team/DatadogIntegrationRole';
    expect(sent().map(({ Message }) => Message?.split('\n').includes(entered))).toEqual([true, false]);
  });

  test('although somebody else has written that they were told', async () => {
    const { publish, sent, parameters } = alerting();
    await publish(failing(BLOCKED));
    const told = parameters.get(STATE) ?? '';
    const { seal: _, ...unsealed } = JSON.parse(told);

    for (const forged of [unsealed, { ...unsealed, seal: '' }, { ...JSON.parse(told), status: 'healthy' }]) {
      parameters.set(STATE, JSON.stringify(forged));
      await publish(failing(BLOCKED));
    }

    expect(sent()).toHaveLength(4);
  });

  test('although what another validator has written of the same report is there', async () => {
    const { publish, sent, sts, parameters } = alerting();
    await publish(failing(BLOCKED));
    const told = parameters.get(STATE) ?? '';
    sts.on(GetCallerIdentityCommand).resolves({ UserId: 'AROAANOTHER:session' });
    parameters.set(STATE, told);

    await publish(failing(BLOCKED));

    expect(sent()).toHaveLength(2);
  });

  test('anew where the state is not readable any more', async () => {
    const { publish, sent, parameters } = alerting();

    for (const text of ['no JSON', '[]', '{"status":"odd","cause":"x"}']) {
      parameters.set(STATE, text);
      await publish(failing(BLOCKED));
    }

    expect(sent()).toHaveLength(3);
  });
});

describe('the first line of an alert', () => {
  const DRIFTED = { ...PASSING, id: 'drift-tags', status: 'warn', summary: 'Tags differ.' } as const;
  const degraded = reportWith({ status: 'degraded', checks: [PASSING, DRIFTED] });
  const UNTOLD = { ...PASSING, id: 'regions', status: 'unknown', summary: 'Could not be told.' } as const;
  const unknown = reportWith({ status: 'unknown', checks: [PASSING, UNTOLD] });

  test.each([
    ['says what fails, and no more', [failing(NOT_ENFORCED)], NOT_ENFORCED.summary],
    [
      'counts what else fails',
      [failing(DRIFTED, BLOCKED, NOT_ENFORCED)],
      `${BLOCKED.summary} 1 more check fails.`,
    ],
    [
      'counts all of what else fails',
      [failing(BLOCKED, NOT_ENFORCED, { ...BLOCKED, id: 'role-name' })],
      `${BLOCKED.summary} 2 more checks fail.`,
    ],
    [
      'does not say that Datadog has access where nobody could tell',
      [reportWith({ status: 'degraded', checks: [DRIFTED, UNTOLD] })],
      'Something about the integration is not as it should be.',
    ],
    ['says what is not known', [unknown], 'Whether everything is in order could not be told.'],
    ['tells of access that is back', [failing(BLOCKED), reportWith()], 'Datadog has access again.'],
    [
      'does not call back what was never lost, after a drift',
      [degraded, reportWith()],
      'Everything is in order: no check warns or fails.',
    ],
    [
      'does not call back what was never lost, after a run that could not tell',
      [unknown, reportWith()],
      'Everything is in order: no check warns or fails.',
    ],
  ])('%s', async (_, reports, line) => {
    expect(await firstLineAfter(...reports)).toBe(line);
  });

  test('is cut like any other when the summary is long', async () => {
    const line = await firstLineAfter(failing({ ...BLOCKED, summary: 'x'.repeat(5_000) }));

    expect(line?.length).toBeLessThanOrEqual(300);
    expect(line).toContain('whole in the event');
  });
});
