import { findingsOf } from '../../src/report/findings';
import type { CheckResult, CheckStatus } from '../../src/report/report';

const check = (
  id: string,
  status: CheckStatus,
  remedy: readonly string[] = [`Repair ${id}.`],
): CheckResult => ({
  id,
  status,
  summary: `About ${id}.`,
  evidence: [],
  remedy,
});
const ids = (checks: readonly CheckResult[]) => checks.map(({ id }) => id);

test('failures come before warnings, and those before what is unknown', () => {
  const { others, chief, passed } = findingsOf({
    checks: [
      check('a', 'unknown'),
      check('b', 'pass'),
      check('c', 'warn'),
      check('d', 'fail'),
      check('e', 'fail'),
    ],
  });

  expect(chief?.id).toBe('d');
  expect(ids(others)).toEqual(['e', 'c', 'a']);
  expect(ids(passed)).toEqual(['b']);
});

test.each([
  ['what keeps Datadog out everywhere', ['drift-tags', 'regions', 'external-id'], 'external-id'],
  ['the conclusion from all regions', ['drift-tags', 'external-id-enforced', 'regions'], 'regions'],
  ['the first', ['drift-tags', 'drift-attachments'], 'drift-tags'],
])('the chief one is %s', (_, failed, chief) => {
  expect(findingsOf({ checks: failed.map((id) => check(id, 'fail')) }).chief?.id).toBe(chief);
});

test('what is graver is the chief one, whatever it is about', () => {
  expect(findingsOf({ checks: [check('a', 'fail'), check('regions', 'unknown')] }).chief?.id).toBe('a');
});

test('a finding that only points at another one is its consequence', () => {
  const { chief, consequences } = findingsOf({
    checks: [
      check('role-exists', 'fail'),
      check('regions', 'fail', ['Carry out the remedy of role-exists.']),
      check('external-id', 'unknown', ['Carry out the remedies of trust-principal and role-name.']),
    ],
  });

  expect(chief?.id).toBe('role-exists');
  expect(ids(consequences)).toEqual(['regions', 'external-id']);
});

test('where all point at others, none of them is hidden', () => {
  const { chief, consequences } = findingsOf({
    checks: [check('regions', 'fail', ['Carry out the remedy of x.'])],
  });

  expect(chief?.id).toBe('regions');
  expect(consequences).toEqual([]);
});

test('the same answer of several checks is one finding', () => {
  const alike = { ...check('a', 'unknown'), summary: 'No.', remedy: ['Do.'] };
  const { chief, others } = findingsOf({ checks: [alike, { ...alike, id: 'b' }] });

  expect(chief?.ids).toEqual(['a', 'b']);
  expect(others).toEqual([]);
});

test('a report in which every check passes has no finding', () => {
  expect(findingsOf({ checks: [check('a', 'pass')] })).toEqual({
    others: [],
    consequences: [],
    chief: undefined,
    passed: [check('a', 'pass')],
  });
});
