import fc from 'fast-check';
import {
  cut,
  cutToJsonBytes,
  jsonTextBytes,
  shortened,
  visible,
  visibleIn,
  wellFormed,
} from '../../src/runtime/text';
import { hostileText, UNSEEN } from '../support/hostile-texts';

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

describe('a text in a line', () => {
  test.each([
    ['a line break', 'one\r\ntwo', 'one\\u000d\\u000atwo'],
    ['an escape sequence', '\u001b[31mred\u009b0m', '\\u001b[31mred\\u009b0m'],
    ['separators of lines and paragraphs', 'a\u2028b\u2029c\u0085', 'a\\u2028b\\u2029c\\u0085'],
    ['another direction of writing', '\u202eabc\u2066\u061c', '\\u202eabc\\u2066\\u061c'],
    ['what has no width', 'a\u200bb\u200dc\ufeffd\u00ad', 'a\\u200bb\\u200dc\\ufeffd\\u00ad'],
    ['a tag of Unicode', 'x\u{e0041}', 'x\\udb40\\udc41'],
    ['half a character', 'a\ud83d', 'a\\ud83d'],
  ])('shows %s by its code', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('leaves alone what can be seen, codes that are there already among it', () => {
    const text = 'Müller, Ærøskøbing 日本 हिन्दी 🔭 \\u001b \u00a0 "quoted"';

    expect(visible(text)).toBe(text);
  });

  test('holds nothing unseen, is what it was when shown again, and is the same JSON', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(visible(text)).not.toMatch(UNSEEN);
        expect(visible(visible(text))).toBe(visible(text));
        expect(JSON.parse(visible(JSON.stringify({ text })))).toEqual({ text });
        expect(visibleIn({ [text]: [text, 7, null] })).toEqual({ [visible(text)]: [visible(text), 7, null] });
      }),
    );
  });
});

describe('an external id as people see it', () => {
  test.each([
    ['0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d', '0f9b…4c6d'],
    ['abcdefghijkl', 'abcd…ijkl'],
    ['abcdefghijk', 'ab…jk'],
    ['abcdefg', 'a…g'],
    ['abc', '…'],
    ['ab', '…'],
    ['🔭🔭🔭🔭', '🔭…🔭'],
  ])('%s is %s', (externalId, shown) => {
    expect(shortened(externalId)).toBe(shown);
  });

  test('never has more than two thirds of it, and at most eight characters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (externalId) => {
        const kept = shortened(externalId).replace('…', '').length;
        expect(kept).toBeLessThanOrEqual(Math.min(8, (externalId.length * 2) / 3));
      }),
    );
  });
});

test('a text is cut between characters', () => {
  expect(cut('ab🔭cd', 3, ' (cut)')).toBe('ab… (cut)');
});
