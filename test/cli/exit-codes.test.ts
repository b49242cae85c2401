import { exitCodeOf } from '../../src/cli/exit-codes';
import type { ReportStatus } from '../../src/report/report';
import { reportWith } from '../support/reports';

test.each<[string, number, ReportStatus[]]>([
  ['every integration is healthy', 0, ['healthy', 'healthy']],
  ['one is failing', 1, ['healthy', 'failing']],
  ['one is degraded', 1, ['degraded']],
  ['one could not be told', 2, ['healthy', 'unknown']],
  ['one is failing and another could not be told', 1, ['unknown', 'failing']],
  ['there is none', 2, []],
])('when %s the command ends with %i', (_, code, statuses) => {
  expect(exitCodeOf(statuses.map((status) => reportWith({ status })))).toBe(code);
});
