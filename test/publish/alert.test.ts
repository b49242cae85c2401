import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  DeleteParametersCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { type AlertSettings, createAlertPublisher } from '../../src/publish/alert';
import type { Report } from '../../src/report/report';
import { mockedSsm } from '../support/mocked-ssm';
import { BLOCKED, failing, NOT_ENFORCED, reportWith } from '../support/reports';
import { awsError } from '../support/validation/aws-answers';
import { ClockOfTheDay, contextWith } from '../support/validation/run';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:datadog-alerts';
const RECORD = '/datadog-integration-role/DatadogIntegrationRole';
const STATE = `${RECORD}/status`;
const TELLING = `${STATE}/telling`;

/** A topic and a parameter store that keeps what is written. */
function alerting(change: Partial<AlertSettings> = {}) {
  const sns = mockClient(SNSClient);
  const { ssm, parameters } = mockedSsm();
  const sts = mockClient(STSClient);
  parameters.set(RECORD, { text: '{}', version: 1 });
  sns.on(PublishCommand).resolves({});
  sts.on(GetCallerIdentityCommand).resolves({ UserId: 'AROAVALIDATOR:session' });
  const region = { region: 'us-east-1' };
  const clients = { sns: new SNSClient(region), ssm: new SSMClient(region), sts: new STSClient(region) };
  const settings = { topicArn: TOPIC, format: 'Text', place: { region: 'us-east-1' }, ...change } as const;
  const publisher = createAlertPublisher(clients, settings);
  const log: string[] = [];
  const publish = (report: Report) => publisher.publish(report, contextWith(new ClockOfTheDay(), log));
  const sent = () => sns.commandCalls(PublishCommand).map((call) => call.args[0].input);
  return { sns, ssm, sts, parameters, publish, sent, log };
}

const denied = awsError('AccessDeniedException', 'not authorized to perform this');

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
    expect(sent()[0]?.Message).toContain('(before: healthy)');
    expect(sent()[1]?.Message).toContain('Datadog has access again.');
    expect(sent()[1]?.Message).toContain(`(before: failing since ${reportWith().generatedAt})`);
  });

  test('by the next run when the topic did not take the message', async () => {
    const { publish, sns, sent, parameters } = alerting();
    sns.on(PublishCommand).rejectsOnce(awsError('AuthorizationError', 'no')).resolves({});

    await expect(publish(failing(BLOCKED))).rejects.toThrow('no');
    expect(JSON.parse(parameters.get(STATE)?.text ?? '')).toMatchObject({ status: 'failing', told: null });
    await publish(failing(BLOCKED));
    await publish(failing(BLOCKED));

    expect(sent()).toHaveLength(2);
    expect([...parameters.keys()]).toEqual([RECORD, STATE]);
  });

  test.each([
    ['the turn cannot be taken', TELLING],
    ['what is told cannot be stored', STATE],
  ])('nothing where %s, for every run would tell it again: the publisher fails', async (_, name) => {
    const { publish, sent, ssm } = alerting();
    ssm.on(PutParameterCommand, { Name: name }).rejects(denied);

    for (const report of [failing(BLOCKED), failing(BLOCKED)])
      await expect(publish(report)).rejects.toThrow('not authorized');

    expect(sent()).toEqual([]);
  });

  test('and that is a success although the turn cannot be given back', async () => {
    const { publish, sent, ssm, log } = alerting();
    ssm.on(DeleteParametersCommand).rejects(denied);

    await publish(failing(BLOCKED));

    expect(sent()).toHaveLength(1);
    expect(log.join()).toContain('the turn to tell people could not be given back');
  });

  test('once by two runs at once', async () => {
    const { publish, sent, log } = alerting();

    await Promise.all([publish(failing(BLOCKED)), publish(failing(BLOCKED))]);
    await publish(failing(BLOCKED));

    expect(sent()).toHaveLength(1);
    expect(log.join()).toContain('another run tells people just now');
  });

  test('once by a run that has looked before another one told them', async () => {
    const { publish, sent, ssm, parameters } = alerting();
    await publish(failing(BLOCKED));
    // What it reads first is what was there before.
    ssm
      .on(GetParameterCommand, { Name: STATE })
      .rejectsOnce(new ParameterNotFound({ message: '', $metadata: {} }));
    ssm.on(GetParameterCommand, { Name: STATE }).callsFake(async () => {
      const { text, version } = parameters.get(STATE) ?? { text: '', version: 0 };
      return { Parameter: { Value: text, Version: version } };
    });

    await publish(failing(BLOCKED));

    expect(sent()).toHaveLength(1);
  });

  test('by each of two validators, which do not take each other’s word', async () => {
    const { publish, sent, sts } = alerting();

    for (const validator of ['AROAONE', 'AROAOTHER', 'AROAONE', 'AROAOTHER']) {
      sts.on(GetCallerIdentityCommand).resolves({ UserId: `${validator}:session` });
      await publish(failing(BLOCKED));
    }

    expect(sent()).toHaveLength(2);
  });

  test('although somebody else has written that they were told', async () => {
    const { publish, sent, parameters } = alerting();
    await publish(failing(BLOCKED));
    const told = JSON.parse(parameters.get(STATE)?.text ?? '');
    const { seal: _, ...unsealed } = told;

    for (const forged of [unsealed, { ...unsealed, seal: '' }, { ...told, status: 'healthy' }]) {
      parameters.set(STATE, { text: JSON.stringify(forged), version: 9 });
      await publish(failing(BLOCKED));
    }

    expect(sent()).toHaveLength(4);
  });

  test('although somebody else has written that another run, or another validator, has the say', async () => {
    const { publish, sent, parameters } = alerting();
    parameters.set(TELLING, { text: JSON.stringify({ until: 9e15, seal: 'x' }), version: 1 });
    await publish(failing(BLOCKED));
    parameters.set(STATE, { text: JSON.stringify({ teller: '0123456789abcdef' }), version: 9 });
    await publish(failing(BLOCKED));
    await publish(failing(BLOCKED));

    expect(sent()).toHaveLength(2);
  });

  test('anew where the state is not readable any more', async () => {
    const { publish, sent, parameters } = alerting();

    for (const text of ['no JSON', '[]', '{"status":"odd","cause":"x"}']) {
      parameters.set(STATE, { text, version: 1 });
      await publish(failing(BLOCKED));
    }

    expect(sent()).toHaveLength(3);
  });

  test('nothing of an integration that is deleted, and nothing of it is stored', async () => {
    const { publish, sent, parameters } = alerting();
    parameters.delete(RECORD);

    for (const report of [failing(BLOCKED), reportWith()]) await publish(report);

    expect(sent()).toEqual([]);
    expect([...parameters.keys()]).toEqual([]);
  });

  test('the last of an integration that is deleted while they are told, and nothing of it stays stored', async () => {
    const { publish, sns, sent, parameters } = alerting();
    sns.on(PublishCommand).callsFake(() => {
      for (const name of [RECORD, STATE]) parameters.delete(name);
      return {};
    });

    await publish(failing(BLOCKED));

    expect(sent()).toHaveLength(1);
    expect([...parameters.keys()]).toEqual([]);
  });

  test('in the form that chat clients take, where that is asked for', async () => {
    const { publish, sent } = alerting({ format: 'ChatJson' });

    await publish(failing(NOT_ENFORCED));

    expect(JSON.parse(sent()[0]?.Message ?? '')).toMatchObject({
      version: '1.0',
      source: 'custom',
      metadata: { threadId: reportWith().roleArn },
    });
  });
});
