import { FAILING_BUT_WORKING, HEALTHY_BUT_REFUSED } from './judge';
import type { Trial } from './trial';

/** What came out of many situations. */
export interface Tally {
  readonly situations: number;
  readonly healthyButRefused: number;
  readonly failingButWorking: number;
  /** Of the decidable ones, those of which the validator says that it does not know. */
  readonly unknown: number;
  readonly decidable: number;
  /** Status that was said -> how it is -> how often. */
  readonly statuses: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Check -> its status -> how it is -> how often. */
  readonly checks: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
  /** Kind of lie -> how often. */
  readonly lies: Readonly<Record<string, number>>;
  /** The same where nobody in the account could know. */
  readonly unseen: Readonly<Record<string, number>>;
  /** Of the first of each kind of lie, the situations by which they can be tried again. */
  readonly examples: Readonly<Record<string, readonly string[]>>;
}

const EXAMPLES = 5;

export function tallyOf(trials: readonly Trial[]): Tally {
  const kinds = (of: (trial: Trial) => readonly { readonly kind: string }[]) =>
    trials.flatMap((trial) =>
      [...new Set(of(trial).map(({ kind }) => kind))].map((kind) => ({ kind, trial })),
    );
  const lies = kinds(({ lies: told }) => told);
  const decidable = trials.filter((trial) => trial.isDecidable);
  const count = (kind: string) => lies.filter((lie) => lie.kind === kind).length;
  const checks = trials.flatMap(({ said, word }) =>
    (said.report?.checks ?? []).map(({ id, status }) => ({ id, status, word })),
  );
  return {
    situations: trials.length,
    healthyButRefused: count(HEALTHY_BUT_REFUSED),
    failingButWorking: count(FAILING_BUT_WORKING),
    unknown: decidable.filter(({ status }) => status === 'unknown').length,
    decidable: decidable.length,
    statuses: grouped(
      trials,
      ({ status }) => status,
      (of) => counted(of.map(({ word }) => word)),
    ),
    checks: grouped(
      checks,
      ({ id }) => id,
      (ofCheck) =>
        grouped(
          ofCheck,
          ({ status }) => status,
          (of) => counted(of.map(({ word }) => word)),
        ),
    ),
    lies: counted(lies.map(({ kind }) => kind)),
    unseen: counted(kinds(({ unseen }) => unseen).map(({ kind }) => kind)),
    examples: grouped(
      lies,
      ({ kind }) => kind,
      (of) => of.slice(0, EXAMPLES).map(({ trial }) => trial.situation.id),
    ),
  };
}

function grouped<Item, Result>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  resultOf: (items: readonly Item[]) => Result,
): Readonly<Record<string, Result>> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return Object.fromEntries([...groups].map(([key, of]) => [key, resultOf(of)]));
}

function counted(texts: readonly string[]): Readonly<Record<string, number>> {
  return grouped(
    texts,
    (text) => text,
    (of) => of.length,
  );
}

/** Where there is evidence, not knowing has to be rare. */
const UNKNOWN_PERCENT = 15;

/** Is what came out good enough? */
export function holds({ healthyButRefused, failingButWorking, unknown, decidable }: Tally): boolean {
  return (
    healthyButRefused === 0 &&
    failingButWorking === 0 &&
    unknown * 100 < UNKNOWN_PERCENT * Math.max(decidable, 1)
  );
}
