import type { DriftItem, Verdict } from '../../report/report';
import { pass } from './check';

/** What a check on drift has found. */
export interface DriftFinding {
  /** What is compared, such as `trust policy`. */
  readonly subject: string;
  readonly items: readonly DriftItem[];
  /** How bad the drift is, if there is any. */
  readonly status: 'warn' | 'fail';
  readonly remedy: readonly string[];
}

/** Long enough for a tag or an ARN, too short for a policy: those are in the report's drift. */
const SHOWN_CHARACTERS = 300;

export function driftVerdict({ subject, items, status, remedy }: DriftFinding): Verdict {
  if (items.length === 0) return pass(`Drift of the ${subject}: none.`);
  return {
    status,
    summary: `Drift of the ${subject}: ${items.map(({ path, kind }) => `${path} is ${kind}`).join(', ')}.`,
    evidence: items.map(
      ({ path, expected, actual }) => `${path}: expected ${shown(expected)}, found ${shown(actual)}`,
    ),
    remedy,
  };
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
