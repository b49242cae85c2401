import { isInColour, widthOf } from '../../src/cli/terminal';

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ TERM: 'dumb' }, true, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
])('with %j and a terminal: %s, colours: %s', (environment, isTerminal, colours) => {
  expect(isInColour(environment, isTerminal)).toBe(colours);
});

test.each([
  [undefined, 100],
  [Number.NaN, 100],
  [0, 100],
  [20, 40],
  [80, 80],
  [300, 120],
])('of %p columns prose takes %i', (columns, width) => {
  expect(widthOf(columns)).toBe(width);
});
