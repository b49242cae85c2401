import fc from 'fast-check';
import { allowedActions, coversAction, patternsIntersect } from '../../src/policy/coverage';

const patterns = fc.string({ unit: fc.constantFrom('a', 'B', ':', '*', '?'), maxLength: 6 });
const texts = fc.string({ unit: fc.constantFrom('a', 'b', ':', 'c'), maxLength: 6 });

/** What is an action: a service, one colon and a name. */
const part = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 3 });
const actions = fc.tuple(part, part).map((parts) => parts.join(':'));

/** The same language as a regular expression: the judge that shares nothing with the code under test. */
function matches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(text);
}

describe('coversAction', () => {
  test.each([
    ['s3:GetObject', 's3:GetObject', true],
    ['S3:getobject', 's3:GetObject', true],
    ['s3:GetObject', 's3:GetObjectAcl', false],
    ['s3:Get*', 's3:GetObject', true],
    ['s3:Get*', 's3:Get', true],
    ['s3:Get*', 's3:ListBucket', false],
    ['*', 'ec2:DescribeVpcs', true],
    ['ec2:Describe*s', 'ec2:DescribeVpcs', true],
    ['ec2:*Vpc*Attribute', 'ec2:DescribeVpcAttribute', true],
    ['s3:Get?bject', 's3:GetObject', true],
    ['s3:GetObject?', 's3:GetObject', false],
    ['s3:Get*', 's3:GetObject*', true],
    ['s3:GetObject*', 's3:Get*', false],
    ['s3:Get?bject', 's3:Get*bject', false],
    ['s3:*', '*', false],
  ])('%s over %s: %s', (pattern, action, expected) => {
    expect(coversAction(pattern, action)).toBe(expected);
  });

  test('agrees with a regular expression on every action', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(coversAction(pattern, text)).toBe(matches(pattern, text));
      }),
      { numRuns: 1000 },
    );
  });

  test('a pattern that covers another matches whatever the other matches', () => {
    fc.assert(
      fc.property(patterns, patterns, texts, (wide, narrow, text) => {
        if (coversAction(wide, narrow) && matches(narrow, text)) expect(matches(wide, text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('is not slowed down by many wildcards', () => {
    expect(coversAction('*a'.repeat(40), 'a'.repeat(39))).toBe(false);
  });
});

describe('patternsIntersect', () => {
  test.each([
    ['s3:Get*', 's3:*Object', true],
    ['s3:Get*', 'S3:GETOBJECT', true],
    ['s3:Get*', 's3:List*', false],
    ['s3:Get*', 's3:G', false],
    ['s3:*', 'sns:*', false],
    ['*:Put*', 's3:List*', false],
    ['*:Put*', 's3:P*', true],
    ['s*:Get*', '*3:*', true],
    ['*', '*', true],
    ['a*', '*b', true],
    ['a?', 'ab', true],
    ['a?', 'a', false],
    ['a', 'a?', false],
    ['?', '?', true],
    ['*?', '', false],
    ['', '', true],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(patternsIntersect(a, b)).toBe(expected);
    expect(patternsIntersect(b, a)).toBe(expected);
  });

  test('patterns that match one action intersect', () => {
    fc.assert(
      fc.property(patterns, patterns, actions, (a, b, text) => {
        if (matches(a, text) && matches(b, text)) expect(patternsIntersect(a, b)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('without wildcards in one of them, patterns intersect exactly when the other covers it', () => {
    fc.assert(
      fc.property(patterns, actions, (pattern, text) => {
        expect(patternsIntersect(pattern, text)).toBe(matches(pattern, text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('allowedActions', () => {
  test('lists what the Allow statements name, not what others deny or leave over', () => {
    const document = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: '*' },
        { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
        { Effect: 'Allow', NotAction: 'sns:*', Resource: '*' },
        { Effect: 'Allow', Action: 'ec2:DescribeVpcs', Resource: '*' },
      ],
    };

    expect(allowedActions(document)).toEqual(['s3:Get*', 's3:List*', 'ec2:DescribeVpcs']);
  });
});
