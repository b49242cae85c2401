import { createLogger, type Logger } from '../../src/runtime/log';
import { createSecrets } from '../../src/runtime/secrets';

function logger(): { log: Logger; lines: string[]; secrets: ReturnType<typeof createSecrets> } {
  const lines: string[] = [];
  const secrets = createSecrets();
  return { log: createLogger((line) => lines.push(line), secrets, { function: 'f' }), lines, secrets };
}

test.each(['debug', 'info', 'warn', 'error'] as const)('a line of level %s is one JSON object', (level) => {
  const { log, lines } = logger();
  log[level]('said', { detail: [1, 'two'] });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level, message: 'said', function: 'f', detail: [1, 'two'] },
  ]);
});

test('a logger made with further fields adds them to every line', () => {
  const { log, lines } = logger();
  log.with({ requestId: 'r' }).info('one');
  expect(JSON.parse(lines.join())).toEqual({ level: 'info', message: 'one', function: 'f', requestId: 'r' });
});

test('secrets are masked in messages, fields and errors', () => {
  const { log, lines, secrets } = logger();
  secrets.add('hunter2');
  log.warn('saw hunter2', { nested: { key: 'hunter2' }, error: new Error('no hunter2') });
  expect(lines.join()).not.toContain('hunter2');
  expect(JSON.parse(lines.join())).toMatchObject({ message: 'saw [redacted]' });
});

test('an error is logged with its name, message, cause and inner errors, without a stack', () => {
  const { log, lines } = logger();
  const cause = new TypeError('inner');
  log.error('failed', { error: new AggregateError([new Error('one')], 'several', { cause }) });
  expect(JSON.parse(lines.join()).error).toEqual({
    name: 'AggregateError',
    message: 'several',
    errors: [{ name: 'Error', message: 'one' }],
    cause: { name: 'TypeError', message: 'inner' },
  });
});

test('big integers are logged as text', () => {
  const { log, lines } = logger();
  log.info('counted', { count: 12n });
  expect(JSON.parse(lines.join()).count).toBe('12');
});

test('fields that are no JSON cost the line its fields, not the caller its life', () => {
  const { log, lines } = logger();
  const circular = new Error('goes round');
  circular.cause = circular;
  log.error('failed', { error: circular });
  expect(JSON.parse(lines.join())).toMatchObject({
    level: 'error',
    message: 'failed',
    fieldsMissing: expect.stringContaining('RangeError'),
  });
});
