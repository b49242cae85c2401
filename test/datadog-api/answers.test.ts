import * as v from 'valibot';
import { createDatadogApi } from '../../src/datadog-api/client';
import { DatadogApiError, isKeyRefusal, isUncertain } from '../../src/datadog-api/errors';
import type { KeySource, Keys } from '../../src/datadog-api/keys';
import type { ApiAnswer, ApiRequest } from '../../src/datadog-api/send';
import { type Invocation, startInvocation } from '../support/passing-time';

const SITE = 'datadoghq.eu';
const GET: ApiRequest = { method: 'GET', path: '/api/v2/thing' };
const POST: ApiRequest = { method: 'POST', path: '/api/v2/thing' };
const KEYS: Keys = { apiKey: 'api-canary', applicationKey: 'application-canary' };
const SCHEMA = v.object({ data: v.string() });
const OK: ApiAnswer = { status: 200, headers: {}, text: '{"data":"yes"}' };

const answer = (status: number, body: unknown, headers: ApiAnswer['headers'] = {}): ApiAnswer => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A client whose requests get these answers, one after the other, the last one for ever. */
function clientOf(answers: readonly (ApiAnswer | Error)[], keys?: KeySource) {
  const invocation: Invocation = startInvocation();
  const sentWith: (Keys | undefined)[] = [];
  const api = createDatadogApi({
    endpoint: { site: SITE, url: new URL(`https://api.${SITE}`) },
    keys: keys ?? { current: async () => KEYS, renewed: async () => undefined },
    context: invocation.context,
    send: async (_, used) => {
      sentWith.push(used);
      const given = answers[Math.min(sentWith.length, answers.length) - 1];
      if (given === undefined || given instanceof Error) throw given;
      return given;
    },
  });
  const ask = (request = GET, options = {}) => invocation.ended(api.ask(request, SCHEMA, options));
  return { api, ask, sentWith, invocation };
}

async function errorOf(promise: Promise<unknown>): Promise<DatadogApiError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DatadogApiError)) throw new Error(`no error of Datadog's API but ${String(error)}`);
  return error;
}

describe('an error becomes one sentence', () => {
  test.each<[string, ApiAnswer, string]>([
    [
      'of objects',
      answer(409, {
        errors: [
          {
            status: '409',
            title: 'Account already exists',
            detail: 'AWS account with provided id already exists',
          },
        ],
      }),
      'answered GET /api/v2/thing with 409: Account already exists: AWS account with provided id already exists.',
    ],
    [
      'of objects with what is wrong in their meta',
      answer(400, {
        errors: [
          { title: 'Bad Request', detail: 'invalid value', meta: { aws_partition: 'invalid partition: x' } },
        ],
      }),
      'with 400: Bad Request: invalid value, invalid partition: x.',
    ],
    ['of texts', answer(403, { errors: ['Forbidden', 'twice'] }), 'with 403: Forbidden; twice.'],
    [
      'of a proxy',
      answer(403, '<html><body>no</body></html>'),
      'with 403 and an HTML page in place of JSON.',
    ],
    ['of nothing', answer(404, ''), 'with 404 and no explanation.'],
    ['of something else', answer(400, { error: 'x' }), 'with 400 and no explanation that can be read.'],
    [
      'with characters that steer a terminal',
      answer(400, { errors: [{ title: 'red\u001b[31m', detail: 'one\nStatus: SUCCESS' }] }),
      'red\\u001b[31m: one Status: SUCCESS.',
    ],
  ])('%s', async (_, given, says) => {
    const { message, name } = await errorOf(clientOf([given]).ask());
    expect(message).toContain(`Datadog's API at ${SITE} answered`);
    expect(message).toContain(says);
    expect(message).not.toMatch(/canary/);
    expect(name).toBe('DatadogApiError');
  });

  test('and no longer than a sentence, however much somebody has written', async () => {
    const { message } = await errorOf(clientOf([answer(400, { errors: ['x'.repeat(100_000)] })]).ask());
    expect(message.length).toBeLessThan(600);
  });

  test('where a success is none', async () => {
    const page = await errorOf(clientOf([answer(200, '<html>log in</html>')]).ask());
    expect(page.message).toMatch(/200 and an HTML page in place of JSON\. A proxy or firewall/);
    const other = await errorOf(clientOf([answer(200, { data: 1 })]).ask());
    expect(other.message).toMatch(/what cannot be read \(data: /);
    expect([page, other].map(isUncertain)).toEqual([true, true]);
  });

  test('and a refusal of keys is told from a proxy’s page with the same status', async () => {
    const errors = [answer(403, { errors: ['Forbidden'] }), answer(401, ''), answer(403, '<html>no</html>')];
    const refusals = await Promise.all(errors.map((given) => errorOf(clientOf([given]).ask())));
    expect(refusals.map(isKeyRefusal)).toEqual([true, true, false]);
  });

  test('and a redirection is not followed: no key goes to another host', async () => {
    const away = answer(307, '', { location: 'https://evil.example/api/v2/thing' });
    const { ask, sentWith } = clientOf([away]);
    const { message } = await errorOf(ask());
    expect(message).toContain('with 307, a redirection to evil.example, which is not followed');
    expect(sentWith).toHaveLength(1);
  });
});

describe('what is sent again', () => {
  test('is what was rate limited, when Datadog takes requests again', async () => {
    const limited = answer(429, { errors: ['Too many requests'] }, { 'x-ratelimit-reset': '37' });
    const { ask, sentWith, invocation } = clientOf([limited, limited, OK]);
    await expect(ask(POST, { once: true })).resolves.toEqual({ data: 'yes' });
    expect(sentWith).toHaveLength(3);
    expect(invocation.clock.now()).toBeGreaterThanOrEqual(74_000);
    expect(invocation.clock.now()).toBeLessThan(80_000);
  });

  test.each(['', 'soon', '-1', '99999999'])(
    'is it with a reset of "%s", too, in steps of its own',
    async (reset) => {
      const limited = answer(429, '', { 'x-ratelimit-reset': reset });
      await expect(clientOf([limited, OK]).ask()).resolves.toEqual({ data: 'yes' });
    },
  );

  test('is not what would be let in after the deadline only', async () => {
    const limited = answer(429, '', { 'x-ratelimit-reset': '9999' });
    const { ask, sentWith } = clientOf([limited]);
    const { status } = await errorOf(ask());
    expect(status).toBe(429);
    expect(sentWith).toHaveLength(1);
  });

  test.each<[string, ApiAnswer | Error]>([
    ['a page of a load balancer', answer(503, '<html>503</html>')],
    ['a lost connection', new Error('socket hang up')],
    ['a time-out of a proxy', answer(408, '')],
  ])('is a question after %s; and what must be done once is not', async (_, trouble) => {
    await expect(clientOf([trouble, trouble, OK]).ask()).resolves.toEqual({ data: 'yes' });
    const { ask, sentWith } = clientOf([trouble, OK]);
    expect(isUncertain(await errorOf(ask(POST, { once: true })))).toBe(true);
    expect(sentWith).toHaveLength(1);
  });

  test('is nothing that was refused', async () => {
    for (const status of [400, 403, 404, 409, 422]) {
      const { ask, sentWith } = clientOf([answer(status, ''), OK]);
      expect(isUncertain(await errorOf(ask()))).toBe(false);
      expect(sentWith).toHaveLength(1);
    }
  });

  test('is asked for first, and not sent where the answer is no', async () => {
    const { ask, sentWith } = clientOf([answer(500, ''), OK]);
    const beforeRepeating = () => Promise.reject(new Error('overtaken'));
    await expect(ask(GET, { beforeRepeating })).rejects.toThrow('overtaken');
    expect(sentWith).toHaveLength(1);
  });
});

describe('keys that are refused', () => {
  const NEXT: Keys = { apiKey: 'next', applicationKey: 'next' };

  test('are exchanged once for those that are there now', async () => {
    const keys = { current: async () => KEYS, renewed: async () => NEXT };
    const { ask, sentWith } = clientOf([answer(403, ''), OK], keys);
    await expect(ask(POST, { once: true })).resolves.toEqual({ data: 'yes' });
    expect(sentWith).toEqual([KEYS, NEXT]);
  });

  test('and not again when those are refused as well', async () => {
    const keys = { current: async () => KEYS, renewed: async () => NEXT };
    const { ask, sentWith } = clientOf([answer(403, '')], keys);
    expect((await errorOf(ask())).status).toBe(403);
    expect(sentWith).toEqual([KEYS, NEXT]);
  });
});
