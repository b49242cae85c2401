import { cutToJsonBytes, jsonTextBytes, wellFormed } from '../../src/runtime/text';

test.each([
  ['a text that just fits is kept', 'abc', 3, 'abc'],
  ['a text that is a byte too long makes room for the ellipsis', 'abcdef', 5, 'ab…'],
  ['a character that just fits before the ellipsis stays', 'äbcde', 5, 'ä…'],
  ['one that does not goes whole', '🔭bcd', 6, '…'],
  ['what JSON escapes counts as it is written there', '"ab"c', 6, '"a…'],
])('%s', (_sentence, text, maxBytes, expected) => {
  expect(cutToJsonBytes(text, maxBytes)).toBe(expected);
  expect(jsonTextBytes(expected)).toBeLessThanOrEqual(maxBytes);
});

test('half a character becomes the sign for one that cannot be shown', () => {
  expect(wellFormed('a\ud83d')).toBe('a\ufffd');
});
