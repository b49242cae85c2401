import type { CheckResult, ReportStatus } from './report';

/** Does the result of a check decide whether an integration may be called healthy? */
export interface WeighedResult extends CheckResult {
  readonly essential: boolean;
}

export function overallStatus(results: readonly WeighedResult[]): ReportStatus {
  if (results.some(({ status }) => status === 'fail')) return 'failing';
  if (results.some(({ status }) => status === 'warn')) return 'degraded';
  return results.some(({ status, essential }) => essential && status === 'unknown') ? 'unknown' : 'healthy';
}
