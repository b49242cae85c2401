import fc from 'fast-check';
import { alertChatJson } from '../../src/publish/alert-chat';
import { alertContent } from '../../src/publish/alert-content';
import type { Report } from '../../src/report/report';
import { hostileReport } from '../support/hostile-reports';
import { BLOCKED, failing, NOT_ENFORCED } from '../support/reports';

const TEXT_CHARACTERS = 3_000;

const place = { region: 'us-east-1', functionName: 'datadog-Validator-1' };
const chatOf = (report: Report) =>
  JSON.parse(alertChatJson(alertContent({ report, since: 'then', before: null, place }), report.roleArn));

/** https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html */
describe('an alert for chat clients', () => {
  test('is a custom notification, of one thread for each integration', () => {
    const report = failing(NOT_ENFORCED, BLOCKED);

    const { version, source, content, metadata } = chatOf(report);

    expect({ version, source, metadata }).toEqual({
      version: '1.0',
      source: 'custom',
      metadata: {
        threadId: report.roleArn,
        summary: 'Datadog integration failing: DatadogIntegrationRole in 123456789012',
        eventType: 'DatadogIntegrationValidation',
      },
    });
    expect(content).toMatchObject({
      textType: 'client-markdown',
      title: 'Datadog integration failing: DatadogIntegrationRole in 123456789012',
      keywords: ['Datadog'],
    });
    expect(content.description).toContain(
      '*The role can be assumed without its external id. 1 more check fails.*',
    );
    expect(content.description).toContain('Since: then');
    expect(content.nextSteps).toEqual([
      '```aws iam update-assume-role-policy --role-name DatadogIntegrationRole```',
      'Exclude eu-west-1 in Datadog.',
      expect.stringContaining('```aws cloudtrail lookup-events'),
      expect.stringContaining('```aws lambda invoke --function-name datadog-Validator-1'),
    ]);
  });

  test('shows no step in part, and none before its turn', () => {
    const long = `aws iam put-role-policy '${'x'.repeat(3_500)}'`;

    const { content } = chatOf(failing({ ...BLOCKED, remedy: ['first', long, 'last'] }));

    expect(content.nextSteps.slice(0, 2)).toEqual([
      'first',
      'What comes next is too long for a chat, and in the report.',
    ]);
    expect(content.nextSteps).not.toContain('last');
  });

  test('shows no command whose own text would end its block', () => {
    const { content } = chatOf(failing({ ...BLOCKED, remedy: ["aws iam x '```'"] }));

    expect(content.nextSteps[0]).toBe('What comes next is too long for a chat, and in the report.');
  });

  test('calls no channel, links nowhere, and is never too long, whatever the texts of its report are', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const { content } = chatOf({ ...report, status: 'failing' });
        const texts: string[] = [content.title, content.description, ...content.nextSteps];

        expect(texts.filter((text) => /[<>]/.test(text) || text.length > TEXT_CHARACTERS)).toEqual([]);
      }),
    );
    expect(chatOf(failing({ ...BLOCKED, summary: '<!channel> `x' })).content.description).toContain(
      '*FAIL regions: &lt;!channel&gt; ˋx*',
    );
  });

  test('says that there is more where a chat has no room for all findings', () => {
    const findings = Array.from({ length: 5 }, (_, index) => ({
      ...BLOCKED,
      id: `check-${index}`,
      evidence: ['y'.repeat(240), 'z'.repeat(240)],
      summary: 'x'.repeat(220),
    }));

    const { description } = chatOf(failing(...findings)).content;

    expect(description.length).toBeLessThanOrEqual(TEXT_CHARACTERS);
    expect(description).toMatch(/The rest is in the report\.$/);
  });
});
