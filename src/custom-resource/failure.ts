import { visible } from '../runtime/text';

const STACK_FRAMES = /\n[ \t]*at .*(?::\d+:\d+|<anonymous>|native)\)?(?=\n|$)/g;
const BLANKS_AND_CONTROL_CHARACTERS = /[\s\p{Cc}]+/gu;
const SAID_NOTHING = 'the operation failed without saying why';

/**
 * What a reader of the stack's events is told about `thrown`, whatever it is: one line, never empty, no stack.
 * An error speaks with its message, an `AggregateError` with those of its errors too. Never throws.
 */
export function describeFailure(thrown: unknown): string {
  try {
    return oneLine(messageOf(thrown)) || SAID_NOTHING;
  } catch {
    // A getter that throws, an error that contains itself: even then there has to be a reply.
    return SAID_NOTHING;
  }
}

/** `text` on one line: without stack frames, a space for each run of blanks and control characters, the rest visible. */
export function oneLine(text: string): string {
  return visible(text.replace(STACK_FRAMES, '').replace(BLANKS_AND_CONTROL_CHARACTERS, ' ').trim());
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof AggregateError)
    return [thrown.message, ...thrown.errors.map(messageOf)].filter((text) => text !== '').join('; ');
  if (thrown instanceof Error) return thrown.message || thrown.name;
  if (typeof thrown === 'string') return thrown;
  if (typeof thrown === 'object' && thrown !== null)
    return 'message' in thrown ? String(thrown.message) : JSON.stringify(thrown);
  return `${SAID_NOTHING} (it threw ${String(thrown)})`;
}
