import * as v from 'valibot';
import { createDatadogApi } from '../../src/datadog-api/client';
import { DatadogApiError, isKeyRefusal, isUncertain } from '../../src/datadog-api/errors';
import type { KeySource } from '../../src/datadog-api/keys';
import type { ApiAnswer, ApiRequest } from '../../src/datadog-api/send';
import { startInvocation } from '../support/passing-time';

const KEYS = { apiKey: 'canary-api', applicationKey: 'canary-app' };
const REQUEST: ApiRequest = { method: 'GET', path: '/api/v2/things' };
const SCHEMA = v.object({ data: v.string() });

const answer = (status: number, text: string, headers: Record<string, string> = {}): ApiAnswer => ({
  status,
  text,
  headers,
});
const FINE = answer(200, '{"data":"it"}');
const ACCOUNT_EXISTS =
  '{"errors":[{"status":"409","title":"Account already exists","detail":"AWS account with provided id already exists"}]}';

/** Asks an API that gives these answers one after the other; the last one for ever. */
function ask(
  answers: readonly (ApiAnswer | Error)[],
  { once = false, keys }: { readonly once?: boolean; readonly keys?: KeySource } = {},
) {
  const invocation = startInvocation();
  const sent: unknown[] = [];
  const api = createDatadogApi({
    endpoint: { site: 'datadoghq.eu', url: new URL('https://api.datadoghq.eu') },
    keys: keys ?? { current: async () => KEYS, renewed: async () => undefined },
    context: invocation.context,
    send: async (_request, withKeys) => {
      const next = answers[Math.min(sent.length, answers.length - 1)] ?? FINE;
      sent.push(withKeys);
      if (next instanceof Error) throw next;
      return next;
    },
  });
  const result = invocation.ended(api.ask(REQUEST, SCHEMA, { once }).catch((error: unknown) => error));
  return { result, sent };
}

async function failure(
  answers: readonly (ApiAnswer | Error)[],
  options?: Parameters<typeof ask>[1],
): Promise<DatadogApiError> {
  const { result } = ask(answers, options);
  const error = await result;
  if (!(error instanceof DatadogApiError)) throw new Error(`no error came, but ${JSON.stringify(error)}`);
  expect(error.message).not.toContain('canary');
  return error;
}

test.each([
  [
    'as objects',
    409,
    ACCOUNT_EXISTS,
    'with 409: Account already exists: AWS account with provided id already exists.',
  ],
  ['as texts', 403, '{"errors":["Forbidden"]}', 'with 403: Forbidden.'],
  [
    'with what is wrong beside them',
    400,
    '{"errors":[{"title":"Bad Request","detail":"invalid value","meta":{"aws_partition":"invalid partition: moon"}}]}',
    'Bad Request: invalid value, invalid partition: moon.',
  ],
  ['of a proxy', 403, '<html>Sign in</html>', 'with 403 and an HTML page in place of JSON.'],
  ['without a word', 404, '', 'with 404 and no explanation.'],
])('errors %s become one sentence', async (_, status, text, said) => {
  expect((await failure([answer(status, text)])).message).toContain(
    `Datadog's API at datadoghq.eu answered GET /api/v2/things ${said.startsWith('with') ? '' : 'with 400: '}${said}`,
  );
});

test('what Datadog writes stays on one line, visible, and short', async () => {
  const title = `\u001b[31mline one\nline two${'x'.repeat(1_000)}`;
  const { message } = await failure([answer(400, JSON.stringify({ errors: [{ title }] }))]);
  expect(message).toContain('\\u001b[31mline one line two');
  expect(message.length).toBeLessThan(500);
});

test('a refusal of keys is told from a proxy’s page with the same status', async () => {
  expect(isKeyRefusal(await failure([answer(403, '{"errors":["Forbidden"]}')]))).toBe(true);
  expect(isKeyRefusal(await failure([answer(403, '<html>')]))).toBe(false);
});

test.each([
  ['a page in place of JSON', answer(200, '<html>Sign in</html>'), 'an HTML page in place of JSON'],
  ['another shape', answer(200, '{"data":7}'), 'what cannot be read (data:'],
  [
    'a redirection',
    answer(302, '', { location: 'https://proxy.example/login' }),
    'a redirection to proxy.example',
  ],
])('%s is no success, and is not asked for again', async (_, given, said) => {
  const { result, sent } = ask([given]);
  expect(String(await result)).toContain(said);
  expect(sent).toHaveLength(1);
});

test('outages are waited out', async () => {
  const { result, sent } = ask([new Error('socket hang up'), answer(503, '<html>'), FINE]);
  expect(await result).toEqual({ data: 'it' });
  expect(sent).toHaveLength(3);
});

test('what may have been done is not sent a second time, where it must not be', async () => {
  for (const lost of [new Error('socket hang up'), answer(502, '')]) {
    const { result, sent } = ask([lost], { once: true });
    expect(isUncertain(await result)).toBe(true);
    expect(sent).toHaveLength(1);
  }
  expect(isUncertain(await failure([answer(409, ACCOUNT_EXISTS)], { once: true }))).toBe(false);
});

test('what is rate limited was not done: it is sent again when Datadog says, however long that is', async () => {
  const limited = answer(429, '{"errors":["Too many requests"]}', { 'x-ratelimit-reset': '30' });
  const { result, sent } = ask([limited, FINE], { once: true });
  expect(await result).toEqual({ data: 'it' });
  expect(sent).toHaveLength(2);
});

test('keys that were exchanged meanwhile get one chance', async () => {
  const fresh = { apiKey: 'canary-2', applicationKey: 'canary-3' };
  const keys = { current: async () => KEYS, renewed: async () => fresh };
  const { result, sent } = ask([answer(403, '{"errors":["Forbidden"]}'), FINE], { keys });
  expect(await result).toEqual({ data: 'it' });
  expect(sent).toEqual([KEYS, fresh]);
});
