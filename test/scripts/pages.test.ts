import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../src/cli/main';
import * as quotas from '../../src/policy/quotas';
import { metricsLine } from '../../src/publish/metrics';
import { fakeTerminal } from '../support/fake-terminal';
import { reportWith } from '../support/reports';

/* What pages say of the code, held against the code. */

const page = (name: string) => readFileSync(`docs/${name}.md`, 'utf8');

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join('src', file), 'utf8').replaceAll('\\`', '`'));

describe('docs/troubleshooting.md', () => {
  const text = page('troubleshooting');
  const tables = [...text.matchAll(/\| the reason has \|.*?\n\|.*?\n(.*?)\n\n/gs)];
  const reasons = tables
    .flatMap(([, table = '']) => table.split('\n'))
    .flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`(.+?)`/g)].map(([, quoted = '']) => quoted));

  test('has reasons to look for', () => {
    expect(reasons.length).toBeGreaterThan(50);
  });

  test.each(reasons)('quotes what the code says: %s', (reason) => {
    const parts = reason.split('…').map((part) => part.trim());
    expect(sources.some((source) => parts.every((part) => source.includes(part)))).toBe(true);
  });

  test('shows what `explain` prints', async () => {
    const [, command = '', output = ''] =
      /explain '(Datadog is not [^']+)'\n```\n\n```\n(.*?)```/s.exec(text) ?? [];
    const terminal = fakeTerminal({ width: 100 });

    await expect(main(['explain', command], terminal)).resolves.toBe(0);

    expect(terminal.output()).toBe(output);
  });
});

test('docs/moving-over.md quotes the refusal of a role that a stack declares', () => {
  const [, quoted = ''] = /```\n(ExistingRole is Adopt .*?)\n```/s.exec(page('moving-over')) ?? [];
  const refusal = quoted.replaceAll('\n', ' ');
  const [source = ''] = sources.filter((one) => one.includes('class RoleOfAnotherStack'));
  const [, template = ''] = /`(ExistingRole is Adopt and the role .*?)`/.exec(source) ?? [];
  const parts = template.split(/\$\{.*?\}/);

  expect(parts.length).toBeGreaterThan(3);
  expect(parts.filter((part) => !refusal.includes(part))).toEqual([]);
});

test('docs/cost.md counts the alarms and the metrics that there are', () => {
  const text = page('cost');
  const [, alarms = ''] = /\| alarms \| 4 \((.*?)\)/.exec(text) ?? [];
  const [, metrics = ''] = /\| custom metrics \| 7 of each role \((.*?)\)/.exec(text) ?? [];
  const ofTemplate = [
    ...readFileSync('template.yaml', 'utf8').matchAll(/^ {2}(\w+):\n {4}Type: AWS::CloudWatch::Alarm$/gm),
  ];
  const { _aws } = JSON.parse(metricsLine(reportWith(), 0));
  const published: readonly { Name: string }[] = _aws.CloudWatchMetrics[0].Metrics;

  expect(namesIn(alarms)).toEqual(ofTemplate.map(([, name = '']) => name).sort());
  expect(namesIn(metrics)).toEqual(published.map(({ Name }) => Name).sort());
});

test.each(Object.entries(quotas))('docs/limits.md has %s', (_, value) => {
  expect(page('limits')).toMatch(new RegExp(`\\b${value.toLocaleString('en-US')}\\b`));
});

function namesIn(text: string): string[] {
  return [...text.matchAll(/`(\w+)`/g)].map(([, name = '']) => name).sort();
}
