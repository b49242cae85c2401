import { arnText } from '../../scripts/demo/arn-text';
import { compactJson } from '../../scripts/demo/compact-json';

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
