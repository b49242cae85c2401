import type { Report } from '../report/report';

export const EXIT_HEALTHY = 0;
export const EXIT_NOT_HEALTHY = 1;
export const EXIT_CANNOT_TELL = 2;

/** What a command ends with: 0 only where every integration is known to be healthy. */
export function exitCodeOf(reports: readonly Pick<Report, 'status'>[]): number {
  if (reports.some(({ status }) => status === 'failing' || status === 'degraded')) return EXIT_NOT_HEALTHY;
  const isSure = reports.length > 0 && reports.every(({ status }) => status === 'healthy');
  return isSure ? EXIT_HEALTHY : EXIT_CANNOT_TELL;
}
