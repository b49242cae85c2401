import type { DriftItem, Verdict } from '../../report/report';
import { cut } from '../../runtime/text';
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
      ({ path, expected, actual }) => `${path}: expected ${valueText(expected)}, found ${valueText(actual)}`,
    ),
    remedy,
  };
}

function valueText(value: unknown): string {
  if (value === null) return 'nothing';
  return cut(typeof value === 'string' ? value : JSON.stringify(value), SHOWN_CHARACTERS);
}
