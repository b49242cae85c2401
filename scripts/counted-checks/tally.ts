/** Counts checks, and says of each what became of it. */
export interface Tally {
  check(name: string, held: boolean, found?: string): void;
  /** Prints `N passed, N failed`. @returns whether none failed */
  end(): boolean;
}

export function createTally(write: (text: string) => void): Tally {
  let passed = 0;
  let failed = 0;
  return {
    check: (name, held, found = '') => {
      if (held) {
        passed += 1;
        write(`ok      ${name}\n`);
      } else {
        failed += 1;
        write(`FAILED  ${name}${found === '' ? '' : `\n        found: ${found}`}\n`);
      }
    },
    end: () => {
      write(`${passed} passed, ${failed} failed\n`);
      return failed === 0;
    },
  };
}
