import { drawSituation } from './situation';

const drawn = (seed: number, count: number) =>
  Array.from({ length: count }, (_, index) => drawSituation(seed, index));

test('seed and index make the situation, and it is plain data', () => {
  const one = drawSituation(3, 14);
  expect(one.id).toBe('3:14');
  expect(drawSituation(3, 14)).toEqual(one);
  expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  expect(drawSituation(4, 14)).not.toEqual({ ...one, id: '4:14' });
});

test('all kinds of situations come up, plain ones often', () => {
  const many = drawn(1, 600);
  const share = (wanted: (situation: (typeof many)[number]) => boolean) => many.filter(wanted).length / 600;
  const forms = (part: 'trust' | 'boundary' | 'scps' | 'rcps' | 'policies' | 'validator') =>
    new Set(many.map((situation) => situation[part].form)).size;

  expect(share(({ trust }) => trust.form === 'as made')).toBeGreaterThan(0.3);
  expect(share(({ trust }) => trust.isDecided)).toBeGreaterThan(0.7);
  expect(new Set(many.map(({ origin }) => origin))).toEqual(
    new Set(['own', 'adopted', 'by hand', 'replaced', 'gone']),
  );
  expect(new Set(many.map(({ vantage }) => vantage)).size).toBe(3);
  expect(forms('trust')).toBeGreaterThan(100);
  expect(forms('scps')).toBeGreaterThan(15);
  expect(forms('rcps')).toBeGreaterThan(8);
  expect(forms('boundary')).toBeGreaterThan(12);
  expect(forms('policies')).toBeGreaterThan(12);
  expect(forms('validator')).toBeGreaterThan(8);
});
