import { regionLines } from '../../src/report/region-lines';
import type { CheckResult, RegionResult, Report } from '../../src/report/report';
import { reportsText, reportText } from '../../src/report/terminal-text';
import failingReport from '../cases/failing-report.json';
import { BLOCKED, failing, NOT_ENFORCED, PASSING, reportWith } from '../support/reports';

const PLAIN = { inColour: false };
const COMMAND = `aws iam update-assume-role-policy --role-name DatadogIntegrationRole --policy-document '{"a":"${'b'.repeat(150)}"}'`;

const region = (
  name: string,
  status: RegionResult['status'] = 'ok',
  cause: string | null = null,
  latencyMs: number | null = 20,
): RegionResult => ({ region: name, status, cause, message: null, latencyMs });
const NAMES = Array.from({ length: 34 }, (_, index) => `eu-west-${index + 1}`);
const unknown = (id: string, change: Partial<CheckResult> = {}): CheckResult => ({
  id,
  status: 'unknown',
  summary: 'The role could not be read (unspecified_deny).',
  evidence: ['AccessDenied: no'],
  remedy: ['Allow the validator what AWS refused above.'],
  ...change,
});

describe('the report in a terminal', () => {
  test('has what failed first, the passes in one line, and the chief finding and the verdict last', () => {
    const lines = reportText(failing(BLOCKED, NOT_ENFORCED), PLAIN).split('\n');

    const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
    expect(lines[0]).toBe(
      'arn:aws:iam::123456789012:role/DatadogIntegrationRole (datadoghq.com), 2026-06-01 12:00 UTC',
    );
    expect(at('FAIL external-id-enforced: ')).toBe(2);
    expect(at('Passed: 1 check')).toBeGreaterThan(at('FAIL external-id-enforced: '));
    expect(at('FAIL regions: ')).toBeGreaterThan(at('Passed: '));
    expect(lines.slice(-2)).toEqual([
      'FAILING: Datadog is kept out: a service control policy refuses cloudwatch:ListMetrics in eu-west-1.',
      '3 checks: 2 failed, 1 passed. All evidence: --json, or --html FILE.',
    ]);
  });

  test('shows evidence, and what to do: prose with a mark, commands as they are typed', () => {
    const text = reportText(failing(BLOCKED, NOT_ENFORCED), PLAIN);

    expect(text).toContain('\n  · eu-west-1: the answer to the session of the role was: AccessDenied: no\n');
    expect(text).toContain('\n  > Exclude eu-west-1 in Datadog.\n');
    expect(text).toContain('\n    aws iam update-assume-role-policy --role-name DatadogIntegrationRole\n');
  });

  test('says that everything is well in few lines', () => {
    const well = { ...PASSING, id: 'regions', summary: 'The role works in every region.' };

    expect(
      reportText(reportWith({ checks: [PASSING, well] }), PLAIN)
        .split('\n')
        .slice(1),
    ).toEqual([
      '',
      'Passed: 2 checks',
      'Regions: 2 ok (50 ms): eu-west-1, us-east-1',
      '         1 where x: af-south-1',
      '',
      'HEALTHY: The role works in every region.',
      '2 checks: 2 passed.',
    ]);
  });

  test('says once what several checks found alike, and in words', () => {
    const text = reportText(
      reportWith({
        status: 'unknown',
        checks: ['role-exists', 'role-name', 'drift-tags', 'regions'].map((id) => unknown(id)),
      }),
      PLAIN,
    );

    expect(text.match(/The role could not be read/g)).toHaveLength(2);
    expect(text).toContain(
      'UNKNOWN role-exists, role-name and 2 more: The role could not be read (access is denied, and AWS names no policy).',
    );
    expect(text).not.toContain('unspecified_deny');
  });

  test('names findings that only point at another one, and a remedy that is the same as above, without repeating', () => {
    const gone: CheckResult = {
      ...NOT_ENFORCED,
      id: 'role-exists',
      summary: 'There is no role.',
      remedy: ['Make it.'],
    };
    const pointer = unknown('external-id', {
      summary: 'x',
      remedy: ['Carry out the remedy of role-exists.'],
    });
    const alike: CheckResult = { ...gone, id: 'drift-tags', status: 'warn', summary: 'Drift.' };
    const text = reportText(failing(alike, gone, pointer), PLAIN);

    expect(text).toContain('\nFollow from others: external-id\n');
    expect(text.match(/Make it\./g)).toHaveLength(1);
    expect(text).toContain('  > As for role-exists.');
  });

  test('takes the warning, and then the unknown, for the chief finding where nothing failed', () => {
    const warned: CheckResult = {
      ...BLOCKED,
      id: 'drift-tags',
      status: 'warn',
      summary: 'Drift of tags.',
      remedy: ['Tag.'],
    };

    expect(reportText(reportWith({ status: 'degraded', checks: [unknown('a'), warned] }), PLAIN)).toMatch(
      /\nDEGRADED: Drift of tags\.\n.*$/,
    );
    expect(reportText(reportWith({ status: 'unknown', checks: [unknown('a'), PASSING] }), PLAIN)).toMatch(
      /\nUNKNOWN: The role could not be read \(.*\)\.\n.*$/,
    );
  });

  test('has colours only when asked for', () => {
    expect(reportText(failing(BLOCKED), PLAIN)).not.toContain('\x1b[');
    expect(reportText(failing(BLOCKED), { inColour: true })).toContain('\x1b[31mFAIL\x1b[0m regions');
  });

  test.each([60, 80, 100, 120])('keeps prose within %i columns, and breaks no command', (width) => {
    const long = {
      ...BLOCKED,
      evidence: ['word '.repeat(60).trim()],
      remedy: ['step '.repeat(60).trim(), COMMAND],
    };
    const lines = reportText(failing(long), { inColour: false, width }).split('\n');

    expect(lines.filter((line) => line.length > width)).toEqual([`    ${COMMAND}`]);
    expect(lines.filter((line) => /^( {2}>| {3}) (step ?)+$/.test(line)).length).toBeGreaterThan(2);
  });

  test('leaves out of the evidence what does not fit into 40 rows, and nothing of the remedies', () => {
    const evidence = Array.from(
      { length: 12 },
      (_, index) => `line ${index} ${'word '.repeat(80)}no policy allows it`,
    );
    const many = Array.from({ length: 5 }, (_, index) => ({
      ...BLOCKED,
      id: `check-${index}`,
      evidence,
      remedy: [`Step ${index}.`, `Then ${index}.`],
    }));
    const lines = reportText(failing(...many), { inColour: false, width: 100 }).split('\n');

    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => /^ {2}> (Step|Then) \d\.$/.test(line))).toHaveLength(10);
    expect(lines.filter((line) => /^ {2}· line 0 .*… .*no policy allows it$/.test(line))).not.toEqual([]);
  });
});

test('the report of the demo on trouble is seen whole: 40 rows of 100 columns, the main cause last before the verdict', () => {
  // JSON has no literal types.
  const lines = reportText(failingReport.report as Report, { inColour: false, width: 100 }).split('\n');

  const rows = lines.map((line) => Math.max(1, Math.ceil(line.length / 100)));
  expect(rows.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(40);
  expect(lines.findLast((line) => /^(FAIL|WARN|UNKNOWN) /.test(line))).toMatch(/^FAIL external-id: /);
  expect(lines.slice(-2)[0]).toMatch(/^FAILING: The trust policy demands another external id/);
});

describe('regions in a terminal', () => {
  test('are together where they share status and cause, those that work first', () => {
    const lines = regionLines(
      [
        region('a-b-1', 'session-denied', 'scp_explicit_deny', 7),
        region('b-b-1', 'ok', null, 20),
        region('c-b-1', 'session-denied', 'permissions_boundary_implicit_deny', 8),
        region('d-b-1', 'session-denied', 'scp_explicit_deny', 30),
      ],
      PLAIN,
    );
    expect(lines).toEqual([
      '1 ok (20 ms): b-b-1',
      '2 where a service control policy denies it: a-b-1, d-b-1',
      '1 where no permissions boundary allows it: c-b-1',
    ]);
  });

  test('are told in short where there are many', () => {
    expect(
      regionLines(
        NAMES.map((name) => region(name)),
        PLAIN,
      ),
    ).toEqual(['all 34 ok (20 ms)']);
    expect(
      regionLines(
        NAMES.map((name) =>
          name === 'eu-west-3' ? region(name, 'unreachable', 'no_answer', null) : region(name),
        ),
        PLAIN,
      ),
    ).toEqual(['33 ok (20 ms): all but eu-west-3', ' 1 where there was no answer: eu-west-3']);
    expect(regionLines([], PLAIN)).toEqual(['none was tried']);
  });

  test('stand in sentences by the first of them', () => {
    const summary = `Datadog is kept out of ${NAMES.join(', ')}; STS is off in ${NAMES.slice(1, 12).join(', ')}.`;
    const report = reportWith({
      status: 'failing',
      checks: [{ ...BLOCKED, summary }],
      regions: NAMES.map((name) => region(name)),
    });

    expect(reportText(report, PLAIN)).toContain(
      'Datadog is kept out of all 34 regions; STS is off in eu-west-2 and 10 more regions.',
    );
  });
});

test('of several reports the healthy ones are short, and the worst is last', () => {
  const text = reportsText(
    [failing(BLOCKED), reportWith({ roleArn: 'arn:aws:iam::123456789012:role/Other' })],
    PLAIN,
  );

  expect(text).toMatch(/^arn:aws:iam::123456789012:role\/Other .*\nHEALTHY\n1 check: 1 passed\.\n\n\narn/);
  expect(text).toMatch(/\nFAILING: .*\n.*$/);
});
