import type { CheckStatus, ReportStatus } from '../../src/report/report';
import { overallStatus } from '../../src/report/status';
import { PASSING } from '../support/reports';

test.each<[ReportStatus, string, [CheckStatus, boolean][]]>([
  [
    'healthy',
    'everything passes',
    [
      ['pass', true],
      ['pass', false],
    ],
  ],
  ['healthy', 'only what is not essential is unknown', [['unknown', false]]],
  [
    'unknown',
    'something essential is unknown',
    [
      ['pass', true],
      ['unknown', true],
    ],
  ],
  [
    'degraded',
    'something warns, whatever is unknown',
    [
      ['unknown', true],
      ['warn', false],
    ],
  ],
  [
    'failing',
    'something fails, essential or not',
    [
      ['fail', false],
      ['warn', true],
      ['unknown', true],
    ],
  ],
])('an integration is %s when %s', (status, _, results) => {
  const weighed = results.map(([result, essential]) => ({ ...PASSING, status: result, essential }));

  expect(overallStatus(weighed)).toBe(status);
});
