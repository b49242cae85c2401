import { REGION_NOT_ENABLED, type RegionResult } from '../../report/report';
import { type BlockedRegions, NOTHING_BLOCKED } from '../../state/blocked-regions';

export type ExclusionMode = 'Off' | 'Apply';

/** In so many runs in a row a region has to be blocked for the same cause. */
const RUNS_IN_A_ROW = 3;

/** Where Datadog asks: `undefined` is in all regions. */
export type AskedRegions = readonly string[] | undefined;

export interface ExclusionQuestion {
  readonly mode: ExclusionMode;
  readonly state: BlockedRegions;
  /** What this run has found. */
  readonly regions: readonly RegionResult[];
  /** Of the registration, as Datadog has it now. */
  readonly asked: AskedRegions;
  /** Enabled regions of the account. */
  readonly enabled: readonly string[];
  /** ISO 8601. */
  readonly now: string;
}

export interface ExclusionDecision {
  readonly state: BlockedRegions;
  /** What the registration has to have instead; absent where it is to stay. */
  readonly change?: {
    readonly asked: AskedRegions;
    /** What is to be kept in mind until it is known to have been made: with it, the next run makes it where this one does not. */
    readonly pending: BlockedRegions;
  };
}

/**
 * Which regions are taken out of the registration, and which come back. Taken out is what is blocked for a cause that is certain, for Datadog as
 * for everybody, in three runs in a row; back comes what works. What somebody else has set in Datadog meanwhile is respected, and never is the last
 * region taken out. Pure.
 */
export function decideExclusion(question: ExclusionQuestion): ExclusionDecision {
  const { mode, state, regions, asked, enabled, now } = question;
  const blocked = mode === 'Off' ? {} : countRuns(state, regions);
  const isAsSet = isSameList(asked, state.left) && Object.keys(state.excluded).length > 0;
  const wasAll = asked === undefined || (state.wasAll && isAsSet);
  const collected = asked ?? enabled;

  const works = regions.filter(({ status }) => status === 'ok').map(({ region }) => region);
  const isBack = (region: string) =>
    mode === 'Off' ||
    works.includes(region) ||
    collected.includes(region) ||
    // All regions are those that are enabled; one that a list has named waits until it is.
    (wasAll && !enabled.includes(region));
  const stillOut = entriesWhere(state.excluded, (region) => !isBack(region));
  const due = Object.entries(blocked).filter(
    ([region, { runs }]) => runs >= RUNS_IN_A_ROW && collected.includes(region),
  );
  const returned = Object.keys(state.excluded).filter(isBack);
  const all = wasAll ? enabled : [...new Set([...collected, ...returned])];
  const without = all.filter((region) => !(region in stillOut) && !due.some(([name]) => name === region));
  const out =
    without.length === 0
      ? stillOut
      : {
          ...stillOut,
          ...Object.fromEntries(due.map(([region, { cause }]) => [region, { cause, since: now }])),
        };
  const left = all.filter((region) => !(region in out)).sort();
  const isNoneOut = Object.keys(out).length === 0;
  const next: AskedRegions = wasAll && isNoneOut ? undefined : left;
  const stored = isNoneOut ? { ...NOTHING_BLOCKED, blocked } : { blocked, excluded: out, wasAll, left };
  const isSame = next === undefined ? asked === undefined : isSameList(asked, next);
  if (isSame || left.length === 0) return { state: stored };
  const pending =
    Object.keys(state.excluded).length === 0
      ? stored
      : { ...state, blocked, excluded: { ...out, ...state.excluded } };
  return { state: stored, change: { asked: next, pending } };
}

function countRuns({ blocked }: BlockedRegions, regions: readonly RegionResult[]): BlockedRegions['blocked'] {
  return Object.fromEntries(
    regions.flatMap((result) => {
      const cause = certainCause(result);
      if (cause === undefined) return [];
      const before = blocked[result.region];
      // No more than is needed: what is counted on for ever would be written at each run.
      const runs = before?.cause === cause ? Math.min(RUNS_IN_A_ROW, before.runs + 1) : 1;
      return [[result.region, { cause, runs }]];
    }),
  );
}

/** Why a region is blocked, where that holds for Datadog as for the validator: nothing that is known of the validator's own call alone. */
function certainCause({ status, cause }: RegionResult): string | undefined {
  if (status === 'sts-not-activated') return cause ?? status;
  if (status === 'region-not-enabled') return cause === REGION_NOT_ENABLED ? cause : undefined;
  return status === 'session-denied' && cause?.startsWith('scp_') ? cause : undefined;
}

function isSameList(one: AskedRegions, other: readonly string[]): boolean {
  return one !== undefined && one.length === other.length && one.every((region) => other.includes(region));
}

function entriesWhere<T>(
  record: Readonly<Record<string, T>>,
  isTaken: (key: string) => boolean,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => isTaken(key)));
}
