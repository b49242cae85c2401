import { isCommand } from '../report/short-steps';
import type { AlertContent, AlertFinding } from './alert-content';

/** Shells read no further, so that an alert can be pasted as a whole: what is left are its commands. */
const PROSE = '# ';
const HOW_TO_READ =
  'Lines with # in front are for you, the others are commands: pasted into a shell, they are carried out.';

/**
 * An alert as a mail. Commands stand on lines of their own, without anything before them, and all else is a comment of the
 * shell (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html, 2.3), whatever is written in it.
 */
export function alertText({ headline, facts, findings, more, commands }: AlertContent): string {
  const hasCommands = commands.length > 0 || findings.some(({ steps }) => steps.some(isCommand));
  return [
    PROSE + headline,
    '',
    ...facts.map(([name, value]) => `${PROSE}${name}: ${value}`),
    ...(hasCommands ? ['', PROSE + HOW_TO_READ] : []),
    ...findings.flatMap(findingLines),
    ...(more > 0
      ? ['', `${PROSE}${more} more ${more === 1 ? 'finding is' : 'findings are'} in the report.`]
      : []),
    ...commands.flatMap(({ purpose, command }) => ['', `${PROSE}${purpose}:`, command]),
  ].join('\n');
}

function findingLines({ title, evidence, steps, left }: AlertFinding): readonly string[] {
  return [
    '',
    PROSE + title,
    ...evidence.map((line) => `${PROSE}  found: ${line}`),
    ...steps.map((step) => (isCommand(step) ? step : `${PROSE}  do: ${step}`)),
    ...(left === '' ? [] : [`${PROSE}  ${left}.`]),
  ];
}
