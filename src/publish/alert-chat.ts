import { isCommand } from '../report/short-steps';
import type { AlertContent, AlertFinding } from './alert-content';

/**
 * Of a text that a chat client shows in one piece: a longer one is not shown at all
 * (https://docs.slack.dev/reference/block-kit/blocks/section-block).
 */
const TEXT_CHARACTERS = 3_000;
const FENCE = '```';
const THE_REST = '\n\nThe rest is in the report.';

/**
 * An alert as Amazon Q Developer in chat applications (once AWS Chatbot) takes it for Slack, Microsoft Teams and Chime: anything else
 * on a topic it drops. All that is told of one integration goes into one thread, where the channel allows that.
 *
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 *
 * @param threadId the same for all alerts about one integration
 */
export function alertChatJson(content: AlertContent, threadId: string): string {
  const { subject, headline, facts, findings, more, commands } = content;
  const paragraphs = [
    `*${escaped(headline)}*`,
    facts.map(([name, value]) => `${name}: ${escaped(value)}`).join('\n'),
    ...findings.map(findingText),
    ...(more > 0 ? [`${more} more ${more === 1 ? 'finding is' : 'findings are'} in the report.`] : []),
  ];
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: escaped(subject),
      description: asManyAsFit(paragraphs),
      nextSteps: [
        ...findings.flatMap(({ steps }) => stepTexts(steps)),
        ...stepTexts(commands.map(({ command }) => command)),
      ],
      keywords: ['Datadog'],
    },
    metadata: { threadId, summary: escaped(subject), eventType: 'DatadogIntegrationValidation' },
  });
}

function findingText({ title, evidence, left }: AlertFinding): string {
  return [
    `*${escaped(title)}*`,
    ...evidence.map((line) => `found: ${escaped(line)}`),
    ...(left === '' ? [] : [`${left}.`]),
  ].join('\n');
}

/** A step that the client would not show whole ends the list: none is shown in part, and none before its turn. */
function stepTexts(steps: readonly string[]): readonly string[] {
  const texts = steps.map((step) => (isCommand(step) ? codeOf(step) : escaped(step)));
  const unshown = texts.findIndex((text) => text === undefined || text.length > TEXT_CHARACTERS);
  if (unshown === -1) return texts.flatMap((text) => text ?? []);
  return [
    ...texts.slice(0, unshown).flatMap((text) => text ?? []),
    'What comes next is too long for a chat, and in the report.',
  ];
}

/** Undefined for a command that holds what ends a block of code: it could not be shown as it is. */
function codeOf(command: string): string | undefined {
  return command.includes(FENCE) ? undefined : FENCE + withoutMentions(command) + FENCE;
}

function asManyAsFit(paragraphs: readonly string[]): string {
  let text = '';
  for (const paragraph of paragraphs) {
    const longer = text === '' ? paragraph : `${text}\n\n${paragraph}`;
    if (longer.length > TEXT_CHARACTERS - THE_REST.length) return text + THE_REST;
    text = longer;
  }
  return text;
}

/** Text as text: whatever a name or a description of the account holds, it marks nothing up. */
function escaped(text: string): string {
  return withoutMentions(text).replaceAll('`', 'ˋ');
}

/**
 * What a chat client would read as a mention or a link: names and descriptions of an account are written by anybody, and none
 * of them is to call a channel (https://docs.slack.dev/messaging/formatting-message-text#escaping).
 */
function withoutMentions(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
