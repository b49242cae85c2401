import fc from 'fast-check';
import { reportPage } from '../../../src/report/html/report-page';
import type { Report } from '../../../src/report/report';
import { harmless, hostileReport } from '../../support/hostile-reports';
import { BLOCKED, failing, NOT_ENFORCED, reportWith } from '../../support/reports';

const SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
const TAG = /<(?:"[^"]*"|[^">])*>/g;

/** What a browser would take for markup. */
const tagsOf = (page: string) => page.slice(page.indexOf('</style>')).match(TAG) ?? [];
/** Names and classes of the tags, whatever their texts are. */
const shapeOf = (page: string) => tagsOf(page).map((tag) => tag.replace(/ title="[^"]*"/, ' title'));

test('shows findings with evidence and remedy, regions by state, and what passed', () => {
  const page = reportPage([failing(BLOCKED, NOT_ENFORCED)]);

  expect(page).toContain('<title>failing: DatadogIntegrationRole in 123456789012</title>');
  expect(page).toContain('<pre>aws iam update-assume-role-policy --role-name DatadogIntegrationRole</pre>');
  expect(page).toMatch(
    /<span class="state">ok<\/span> \(2\)<\/p>\s*<ul class="regions good"><li title="50 ms">eu-west-1</,
  );
  expect(page).toMatch(/<th>role-exists<\/th><td>The role exists\./);
  expect(page.indexOf('kept out')).toBeLessThan(page.indexOf('without its external id'));
});

test('is whole in itself: nothing is loaded, and nothing runs', () => {
  const page = reportPage([failing(BLOCKED)]);

  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<(script|link|img|iframe|object)\b|\bsrc=|\bhref=|url\(|@import/);
});

test('has drift in it, and several reports', () => {
  const drift = [{ path: 'tags.team', kind: 'different' as const, expected: 'a', actual: { b: null } }];
  const page = reportPage([reportWith({ drift }), reportWith({ roleName: 'Other', regions: [] })]);

  expect(page).toContain('<title>2 Datadog integrations</title>');
  expect(page).toContain(
    '<td>tags.team</td><td><pre>a</pre></td><td><pre>{\n &quot;b&quot;: null\n}</pre></td>',
  );
  expect(page.match(/<article>/g)).toHaveLength(2);
  expect(page).toContain('None was tried.');
});

test('a text of the account never becomes markup', () => {
  const hostile: Report = reportWith({
    status: 'failing',
    accountId: SCRIPT,
    partition: SCRIPT,
    roleName: SCRIPT,
    roleArn: SCRIPT,
    datadogSite: SCRIPT,
    generatedAt: SCRIPT,
    checks: [
      { id: SCRIPT, status: 'fail', summary: SCRIPT, evidence: [SCRIPT], remedy: [SCRIPT] },
      { id: SCRIPT, status: 'pass', summary: SCRIPT, evidence: [SCRIPT], remedy: [] },
    ],
    regions: [{ region: SCRIPT, status: 'assume-role-denied', cause: SCRIPT, message: SCRIPT, latencyMs: 1 }],
    drift: [{ path: SCRIPT, kind: 'different', expected: SCRIPT, actual: { [SCRIPT]: SCRIPT } }],
  });
  const page = reportPage([hostile]);

  expect(page).not.toMatch(/<script|<img/);
  expect(shapeOf(page)).toEqual(shapeOf(reportPage([harmless(hostile)])));
});

test('has the same tags whatever its texts are', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      expect(shapeOf(reportPage([report]))).toEqual(shapeOf(reportPage([harmless(report)])));
    }),
    { numRuns: 40 },
  );
});
