import type { Step } from '../../../src/iam/plan';
import { unplannedParts } from '../../../src/iam/role/unplanned';
import { desiredFor } from '../../support/iam/specs';

const CORE = desiredFor({ permissions: 'Core' });
const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const attach: Step = { kind: 'attach-policy', policyArn: AUDIT };

test('what was meant to be the same before needs no step', () => {
  expect(unplannedParts(CORE, CORE, [])).toEqual([]);
});

test.each([
  ['trust policy', { externalId: 'another-0123456789' }],
  ['settings', { description: 'another' }],
  ['settings', { maxSessionDurationSeconds: 7_200 }],
  ['permissions boundary', { permissionsBoundary: 'arn:aws:iam::123456789012:policy/B' }],
  ['tags', { tags: { team: 'a' } }],
  ['inline policy', { regions: ['us-east-1'] }],
  ['managed policies', { permissions: 'Full' }],
  [AUDIT, { resourceCollection: true }],
] as const)('a %s that has changed and that no step is about is told, both ways', (part, change) => {
  const other = desiredFor({ permissions: 'Core', ...change });
  expect(unplannedParts(CORE, other, [])).toContain(part);
  expect(unplannedParts(other, CORE, [])).toContain(part);
});

test('what has been done is not told any more', () => {
  const other = desiredFor({ permissions: 'Core', resourceCollection: true });
  expect(unplannedParts(CORE, other, [attach])).toEqual([]);
  expect(unplannedParts(other, CORE, [attach])).toEqual([AUDIT]);
  expect(unplannedParts(other, CORE, [{ kind: 'detach-policy', policyArn: AUDIT }])).toEqual([]);
  expect(unplannedParts(CORE, other, [{ kind: 'attach-policy', policyArn: 'arn:other' }])).toEqual([AUDIT]);
});

test('tags in another order are the same tags', () => {
  const one = desiredFor({ tags: { a: '1', b: '2' } });
  const other = desiredFor({ tags: { b: '2', a: '1' } });
  expect(unplannedParts(one, other, [])).toEqual([]);
});

test('a role that is made anew has everything', () => {
  const created = { kind: 'create-role' } as Step;
  expect(unplannedParts(CORE, desiredFor({ permissions: 'Full', description: 'd' }), [created])).toEqual([]);
});
