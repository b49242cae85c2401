import type { RegionResult } from '../../src/report/report';
import { checkLines, regionLines, reportText } from '../../src/report/terminal-text';
import { BLOCKED, failing } from '../support/reports';

const PLAIN = { inColour: false };

describe('the report in a terminal', () => {
  test('shows regions, checks, and what to do about those that do not pass', () => {
    const text = reportText(failing(BLOCKED), PLAIN);

    expect(text).toMatch(/^ {2}ok +2 regions, 50 ms\n +eu-west-1, us-east-1$/m);
    expect(text).toMatch(/^ {2}region-not-enabled +1 region, x\n +af-south-1$/m);
    expect(text).toMatch(/^ {2}pass +role-exists +The role exists\.$/m);
    expect(text).toContain('> Exclude eu-west-1 in Datadog.');
    expect(text).toMatch(/^Status: failing$/m);
  });

  test('has colours only when asked for', () => {
    expect(reportText(failing(BLOCKED), PLAIN)).not.toContain('\x1b[');
    expect(reportText(failing(BLOCKED), { inColour: true })).toContain('\x1b[31mfail');
  });

  test('puts regions together that share status and cause, those that work first', () => {
    const region = (
      name: string,
      status: RegionResult['status'],
      cause: string | null,
      latencyMs: number,
    ) => ({
      region: name,
      status,
      cause,
      message: null,
      latencyMs,
    });
    const lines = regionLines(
      [
        region('a', 'session-denied', 'scp_explicit_deny', 7),
        region('b', 'ok', null, 20),
        region('c', 'session-denied', 'permissions_boundary_implicit_deny', 8),
        region('d', 'session-denied', 'scp_explicit_deny', 30),
      ],
      PLAIN,
    );
    expect(lines).toEqual([
      'ok              1 region, 20 ms',
      '                b',
      'session-denied  2 regions, scp_explicit_deny, 7 to 30 ms',
      '                a, d',
      'session-denied  1 region, permissions_boundary_implicit_deny, 8 ms',
      '                c',
    ]);
  });

  test('stays within a width that it is given, below the beginning of each text', () => {
    const check = { ...BLOCKED, evidence: ['word '.repeat(30).trim()], remedy: ['step '.repeat(30).trim()] };
    const lines = checkLines([check], { inColour: false, width: 60 });
    expect(lines.every((line) => line.length <= 60)).toBe(true);
    expect(lines.filter((line) => /^ {11}(word ?)+$/.test(line)).length).toBeGreaterThan(1);
    expect(lines.filter((line) => /^ {9}> (step ?)+$/.test(line))).toHaveLength(1);
  });
});
