import fc from 'fast-check';
import { createSecrets } from '../../src/runtime/secrets';

const text = fc.string({ unit: 'binary', minLength: 1 });

test('a secret is masked wherever it stands in a text', () => {
  const secrets = createSecrets();
  secrets.add('hunter2');
  expect(secrets.redact('hunter2 and hunter2, but not hunter')).toBe(
    '[redacted] and [redacted], but not hunter',
  );
});

test('a secret is masked in its JSON-escaped and URL-encoded forms, too', () => {
  const secrets = createSecrets();
  secrets.add('a"b&c');
  expect(secrets.redact(`${JSON.stringify({ key: 'a"b&c' })} ${encodeURIComponent('a"b&c')}`)).toBe(
    '{"key":"[redacted]"} [redacted]',
  );
});

test('a secret that contains another one is masked as a whole', () => {
  const secrets = createSecrets();
  secrets.add('signature=abc');
  secrets.add('https://example.org/?signature=abc');
  expect(secrets.redact('PUT https://example.org/?signature=abc')).toBe('PUT [redacted]');
});

test('an empty secret masks nothing', () => {
  const secrets = createSecrets();
  secrets.add('');
  expect(secrets.redact('plain')).toBe('plain');
});

test('a secret that is no well-formed Unicode is masked like any other', () => {
  fc.assert(
    fc.property(text, text, text, (start, before, after) => {
      const secret = `${start}\ud800`;
      const secrets = createSecrets();
      secrets.add(secret);
      expect(secrets.redact(`${before}${secret}${after}`)).not.toContain(secret);
    }),
  );
});
