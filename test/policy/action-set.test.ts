import fc from 'fast-check';
import { actionSet, isPattern } from '../../src/policy/action-set';
import { coversAction, patternsIntersect } from '../../src/policy/coverage';

const actions = fc
  .array(fc.constantFrom('s', 'S', 'g', '*', '?'), { minLength: 1, maxLength: 4 })
  .map((parts) => `s3:${parts.join('')}`);

test('a pattern stands for more than one action, a name does not', () => {
  expect(['s3:Get*', 's3:Ge?', '*'].map(isPattern)).toEqual([true, true, true]);
  expect(isPattern('s3:GetObject')).toBe(false);
});

test('names are found in any letter case, and patterns by what they cover', () => {
  const { covers, intersects } = actionSet(['s3:GetObject', 'ec2:Describe*']);
  expect(covers('S3:getobject')).toBe(true);
  expect(covers('ec2:DescribeInstances')).toBe(true);
  expect(covers('ec2:Describe?')).toBe(true);
  expect(covers('s3:*')).toBe(false);
  expect(intersects('s3:*')).toBe(true);
  expect(intersects('s3:Put*')).toBe(false);
  expect(intersects('ec2:DescribeInstances')).toBe(true);
});

test('an empty set covers nothing', () => {
  const { covers, intersects, patterns } = actionSet([]);
  expect([covers('s3:GetObject'), intersects('*'), patterns]).toEqual([false, false, []]);
});

test('the set answers as its patterns do one by one', () => {
  fc.assert(
    fc.property(fc.array(actions, { maxLength: 4 }), actions, (patterns, action) => {
      const set = actionSet(patterns);
      expect(set.covers(action)).toBe(patterns.some((pattern) => coversAction(pattern, action)));
      expect(set.intersects(action)).toBe(patterns.some((pattern) => patternsIntersect(pattern, action)));
      expect(set.patterns).toEqual(patterns);
    }),
  );
});
