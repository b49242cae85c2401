import type { DriftItem, Verdict } from '../../report/report';
import { cut } from '../../runtime/text';
import { isTheResources } from '../ownership';
import type { RoleSituation, Situation } from '../situation';
import { aboutRole, type Check, pass } from './check';

/** What a check on drift has found. */
export interface DriftFinding {
  /** What is compared, such as `trust policy`. */
  readonly subject: string;
  readonly items: readonly DriftItem[];
  /** How bad the drift is, if there is any. */
  readonly status: 'warn' | 'fail' | 'unknown';
  readonly remedy: readonly string[];
  /** What belongs to it and is no drift. */
  readonly notes?: readonly string[];
}

/** Long enough for a tag or an ARN, too short for a policy: those are in the report's drift. */
const SHOWN_CHARACTERS = 300;

/** Leaves drift as unknown where there is no role, or it is not the one that the stack's properties are about. */
export function aboutDrift(
  compare: (present: RoleSituation, situation: Situation) => DriftFinding,
): Check['evaluate'] {
  return aboutRole((present, situation) =>
    isTheResources(present.ownership)
      ? driftVerdict(compare(present, situation))
      : {
          status: 'unknown',
          summary: 'Not compared: the role of this name is not the one that the stack has made.',
          evidence: [],
          remedy: ['Carry out the remedy of role-ownership.'],
        },
  );
}

function driftVerdict({ subject, items, status, remedy, notes = [] }: DriftFinding): Verdict {
  if (items.length === 0) return pass(`Drift of the ${subject}: none.`, notes);
  return {
    status,
    summary: `Drift of the ${subject}: ${items.map(({ path, kind }) => `${path} is ${kind}`).join(', ')}.`,
    evidence: [
      ...items.map(
        ({ path, expected, actual }) =>
          `${path}: expected ${valueText(expected)}, found ${valueText(actual)}`,
      ),
      ...notes,
    ],
    remedy,
  };
}

function valueText(value: unknown): string {
  if (value === null) return 'nothing';
  return cut(typeof value === 'string' ? value : JSON.stringify(value), SHOWN_CHARACTERS);
}
