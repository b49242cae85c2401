import fc from 'fast-check';
import { arnText } from '../../scripts/demo/arn-text';
import { compactJson } from '../../scripts/demo/compact-json';
import { hang, wrap } from '../../src/report/wrap';

describe('wrapping a line', () => {
  it('keeps every word and never exceeds the width', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 20, max: 100 }), (text, width) => {
        const lines = wrap(text.trim(), width);
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

describe('compact JSON', () => {
  it('stays on one line as far as it fits, and is still the same document', () => {
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['a:B', 'c:D'] }] };
    expect(compactJson(document, 100)).toHaveLength(1);
    const narrow = compactJson(document, 52);
    expect(narrow.every((line) => line.length <= 52)).toBe(true);
    expect(narrow).toEqual([
      '{',
      '  "Version": "2012-10-17",',
      '  "Statement": [',
      '    { "Effect": "Allow", "Action": ["a:B", "c:D"] }',
      '  ]',
      '}',
    ]);
    expect(JSON.parse(narrow.join('\n'))).toEqual(document);
  });
});

describe('an ARN in the story', () => {
  it('loses the account it is in, and stays whole when it is AWS’s', () => {
    expect(arnText('arn:aws:iam::123456789012:policy/path/name')).toBe('policy/path/name');
    expect(arnText('arn:aws:iam::aws:policy/SecurityAudit')).toBe('arn:aws:iam::aws:policy/SecurityAudit');
  });
});
