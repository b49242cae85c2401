import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { createDatadogPublisher, type DatadogPublisherSettings } from '../../src/publish/datadog';
import { createPublish } from '../../src/publish/publish-report';
import type { Report } from '../../src/report/report';
import {
  type LoopbackAnswer,
  type LoopbackApi,
  startLoopbackApi,
  type TakenRequest,
} from '../support/loopback-api';
import { mockedSsm } from '../support/mocked-ssm';
import { BLOCKED, failing, NOT_ENFORCED, reportWith } from '../support/reports';
import { ClockOfTheDay, contextWith } from '../support/validation/run';

const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:datadog-keys-AbCdEf';
const RECORD = '/datadog-integration-role/DatadogIntegrationRole';
const API_KEY = 'canary-of-the-api-key';
const APP_KEY = 'canary-of-the-application-key';
const EXTERNAL_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';

const secretWith = (apiKey: string) => ({
  SecretString: JSON.stringify({ DD_API_KEY: apiKey, DD_APP_KEY: APP_KEY }),
});

let api: LoopbackApi;
let answer: (request: TakenRequest) => LoopbackAnswer;

beforeEach(async () => {
  answer = () => ({ status: 202, body: { status: 'ok' } });
  api = await startLoopbackApi((request) => answer(request));
});

afterEach(() => api.close());

/** A publisher whose Datadog is on this machine, and whose parameters are kept. */
function publishing(change: Partial<DatadogPublisherSettings> = {}) {
  const { parameters } = mockedSsm();
  const sts = mockClient(STSClient);
  const secretsManager = mockClient(SecretsManagerClient);
  parameters.set(RECORD, { text: '{}', version: 1 });
  sts.on(GetCallerIdentityCommand).resolves({ UserId: 'AROAVALIDATOR:session' });
  secretsManager.on(GetSecretValueCommand, { SecretId: SECRET_ARN }).resolves(secretWith(API_KEY));
  const region = { region: 'us-east-1' };
  const clients = {
    ssm: new SSMClient(region),
    sts: new STSClient(region),
    secrets: new SecretsManagerClient(region),
  };
  const publisher = createDatadogPublisher(clients, {
    keysSecretArn: SECRET_ARN,
    keysSite: '',
    endpointOverride: `${api.url}/{site}`,
    place: { region: 'us-east-1' },
    ...change,
  });
  const log: string[] = [];
  const publish = (report: Report) => publisher.publish(report, contextWith(new ClockOfTheDay(), log));
  return { publisher, publish, log, secretsManager };
}

const paths = () => api.requests.map(({ path }) => path).sort();
const bodies = (path: string) =>
  api.requests.filter((request) => request.path.endsWith(path)).map(({ body }) => body);

describe('Datadog is told', () => {
  test('a service check and gauges of every report, and of a healthy one no event', async () => {
    const { publish } = publishing();

    await publish(reportWith());

    expect(paths()).toEqual(['/datadoghq.com/api/v1/check_run', '/datadoghq.com/api/v2/series']);
    expect(bodies('check_run')).toEqual([
      [expect.objectContaining({ check: 'datadog_integration_role.can_assume', status: 0 })],
    ]);
    expect(bodies('series')).toEqual([{ series: expect.arrayContaining([]) }]);
  });

  test('by an event that access was lost, by one that the cause is another, and by one that it is back', async () => {
    const { publish } = publishing();

    for (const report of [
      reportWith(),
      failing(BLOCKED),
      failing(BLOCKED),
      failing(NOT_ENFORCED),
      reportWith(),
      reportWith(),
    ])
      await publish(report);

    expect(bodies('events')).toEqual([
      expect.objectContaining({ alert_type: 'error', text: expect.stringContaining('before: healthy') }),
      expect.objectContaining({ alert_type: 'error', text: expect.stringContaining('external-id-enforced') }),
      expect.objectContaining({ alert_type: 'success', text: expect.stringContaining('has access again') }),
    ]);
  });

  test('once by two runs at once', async () => {
    const { publish } = publishing();

    await Promise.all([publish(failing(BLOCKED)), publish(failing(BLOCKED))]);
    await publish(failing(BLOCKED));

    expect(bodies('events')).toHaveLength(1);
  });

  test('by the next run when the event was refused, and of the rest all the same', async () => {
    const { publish } = publishing();
    answer = ({ path }) =>
      path.endsWith('events') ? { status: 400, body: { errors: ['no'] } } : { status: 202, body: {} };
    await expect(publish(failing(BLOCKED))).rejects.toThrow('answered POST /api/v1/events with 400: no.');
    expect(bodies('check_run')).toHaveLength(1);
    answer = () => ({ status: 202, body: {} });

    await publish(failing(BLOCKED));
    await publish(failing(BLOCKED));

    expect(bodies('events')).toHaveLength(2);
  });

  test('with the API key alone', async () => {
    const { publish } = publishing();

    await publish(failing(BLOCKED));

    expect(api.requests).toHaveLength(3);
    for (const { headers } of api.requests) {
      expect(headers['dd-api-key']).toBe(API_KEY);
      expect(headers).not.toHaveProperty('dd-application-key');
    }
  });

  test('with the new key after a rotation', async () => {
    const { publish, secretsManager } = publishing();
    answer = ({ headers }) =>
      headers['dd-api-key'] === 'rotated'
        ? { status: 202 }
        : { status: 403, body: { errors: ['Forbidden'] } };
    secretsManager
      .on(GetSecretValueCommand, { SecretId: SECRET_ARN })
      .resolvesOnce(secretWith(API_KEY))
      .resolves(secretWith('rotated'));

    await publish(reportWith());

    expect(api.requests.filter(({ headers }) => headers['dd-api-key'] === 'rotated')).toHaveLength(2);
    expect(secretsManager.calls()).toHaveLength(2);
  });
});

describe('an integration of another site than the keys’', () => {
  test.each([
    ['another of Datadog’s', 'datadoghq.eu', 'datadoghq.com'],
    ['none of Datadog’s', 'example.com', 'datadoghq.com'],
    ['none of Datadog’s, and the keys are for any', 'example.com', ''],
    ['unknown, and the keys are for any', '', ''],
  ])('is passed over, and no key is read: %s', async (_, datadogSite, keysSite) => {
    const { publish, log, secretsManager } = publishing({ keysSite });

    await publish(reportWith({ datadogSite }));

    expect(api.requests).toEqual([]);
    expect(secretsManager.calls()).toHaveLength(0);
    expect(log).toHaveLength(1);
    expect(JSON.parse(log[0] ?? '')).toMatchObject({ level: 'debug', datadogSite });
  });

  test('is not one whose record cannot be read', async () => {
    const { publish } = publishing({ keysSite: 'datadoghq.eu' });

    await publish(reportWith({ datadogSite: '', status: 'unknown' }));

    expect(paths()).toContain('/datadoghq.eu/api/v1/check_run');
  });
});

describe('nothing that is secret', () => {
  const leaky = failing({
    ...BLOCKED,
    remedy: [
      `aws iam update-assume-role-policy --policy-document '{"Condition":{"StringEquals":{"sts:ExternalId":"${EXTERNAL_ID}"}}}'`,
    ],
  });

  test('stands in what Datadog is told: no external id', async () => {
    const { publish } = publishing();

    await publish(leaky);

    expect(bodies('events')).toHaveLength(1);
    expect(JSON.stringify(api.requests.map(({ body }) => body))).not.toContain(EXTERNAL_ID);
  });

  test.each<[string, LoopbackAnswer]>([
    ['refuses the key', { status: 403, body: { errors: ['Forbidden'] } }],
    ['answers with a redirection', { status: 302, headers: { location: 'https://example.com/' } }],
    ['cannot be understood', { status: 400, body: '<html>' }],
  ])('stands in the log, or in the error, where Datadog %s: no key', async (_, refusal) => {
    const { publish, log } = publishing();
    answer = () => refusal;

    const error = await publish(failing(BLOCKED)).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(Error);
    expect(String(error) + log.join()).not.toContain('canary');
  });

  test('stands in the error about a secret that holds no keys', async () => {
    const { publish, secretsManager } = publishing();
    secretsManager
      .on(GetSecretValueCommand, { SecretId: SECRET_ARN })
      .resolves({ SecretString: 'canary-in-no-json' });

    const error = await publish(reportWith()).catch((caught: unknown) => caught);

    expect(String(error)).toContain(`The secret ${SECRET_ARN} is not JSON`);
    expect(String(error)).not.toContain('canary');
  });
});

describe('a Datadog that refuses', () => {
  test('keeps no other publisher from its work', async () => {
    const { publisher } = publishing();
    answer = () => ({ status: 403, body: { errors: ['Forbidden'] } });
    const taken: Report[] = [];
    const other = { name: 'other', publish: async (report: Report) => void taken.push(report) };
    const metrics: string[] = [];

    await createPublish([publisher, other], (line) => metrics.push(line))(
      reportWith(),
      contextWith(new ClockOfTheDay()),
    );

    expect(taken).toHaveLength(1);
    expect(JSON.parse(metrics[0] ?? '')).toMatchObject({ PublishersFailing: 1 });
  });

  test('gets no more of the time than it is given where it does not answer', async () => {
    const { publisher } = publishing();
    const clock = new ClockOfTheDay();
    answer = () => {
      void clock.advance(30_000);
      return { status: 503 };
    };

    await expect(publisher.publish(reportWith(), contextWith(clock))).rejects.toThrow('no answer within');
  });
});
