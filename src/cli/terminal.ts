import { createInterface } from 'node:readline/promises';
import { text as readAll } from 'node:stream/consumers';

/** Where a command is run: what it reads, where it writes, and what is known of the reader. */
export interface Terminal {
  readonly environment: NodeJS.ProcessEnv;
  /** Results: standard output. */
  write(text: string): void;
  /** What is said besides: standard error. */
  tell(text: string): void;
  /** Columns for prose. */
  readonly width: number;
  readonly inColour: boolean;
  /** Whether a person watches what is said besides, and can answer. */
  readonly isWatched: boolean;
  /** Asks a person. Only where `isWatched`. */
  ask(question: string): Promise<string>;
  /** Standard input to its end; undefined where a person would have to type it. */
  readInput(): Promise<string> | undefined;
}

/** Where output is no terminal and COLUMNS does not say. */
const DEFAULT_WIDTH = 100;
const LEAST_WIDTH = 40;
/** Longer lines of prose are hard to read. */
const MOST_WIDTH = 120;

export function terminalOf({ env, stdin, stdout, stderr }: NodeJS.Process): Terminal {
  // `| head` takes what it wants and goes.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    environment: env,
    write: (text) => stdout.write(`${text}\n`),
    tell: (text) => stderr.write(text),
    width: widthOf(stdout.isTTY ? stdout.columns : Number(env['COLUMNS'])),
    inColour: isInColour(env, stdout.isTTY),
    isWatched: stdin.isTTY === true && stderr.isTTY === true,
    ask: async (question) => {
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
    readInput: () => (stdin.isTTY ? undefined : readAll(stdin)),
  };
}

export function widthOf(columns: number | undefined): number {
  if (columns === undefined || !(columns > 0)) return DEFAULT_WIDTH;
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, columns));
}

/**
 * FORCE_COLOR goes before NO_COLOR, as in Node itself; empty ones count as not set.
 * https://nodejs.org/api/cli.html#force_color1-2-3 and https://no-color.org/
 */
export function isInColour(environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const forced = environment['FORCE_COLOR'] ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  if ((environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb') return false;
  return isTerminal === true;
}
