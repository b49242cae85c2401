import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawSituation } from './draw/situation';
import { UNSEEN, unseenIn, withoutUnseen } from './unseen';

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'validator.md'), 'utf8');

test.each(Object.values(UNSEEN))('the page on the validator says what it cannot see: %s', (sentence) => {
  expect(PAGE).toContain(sentence);
});

test('what cannot be seen is taken out, and nothing else', () => {
  const situations = Array.from({ length: 300 }, (_, index) => drawSituation(1, index));
  const kinds = situations.map(unseenIn);
  expect(new Set(kinds.flat())).toEqual(new Set(Object.keys(UNSEEN)));
  for (const situation of situations) {
    const seen = withoutUnseen(situation);
    expect(unseenIn(seen)).toEqual([]);
    expect(seen.trust).toBe(situation.trust);
    if (unseenIn(situation).length === 0) expect(seen).toEqual(situation);
  }
});
