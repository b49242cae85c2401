import { storedText } from '../../src/state/stored-text';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html: no `{{` may stand in a value. */
const OPENS_REFERENCE = '{{';

test.each([
  '{{ account }}',
  '{{resolve:ssm:/team/name:1}}',
  '{{{nested}}}',
  '{{',
  '\\{{quoted\\}}',
  'before {{ an end',
])('%p is stored without what SSM takes for a reference, and read back as it was', (text) => {
  const value = { text, document: JSON.stringify({ Condition: { text } }), list: [text] };
  const stored = storedText(value);
  expect(stored).not.toContain(OPENS_REFERENCE);
  expect(JSON.parse(stored)).toEqual(value);
});

test('any other value is stored as JSON writes it', () => {
  const value = { text: 'one { and a } and }}', nested: { deeply: { empty: {} } } };
  expect(storedText(value)).toBe(JSON.stringify(value));
});
