import type { RegionResult } from '../../../src/report/report';
import { readingOf } from '../../../src/validation/diagnosis/reading';
import { worksIn } from '../../support/validation/situations';

const reading = (status: RegionResult['status'], cause: string | null) =>
  readingOf({ ...worksIn('eu-west-1'), status, cause });

test.each<[RegionResult['status'], string | null, string, 'yes' | 'no']>([
  ['ok', null, 'session of the role', 'yes'],
  ['session-denied', 'scp_explicit_deny', 'session of the role', 'no'],
  ['session-denied', null, 'session of the role', 'no'],
  ['session-denied', 'vpce_explicit_deny', 'own credentials', 'no'],
  ['session-denied', 'session_policy_implicit_deny', 'own credentials', 'no'],
  ['assume-role-denied', 'scp_explicit_deny', 'AssumeRole of the validator', 'no'],
  ['sts-not-activated', 'sts_region_not_activated', 'settings of the account', 'no'],
  ['region-not-enabled', 'region_not_enabled', 'settings of the account', 'no'],
  ['region-not-enabled', 'invalid_token_or_region_not_enabled', 'own credentials', 'no'],
  ['not-tried', 'role_not_assumed', 'own credentials', 'yes'],
])('%s (%s) is an answer to %s: %s', (status, cause, source, answer) => {
  expect(reading(status, cause)).toEqual({ source, answer });
});

test.each<[RegionResult['status'], string]>([
  ['not-tried', 'not_tried_in_time'],
  ['throttled', 'throttled'],
  ['unreachable', 'no_answer'],
])('%s (%s) is no answer', (status, cause) => {
  expect(reading(status, cause)).toBeNull();
});
