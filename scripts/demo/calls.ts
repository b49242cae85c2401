import type { JournalEntry } from '../../test/sandbox';

/** The parameter that says what an IAM or SSM operation works on, the telling one first. */
const TARGETS = ['PolicyName', 'PolicyArn', 'Name', 'Names', 'RoleName'];

/** A call in one line: the operation and what it works on. */
export function describeCall({ operation, parameters, result }: JournalEntry): string {
  const target = TARGETS.map((name) => parameters[name]).find((value) => value !== undefined);
  const failure = result === 'ok' ? '' : ` -> ${result}`;
  return `${operation.padEnd(22)} ${shown(target)}${failure}`;
}

/** Of an ARN only the name: the operation says what it is of. */
function shown(target: unknown): string {
  if (Array.isArray(target)) return target.map(shown).join(', ');
  const text = String(target ?? '');
  return text.startsWith('arn:') ? text.slice(text.lastIndexOf('/') + 1) : text;
}

/** Calls of these in words, such as `14 calls, 9 of them writes`. */
export function countCalls(calls: readonly JournalEntry[]): string {
  const writes = calls.filter(({ write }) => write).length;
  return `${calls.length} AWS calls, ${writes} of them writes`;
}
