import fc from 'fast-check';
import type { Report } from '../../src/report/report';
import { hostileText } from './hostile-texts';
import { reportWith } from './reports';

const texts = fc.array(hostileText, { maxLength: 4 });
export const hostileReport: fc.Arbitrary<Report> = fc
  .record({
    accountId: hostileText,
    partition: hostileText,
    roleName: hostileText,
    roleArn: hostileText,
    datadogSite: hostileText,
    status: fc.constantFrom('healthy', 'degraded', 'failing', 'unknown'),
    checks: fc.array(
      fc.record({
        id: hostileText,
        status: fc.constantFrom('pass', 'warn', 'fail', 'unknown'),
        summary: hostileText,
        evidence: texts,
        remedy: texts,
      }),
      { maxLength: 8 },
    ),
    regions: fc.array(
      fc.record({
        region: hostileText,
        status: fc.constantFrom('ok', 'assume-role-denied'),
        cause: hostileText,
        message: hostileText,
        latencyMs: fc.constant(1),
      }),
      { maxLength: 4 },
    ),
    drift: fc.array(
      fc.record({
        path: hostileText,
        kind: fc.constantFrom('missing', 'different'),
        expected: fc.dictionary(hostileText, hostileText, { maxKeys: 2 }),
        actual: hostileText,
      }),
      { maxLength: 2 },
    ),
  } as const)
  .map((change) => reportWith(change as Partial<Report>));

const STATUSES = /^(healthy|degraded|failing|unknown|pass|warn|fail|ok|assume-role-denied)$/;

/** The same report with each of its texts by a word of its own. */
export function harmless(report: Report): Report {
  const words = new Map<string, string>();
  const replaced = JSON.stringify(report, (key, value: unknown) => {
    if (typeof value !== 'string' || key === 'generatedAt' || (key === 'status' && STATUSES.test(value)))
      return value;
    if (value === '') return '';
    if (!words.has(value)) words.set(value, `word${words.size}`);
    return words.get(value);
  });
  return JSON.parse(replaced);
}
