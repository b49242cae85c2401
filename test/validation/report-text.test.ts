import { reportText } from '../../scripts/report-text';
import { BLOCKED, failing } from '../publish/reports';

describe('the report in a terminal', () => {
  test('shows regions, checks, and what to do about those that do not pass', () => {
    const text = reportText(failing(BLOCKED), false);

    expect(text).toMatch(/^ {2}eu-west-1 +ok +50 ms$/m);
    expect(text).toMatch(/^ {2}af-south-1 +region-not-enabled +x$/m);
    expect(text).toMatch(/^ {2}pass +role-exists +The role exists\.$/m);
    expect(text).toContain('> Exclude eu-west-1 in Datadog.');
    expect(text).toMatch(/^Status: failing$/m);
  });

  test('has colours only when asked for', () => {
    expect(reportText(failing(BLOCKED), false)).not.toContain('\x1b[');
    expect(reportText(failing(BLOCKED), true)).toContain('\x1b[31mfail');
  });
});
