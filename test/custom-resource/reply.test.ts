import fc from 'fast-check';
import { composeFailure, composeSuccess } from '../../src/custom-resource/reply';
import { STACK_ID } from '../support/custom-resource/events';

const TO = { stackId: STACK_ID, requestId: 'request-1', logicalResourceId: 'Thing' };
const LOG_STREAM = '2024/05/01/[$LATEST]0123456789abcdef0123456789abcdef';
const asIs = (text: string) => text;
const success = (outcome: Parameters<typeof composeSuccess>[1]) =>
  JSON.parse(composeSuccess(TO, outcome, asIs).body);
const failure = (reason: string, logStream: string | undefined = LOG_STREAM) =>
  JSON.parse(composeFailure(TO, { physicalResourceId: 'thing-1', reason, logStream }, asIs).body);

describe('a SUCCESS', () => {
  test('repeats the three ids verbatim beside the physical id', () => {
    expect(success({ physicalResourceId: 'thing-1' })).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: 'thing-1',
      StackId: STACK_ID,
      RequestId: 'request-1',
      LogicalResourceId: 'Thing',
      Data: {},
    });
  });

  test('passes NoEcho on', () => {
    expect(success({ physicalResourceId: 'thing-1', noEcho: true })).toMatchObject({ NoEcho: true });
    expect(success({ physicalResourceId: 'thing-1', noEcho: false })).not.toHaveProperty('NoEcho');
  });

  test('carries data as strings under flat names', () => {
    const data = {
      Arn: 'arn',
      Count: 3,
      Enabled: false,
      Size: 12n,
      None: null,
      Missing: undefined,
      Since: new Date(0),
      Role: { Id: 'AROA', Tags: [{ Key: 'a' }, { Key: 'b' }] },
    };
    expect(success({ physicalResourceId: 'thing-1', data }).Data).toEqual({
      Arn: 'arn',
      Count: '3',
      Enabled: 'false',
      Size: '12',
      Since: '1970-01-01T00:00:00.000Z',
      'Role.Id': 'AROA',
      'Role.Tags.0.Key': 'a',
      'Role.Tags.1.Key': 'b',
    });
  });

  test('carries a remark in one line, without secrets', () => {
    const outcome = { physicalResourceId: 'thing-1', reason: 'adopted\nby hunter2' };
    const reply = composeSuccess(TO, outcome, (text) => text.replaceAll('hunter2', '[redacted]'));
    expect(JSON.parse(reply.body).Reason).toBe('adopted by [redacted]');
  });

  test('shortens its remark, then does without it, before data is lost', () => {
    const reason = 'r'.repeat(5000);
    const shortened = success({ physicalResourceId: 'thing-1', reason, data: { A: 'a'.repeat(3000) } });
    expect(shortened.Reason).toMatch(/^r+…$/);
    expect(Buffer.byteLength(JSON.stringify(shortened))).toBe(4096);
    const full =
      4096 - Buffer.byteLength(JSON.stringify(success({ physicalResourceId: 'i', data: { A: '' } })));
    const without = composeSuccess(
      TO,
      { physicalResourceId: 'i', reason, data: { A: 'a'.repeat(full) } },
      asIs,
    );
    expect(Buffer.byteLength(without.body)).toBe(4096);
    expect(JSON.parse(without.body)).not.toHaveProperty('Reason');
  });

  test('is impossible with data that does not fit: the error gives the numbers and names the largest', () => {
    const data = { Small: 'x', Large: 'ü'.repeat(2000), Middle: 'y'.repeat(500) };
    expect(() => composeSuccess(TO, { physicalResourceId: 'thing-1', data }, asIs)).toThrow(
      /^Data of 4\d{3} bytes exceeds what fits into a reply of 4096 bytes .*Large with 4000/,
    );
  });
});

describe('a FAILED', () => {
  test('says why and ends with the name of the log stream', () => {
    expect(failure('RoleName is taken')).toEqual({
      Status: 'FAILED',
      Reason: `RoleName is taken (log stream: ${LOG_STREAM})`,
      PhysicalResourceId: 'thing-1',
      StackId: STACK_ID,
      RequestId: 'request-1',
      LogicalResourceId: 'Thing',
    });
  });

  test('keeps the pointer to the log stream when its reason is shortened', () => {
    const body = composeFailure(
      TO,
      { physicalResourceId: 'thing-1', reason: '€'.repeat(4096), logStream: LOG_STREAM },
      asIs,
    ).body;
    expect(Buffer.byteLength(body)).toBeGreaterThan(4090);
    expect(JSON.parse(body).Reason).toMatch(/^€+… \(log stream: .*\)$/);
  });

  test('says nothing of a log stream that has no name, or a name that leaves no room', () => {
    expect(
      JSON.parse(
        composeFailure(TO, { physicalResourceId: 'i', reason: 'why', logStream: undefined }, asIs).body,
      ).Reason,
    ).toBe('why');
    expect(failure('why', 's'.repeat(3000)).Reason).toBe('why');
  });

  test('masks secrets before it shortens, so that no half of one is left', () => {
    const secret = 's'.repeat(4000);
    const { body } = composeFailure(
      TO,
      { physicalResourceId: 'i', reason: `before ${secret}`, logStream: undefined },
      (text) => text.replaceAll(secret, '[redacted]'),
    );
    expect(JSON.parse(body).Reason).toBe('before [redacted]');
  });
});

describe('for any reason and data, a reply is at most 4096 bytes of well-formed JSON', () => {
  // Repeated text reaches the limit that random text alone seldom does; lone surrogates have no UTF-8.
  const anyText = fc
    .tuple(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '\ud83d', '\udd2d', '🔭', '\u0001', '"'),
      fc.nat(3000),
    )
    .map(([text, filler, times]) => text + filler.repeat(times));
  const anyId = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 1024 })
    .filter((id) => Buffer.byteLength(JSON.stringify(id)) - 2 <= 1024);

  const assess = (body: string) => {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4096);
    const { Reason = '', Data = {} } = JSON.parse(body);
    for (const text of [Reason, ...Object.entries(Data).flat()])
      expect(text).toBe(Buffer.from(String(text)).toString());
  };

  test('of a failure', () => {
    fc.assert(
      fc.property(anyText, anyText, anyId, (reason, logStream, physicalResourceId) => {
        assess(composeFailure(TO, { physicalResourceId, reason, logStream }, asIs).body);
      }),
    );
  });

  test('of a success, unless its data is refused', () => {
    fc.assert(
      fc.property(
        fc.dictionary(anyText, fc.oneof(anyText, fc.anything()), { maxKeys: 3 }),
        anyText,
        (data, reason) => {
          try {
            assess(composeSuccess(TO, { physicalResourceId: 'thing-1', data, reason }, asIs).body);
          } catch (error) {
            expect(error).toMatchObject({ message: expect.stringContaining('exceeds') });
          }
        },
      ),
    );
  });
});
