import type { Stack } from '../support/customer-account';
import { repliesOf } from '../support/replies';
import type { ValidatorRun } from '../support/validator-run';
import { unless, type Violations } from './attack';
import { ATTACKERS_ACCOUNT } from './neighbours';
import type { AttackWorld } from './world';

/** The stack was refused its wish, in a reason that has all these words. */
export function isRefused(stack: Stack, ...words: readonly string[]): Violations {
  const failures = repliesOf(stack).filter(({ status }) => status === 'FAILED');
  const [failure] = failures;
  if (failure === undefined) return [`the stack ${stack.name} got what it asked for (${stack.status})`];
  return words
    .filter((word) => !failures.some(({ reason }) => reason.includes(word)))
    .map((word) => `the reason does not name ${word}: ${failure.reason}`);
}

/** These roles are exactly as they were before the attempt, or as absent. */
export function unchangedRoles(
  { account, before }: Pick<AttackWorld, 'account' | 'before'>,
  ...names: readonly string[]
): Violations {
  const { roles } = account.digest();
  return names
    .filter((name) => JSON.stringify(roles[name]) !== JSON.stringify(before.roles[name]))
    .map((name) => `the role ${name} is another than before`);
}

/** No role but the attacker's own names his account. */
export function trustsNoStranger({ account }: Pick<AttackWorld, 'account'>): Violations {
  return Object.entries(account.digest().roles)
    .filter(([, { trust }]) => trust.includes(ATTACKERS_ACCOUNT))
    .map(([name]) => `the role ${name} trusts the account ${ATTACKERS_ACCOUNT}`);
}

/**
 * Everything that a run of the validator has told anybody, by whom it reaches; but for commands, which may hold what they
 * cannot work without.
 */
export function saidBy({ reports, events, alerts, log }: ValidatorRun): Readonly<Record<string, string>> {
  const text = (value: unknown) =>
    JSON.stringify(value, (_key, inner) =>
      typeof inner === 'string' && inner.startsWith('aws ') ? 'a command' : inner,
    );
  const lines = alerts.flatMap(({ subject, message }) => [subject, ...message.split('\n')]);
  return {
    'the report': text(reports),
    'the event': text(events),
    'the mail': lines.filter((line) => !/^\s*do: aws /.test(line)).join('\n'),
    'the log': text(log),
  };
}

/** Every remedy and line of evidence of all reports. */
export function remediesIn(runs: readonly ValidatorRun[]): readonly string[] {
  return runs.flatMap(({ reports }) =>
    reports.flatMap(({ checks }) => checks.flatMap(({ remedy }) => remedy)),
  );
}

/** What lets a text begin a line of its own, or steer a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** A mail has line breaks of its own, and no other control characters; nobody else's text begins a line. */
export function mailsAreClean({ runs }: Pick<AttackWorld, 'runs'>, forgedLine: RegExp): Violations {
  const mails = runs.flatMap(({ alerts }) => alerts.map(({ message }) => message));
  return [
    ...unless(mails.length > 0, 'nobody was told anything'),
    ...unless(!mails.some((mail) => CONTROL.test(mail)), 'a control character is in a mail'),
    ...unless(
      !mails.some((mail) => mail.split('\n').some((line) => forgedLine.test(line))),
      'somebody else’s text is a line of its own in a mail',
    ),
  ];
}

/** Where a canary was found among texts. */
export function leaks(canary: string, texts: Readonly<Record<string, string>>): Violations {
  return Object.entries(texts)
    .filter(([, text]) => text.includes(canary))
    .map(([where]) => `${where} shows what is confidential`);
}

/** No command of a remedy gives this text to an option by itself: the AWS CLI would take it for an address. */
export function neverInShell({ runs }: Pick<AttackWorld, 'runs'>, text: string): Violations {
  const remedies = remediesIn(runs);
  const commands = remedies.filter((line) => line.includes('aws ') && addressed(line).includes(text));
  return [
    ...unless(remedies.length > 0, 'nothing was found, so no command could be wrong'),
    ...commands.map((command) => `a command hands over an address: ${command}`),
  ];
}

/** The values of a command's options that the AWS CLI would read from somewhere else. */
function addressed(command: string): string {
  return [...command.matchAll(/--[a-z-]+[ =]'?((?:file|fileb|https?):\/\/[^']*)/g)]
    .map(([, address]) => address)
    .join('\n');
}

/** No line of the log is longer than so many bytes. */
export function linesOf(world: Pick<AttackWorld, 'attempts'>, maximum: number): Violations {
  const longest = Math.max(
    0,
    ...world.attempts().flatMap(({ logs }) => logs.map((line) => Buffer.byteLength(line))),
  );
  return unless(longest <= maximum, `a line of the log has ${longest} bytes`);
}
