import fc from 'fast-check';
import { createLogger, type Logger } from '../../src/runtime/log';
import { createSecrets } from '../../src/runtime/secrets';
import { hostileText, UNSEEN } from '../support/hostile-texts';

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

test('a line shows every character, and tells those who parse it what was said', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (message, detail) => {
      const { log, lines } = logger();
      log.info(message, { detail, [detail]: [message] });

      expect(lines.join()).not.toMatch(UNSEEN);
      expect(JSON.parse(lines.join())).toMatchObject({ message, detail });
    }),
  );
});

describe('a line that is too long', () => {
  const LIMIT = 48 * 1_024;

  test('keeps the beginnings of its fields, and says what is left out', () => {
    const { log, lines } = logger();
    const faults = Array.from({ length: 100_000 }, (_, index) => `Property${index} is not known`);
    log.error('request refused', { requestId: 'r', faults });

    const [line = ''] = lines;
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LIMIT);
    expect(JSON.parse(line)).toEqual({
      level: 'error',
      message: 'request refused',
      function: 'f',
      requestId: 'r',
      faults: expect.stringMatching(/^\["Property0 is not known","Property1 /),
      leftOut: [expect.stringMatching(/^faults: all but the first 4096 of \d{7} bytes$/)],
    });
  });

  test('is cut in its message, in errors and in whatever cannot be seen, too', () => {
    const { log, lines } = logger();
    log.error('m'.repeat(100_000), {
      error: new Error('\u007f\u0085'.repeat(50_000)),
      text: '\n'.repeat(50_000),
    });

    const [line = ''] = lines;
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LIMIT);
    expect(line).not.toMatch(UNSEEN);
    expect(JSON.parse(line).leftOut).toHaveLength(3);
  });

  test('gives away no half of a secret that lies across a cut', () => {
    for (let before = 4_080; before < 4_100; before++) {
      const { log, lines, secrets } = logger();
      secrets.add('hunter2hunter2');
      log.info('said', { text: `${'x'.repeat(before)}hunter2hunter2${'x'.repeat(60_000)}` });
      expect(lines.join()).not.toContain('hunter');
    }
  });
});
