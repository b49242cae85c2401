import type { CheckStatus, RegionStatus, ReportStatus } from './report';

/** How a status is shown, whatever it is a status of; `open` is what nobody knows. */
export type Tone = 'good' | 'warn' | 'bad' | 'open';

export const TONE_OF_REPORT: Readonly<Record<ReportStatus, Tone>> = {
  healthy: 'good',
  degraded: 'warn',
  failing: 'bad',
  unknown: 'open',
};

export const TONE_OF_CHECK: Readonly<Record<CheckStatus, Tone>> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  unknown: 'open',
};

export const TONE_OF_REGION: Readonly<Record<RegionStatus, Tone>> = {
  ok: 'good',
  'assume-role-denied': 'bad',
  'session-denied': 'bad',
  'sts-not-activated': 'bad',
  'region-not-enabled': 'open',
  throttled: 'open',
  unreachable: 'open',
  'not-tried': 'open',
};
