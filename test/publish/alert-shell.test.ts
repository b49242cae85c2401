import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { alertContent } from '../../src/publish/alert-content';
import { alertText } from '../../src/publish/alert-text';
import { isCommand } from '../../src/report/short-steps';
import { HOSTILE_TEXTS } from '../support/hostile-texts';
import { BLOCKED, failing } from '../support/reports';
import { pasteInto } from '../support/shell-paste';

/** Shells that this machine has, by their paths: every one has `sh`. */
const SHELLS = ['sh', 'dash', 'bash', 'ksh', 'mksh'].flatMap((shell) => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, shell)).find((path) => existsSync(path)) ?? [];
});
const PLACE = { region: 'us-east-1', functionName: 'datadog-Validator-1' };

const HOSTILE = [
  ...HOSTILE_TEXTS,
  'ends in a backslash \\',
  "don't",
  '$(aws x)',
  '`aws x`',
  '; aws x',
  '# aws x',
  '\n aws x',
];
const COMMAND = `aws iam update-role --cli-input-json '{"RoleName":"R","Description":"it\\u0027s $HOME; \`x\` # !"}'`;

describe.each(SHELLS)('an alert that is pasted into %s', (shell) => {
  test('carries out its commands and nothing else, whatever stands beside them', () => {
    const finding = {
      ...BLOCKED,
      summary: HOSTILE.join(' '),
      evidence: [HOSTILE.join(' ').slice(0, 200), HOSTILE.slice(-7).join(' ')],
      remedy: [...HOSTILE.slice(-5).map((text) => `First: ${text}`), COMMAND],
    };
    const report = { ...failing(finding), roleArn: HOSTILE.join('/'), datadogSite: HOSTILE.join('.') };
    const text = alertText(alertContent({ report, since: '', before: null, place: PLACE }));

    const { said, calls } = pasteInto(shell, text);

    expect(said).toBe('');
    expect(calls.map((words) => words.slice(0, 2).join(' '))).toEqual([
      'iam update-role',
      'cloudtrail lookup-events',
      'lambda invoke',
    ]);
    const [json = ''] = (calls[0] ?? []).filter((word) => word.startsWith('{'));
    expect(JSON.parse(json)).toEqual({ RoleName: 'R', Description: "it's $HOME; `x` # !" });
    expect(calls[1]).toEqual(
      expect.arrayContaining([
        '[{"AttributeKey":"ResourceName","AttributeValue":"DatadogIntegrationRole"}]',
        "Events[?ReadOnly=='false'].[EventTime,Username,EventName]",
      ]),
    );
    expect(text.split('\n').filter(isCommand)).toHaveLength(3);
  });
});
