import fc from 'fast-check';
import { eventOf } from '../../src/report/event';
import { reportText } from '../../src/report/terminal-text';
import { harmless, hostileReport } from '../support/hostile-reports';
import { UNSEEN } from '../support/hostile-texts';

/*
 * Whatever texts of an account are in a report, no line of a terminal and no value of an event is another one by them.
 * For the alert see test/publish/alert-lines.test.ts, for the log test/runtime/log.test.ts.
 */

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

test.each([false, true])(
  'a report has the same lines in a terminal, whatever its texts are (colours: %s)',
  (inColour) => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const lines = reportText(report, { inColour }).replaceAll(COLOURS, '').split('\n');

        expect(lines.filter((line) => UNSEEN.test(line))).toEqual([]);
        expect(lines).toHaveLength(reportText(harmless(report), { inColour }).split('\n').length);
      }),
    );
  },
);

test('no value of an event holds what cannot be seen, for rules of others put them into lines', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const { Detail, Resources } = eventOf(report);
      const unseen: string[] = [];
      JSON.parse(Detail, (key, value: unknown) => {
        unseen.push(...[key, String(value)].filter((text) => UNSEEN.test(text)));
        return value;
      });

      expect([...unseen, ...Resources.filter((arn) => UNSEEN.test(arn))]).toEqual([]);
    }),
  );
});
