import fc from 'fast-check';
import { hang, wrap, wrapWithin } from '../../src/report/wrap';

describe('wrapping a line', () => {
  it('keeps every word whole, and exceeds the width by a single word only', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 20, max: 100 }), (text, width) => {
        const lines = wrap(text.trim(), width);
        expect(lines.filter((line) => line.length > width && line.includes(' '))).toEqual([]);
        expect(lines.join(' ').split(/ +/)).toEqual(text.trim().split(/ +/));
      }),
    );
  });

  it('cuts words, and then never exceeds the width, where it has to stay within', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 20, max: 100 }), (text, width) => {
        const lines = wrapWithin(text.trim(), width);
        expect(lines.every((line) => line.length <= width)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.trim().replaceAll(' ', ''));
      }),
    );
  });

  it('gives the following lines the indentation of the first', () => {
    expect(wrap('  one two three', 10)).toEqual(['  one two', '  three']);
  });

  it('leaves the columns of a line that fits alone', () => {
    expect(wrap('RoleId    AROA', 20)).toEqual(['RoleId    AROA']);
  });
});

it('lets a text hang beside its head, and below its own beginning', () => {
  expect(hang('> ', 'one two three', 9)).toEqual(['> one two', '  three']);
  expect(hang('> ', 'one two three')).toEqual(['> one two three']);
});
