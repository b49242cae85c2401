import type { CheckResult, CheckStatus, Report } from './report';

/** Checks that found the very same thing, said once. */
export interface Finding extends CheckResult {
  readonly ids: readonly string[];
}

/** What a report found, in the order in which people are told: what matters most comes last. */
export interface Findings {
  /** Failures, then warnings, then what is unknown; without the chief one and those that follow from others. */
  readonly others: readonly Finding[];
  /** Findings that only point at another one. */
  readonly consequences: readonly CheckResult[];
  /** The finding to begin with; undefined where every check passes. */
  readonly chief: Finding | undefined;
  readonly passed: readonly CheckResult[];
}

const BY_WEIGHT: readonly CheckStatus[] = ['fail', 'warn', 'unknown'];
/** The checks on which all of Datadog's access hangs, in their order; then the one that sums up the regions. */
const GRAVEST = ['role-exists', 'role-name', 'trust-principal', 'external-id', 'trust-no-deny', 'regions'];
const POINTS_AT_ANOTHER = /^Carry out the remed(y|ies) of /;

/** Sorts the checks of a report. Pure. */
export function findingsOf({ checks }: Pick<Report, 'checks'>): Findings {
  const found = checks.filter(({ status }) => status !== 'pass');
  const causes = found.filter((check) => !isConsequence(check));
  const merged = merge(causes.length === 0 ? found : causes);
  const sorted = BY_WEIGHT.flatMap((status) => merged.filter((finding) => finding.status === status));
  const [heaviest] = sorted;
  const grave = sorted.filter(({ status }) => status === heaviest?.status);
  const chief =
    GRAVEST.map((id) => grave.find(({ ids }) => ids.includes(id))).find((finding) => finding !== undefined) ??
    heaviest;
  return {
    others: sorted.filter((finding) => finding !== chief),
    consequences: causes.length === 0 ? [] : found.filter(isConsequence),
    chief,
    passed: checks.filter(({ status }) => status === 'pass'),
  };
}

/** Does the finding only say that others have to be put right first? */
export function isConsequence({ remedy }: CheckResult): boolean {
  return remedy.length > 0 && remedy.every((step) => POINTS_AT_ANOTHER.test(step));
}

function merge(checks: readonly CheckResult[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const check of checks) {
    const { id, ...content } = check;
    const key = JSON.stringify(content);
    const same = merged.get(key);
    merged.set(key, same === undefined ? { ...check, ids: [id] } : { ...same, ids: [...same.ids, id] });
  }
  return [...merged.values()];
}
