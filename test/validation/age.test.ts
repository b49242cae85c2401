import type { CheckResult } from '../../src/report/report';
import { heedAge, PROPAGATION_MS } from '../../src/validation/age';
import type { Situation } from '../../src/validation/situation';
import { targetOfRecord } from '../../src/validation/target';
import { NOW, recordOf, situation, situationWithRole, worksIn } from '../support/validation/situations';

const result = (id: string, status: CheckResult['status']): CheckResult => ({
  id,
  status,
  summary: 'Something is wrong.',
  evidence: ['seen'],
  remedy: ['aws iam delete-role --role-name x'],
});

const roleMade = (ago: number): Situation => situationWithRole(() => ({ createdAt: NOW - ago }));
const recordWritten = (ago: number): Situation =>
  situation(recordOf(), { target: targetOfRecord(recordOf(), NOW - ago) });

test.each(['fail', 'warn'] as const)(
  'what is wrong with a role of a second is too early to tell: %s',
  (status) => {
    const heeded = heedAge(result('regions', status), roleMade(1_000));

    expect(heeded).toEqual({
      id: 'regions',
      status: 'unknown',
      summary: 'Too early to tell: Something is wrong.',
      evidence: [expect.stringMatching(/^The role was made less than 120 seconds ago/), 'seen'],
      remedy: ['Validate again in a few minutes.'],
      tooEarly: true,
    });
  },
);

test('after IAM’s propagation it is told', () => {
  const wrong = result('regions', 'fail');

  expect(heedAge(wrong, roleMade(PROPAGATION_MS))).toBe(wrong);
  expect(heedAge(wrong, recordWritten(PROPAGATION_MS))).toBe(wrong);
});

test('what passes is not taken back', () => {
  const right = result('regions', 'pass');

  expect(heedAge(right, roleMade(0))).toBe(right);
});

test('what is read of a young role is true, but for one whose record was written just now', () => {
  const wrong = result('external-id', 'fail');

  expect(heedAge(wrong, roleMade(1_000))).toBe(wrong);
  expect(heedAge(wrong, recordWritten(1_000))).toMatchObject({
    status: 'unknown',
    tooEarly: true,
    evidence: [expect.stringMatching(/^The record of the role was written/), 'seen'],
  });
});

test.each([
  ['regions', true],
  ['boundary-allows', true],
  ['permissions-complete', true],
  ['permissions-current', true],
  ['drift-tags', false],
  ['trust-principal', false],
])('%s rests on what other parts of AWS know of a young role: %s', (id, isTooEarly) => {
  expect(heedAge(result(id, 'fail'), roleMade(PROPAGATION_MS - 1)).tooEarly === true).toBe(isTooEarly);
});

test('a refusal that proves nothing may be over in a moment, too; that nobody tried the role may not', () => {
  const unknown = result('regions', 'unknown');

  expect(heedAge(unknown, roleMade(1_000))).toMatchObject({ status: 'unknown', tooEarly: true });
  expect(heedAge(unknown, { ...roleMade(1_000), probeMode: 'own-credentials' })).toBe(unknown);
  const other = result('last-used', 'unknown');
  expect(heedAge(other, roleMade(1_000))).toBe(other);
});

test('a role that our clock has not reached yet is young', () => {
  expect(heedAge(result('regions', 'fail'), roleMade(-2_000)).tooEarly).toBe(true);
});

test('a role that is not there cannot be young, but its record can', () => {
  const observed = {
    ok: true,
    value: { role: null, policies: [], missingPolicyArns: [], quotas: QUOTAS },
  } as const;
  const gone = situation(recordOf(), { observed, regions: [worksIn('us-east-1')] });
  const wrong = result('role-exists', 'fail');

  expect(heedAge(wrong, gone)).toBe(wrong);
  expect(heedAge(wrong, { ...gone, target: targetOfRecord(recordOf(), NOW) }).tooEarly).toBe(true);
});

const QUOTAS = {
  attachedPoliciesPerRole: 10,
  trustPolicyCharacters: 2_048,
  inlinePolicyCharactersPerRole: 10_240,
  versionsPerPolicy: 5,
};
