import { UserError } from '../runtime/user-error';
import type { Call } from './calls';

/** Somebody newer is at work on the same thing: nothing more may be written. */
export class Overtaken extends UserError {}

/** Whether it is still this invocation that may write. */
export interface Turn {
  /** Asks anew; the answer is awaited by `confirmed`. */
  ask(): void;
  /** Resolves when what was asked last has been answered, and this invocation may write. @throws Overtaken and others */
  confirmed(): Promise<void>;
}

/**
 * For calls that write: before each further try asks anew, for much may have happened while it waited. Before the first one
 * it is for the caller to have the turn confirmed, once for all that is written together.
 */
export function inTurn(call: Call, turn: Turn): Call {
  return (request, ...also) => {
    let tries = 0;
    return call(
      async (options) => {
        if (tries++ > 0) {
          turn.ask();
          await turn.confirmed();
        }
        return request(options);
      },
      ...also,
    );
  };
}
