import { describeFailure, oneLine } from '../../src/custom-resource/failure';

const circular = new AggregateError([], 'goes round');
circular.errors.push(circular);

test.each([
  ['an error says its message', new Error('RoleName is taken'), 'RoleName is taken'],
  ['an error without a message says its name', new TypeError(''), 'TypeError'],
  ['a message that only begins like a stack frame is kept', new Error('at 10:30:15'), 'at 10:30:15'],
  [
    'an error that holds several says all of them',
    new AggregateError([new Error('one'), 'two', new AggregateError([new Error('three')])], 'not deleted'),
    'not deleted; one; two; three',
  ],
  ['a string says itself', 'no such thing', 'no such thing'],
  ['an object with a message says that', { message: 'half an error', code: 7 }, 'half an error'],
  ['any other object is shown as JSON', { code: 7 }, '{"code":7}'],
  [
    'undefined is reported as such',
    undefined,
    'the operation failed without saying why (it threw undefined)',
  ],
  ['null is reported as such', null, 'the operation failed without saying why (it threw null)'],
  [
    'a symbol is reported as such',
    Symbol('s'),
    'the operation failed without saying why (it threw Symbol(s))',
  ],
  ['blanks are not a reason', ' \n ', 'the operation failed without saying why'],
  ['an error that contains itself is survived', circular, 'the operation failed without saying why'],
  ['what does not show is shown by its code', new Error('role\u200b\u202eeman'), 'role\\u200b\\u202eeman'],
  ['a message of several lines becomes one line', new Error('a\r\n\tb\u2028c\u0000d'), 'a b c d'],
])('%s', (_sentence, thrown, reason) => {
  expect(describeFailure(thrown)).toBe(reason);
});

test('a stack that was thrown as text keeps its message and loses its frames', () => {
  const { stack } = new Error('broken at noon');
  expect(stack).toMatch(/\n {4}at /);
  expect(describeFailure(stack)).toBe('Error: broken at noon');
  expect(oneLine('x\n    at /var/task/index.js:1:2\n    at y')).toBe('x at y');
  expect(oneLine('x\n    at Array.map (<anonymous>)\n    at async run (file.ts:1:2)')).toBe('x');
});
