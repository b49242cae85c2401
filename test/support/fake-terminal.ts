import type { Terminal } from '../../src/cli/terminal';

/** A terminal that keeps what is written to it. */
export interface FakeTerminal extends Terminal {
  readonly output: () => string;
  readonly errors: () => string;
}

export function fakeTerminal(
  change: Partial<
    Pick<Terminal, 'environment' | 'width' | 'inColour' | 'isWatched' | 'ask' | 'readInput'>
  > = {},
): FakeTerminal {
  let output = '';
  let errors = '';
  return {
    environment: {},
    width: 100,
    inColour: false,
    isWatched: false,
    ask: async () => '',
    readInput: () => undefined,
    ...change,
    write: (text) => {
      output += `${text}\n`;
    },
    tell: (text) => {
      errors += text;
    },
    output: () => output,
    errors: () => errors,
  };
}
