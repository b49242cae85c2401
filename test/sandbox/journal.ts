import type { ParameterValue } from './parameters';

/** One call that reached the sandbox. */
export interface JournalEntry {
  readonly sequence: number;
  /** Milliseconds since the epoch, with fractions: when the whole request was there. */
  readonly startedAt: number;
  /** When the answer was ready, or the connection dropped; Infinity while there is none. */
  readonly endedAt: number;
  /** As in IAM actions, or `datadog`. */
  readonly service: string;
  readonly operation: string;
  /** Of a call of Datadog's, the site. */
  readonly region: string;
  /** The caller's account. Datadog's callers have none: who they are, their keys say, which are not written down. */
  readonly account: string;
  /** The caller as denials name him; empty for credentials that are not valid. */
  readonly principalArn: string;
  readonly parameters: { readonly [name: string]: ParameterValue };
  readonly write: boolean;
  /**
   * `ok`, AWS's error code, the status of Datadog's error, `NoAnswer`, `ConnectionDropped` when that happened before the work,
   * or `LoginPage` when a proxy answered.
   */
  readonly result: string;
}

/** What is known of a call when it begins. */
export type CallFacts = Omit<JournalEntry, 'sequence' | 'startedAt' | 'endedAt' | 'result'>;

export interface Journal {
  /** All calls in the order of their arrival. */
  calls(): readonly JournalEntry[];
  clear(): void;
}

/** A journal that the sandbox writes. */
export class WritableJournal implements Journal {
  readonly #now: () => number;
  #entries: JournalEntry[] = [];
  #sequence = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  calls(): readonly JournalEntry[] {
    return [...this.#entries];
  }

  clear(): void {
    this.#entries = [];
  }

  /** Writes the beginning of a call. The function returned writes its end. */
  begin(facts: CallFacts): (result: string) => void {
    this.#sequence += 1;
    let entry: JournalEntry = {
      ...facts,
      sequence: this.#sequence,
      startedAt: this.#now(),
      endedAt: Number.POSITIVE_INFINITY,
      result: 'NoAnswer',
    };
    this.#entries.push(entry);
    return (result) => {
      const index = this.#entries.indexOf(entry);
      entry = { ...entry, endedAt: this.#now(), result };
      if (index !== -1) this.#entries[index] = entry;
    };
  }
}

/** The length of the longest chain of calls in which each began only after the one before had ended. */
export function sequentialDepth(calls: readonly Pick<JournalEntry, 'startedAt' | 'endedAt'>[]): number {
  const byEnd = [...calls].sort((one, other) => one.endedAt - other.endedAt);
  let depth = 0;
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (const { startedAt, endedAt } of byEnd) {
    if (startedAt < lastEnd) continue;
    depth += 1;
    lastEnd = endedAt;
  }
  return depth;
}
