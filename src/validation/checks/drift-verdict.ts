import { ADOPTED_TAG } from '../../iam/ownership';
import type { DriftItem, Verdict } from '../../report/report';
import { cut } from '../../runtime/text';
import { DRIFT_PATHS } from '../drift';
import { isTheResources } from '../ownership';
import type { RoleSituation, Situation } from '../situation';
import { aboutRole, type Check, pass } from './check';
import { UPDATE_THE_STACK, updateByRevision } from './update-the-stack';

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
      ? driftVerdict(withUpdate(compare(present, situation), situation))
      : {
          status: 'unknown',
          summary: 'Not compared: the role of this name is not the one that the stack has made.',
          evidence: [],
          remedy: ['Carry out the remedy of role-ownership.'],
        },
  );
}

/**
 * Says once in a report, where the first drift is told, that one update of the stack repairs all of it. What others have added,
 * a boundary of theirs included, is not the stack's to remove; and an update that would be refused repairs nothing.
 */
function withUpdate(finding: DriftFinding, { plan, drift, target }: Situation): DriftFinding {
  if (plan === null || plan.unmet.length > 0) return finding;
  // An update marks an adopted role again, and cannot confirm how it was before.
  if (drift.some(({ path }) => path === `${DRIFT_PATHS.tags}${ADOPTED_TAG}`)) return finding;
  const first = drift.find(
    ({ path, kind }) =>
      kind !== 'unexpected' && !(path === DRIFT_PATHS.permissionsBoundary && plan.boundaryOfOthers !== null),
  );
  const isSaid = finding.remedy.some((step) => step.startsWith(UPDATE_THE_STACK));
  if (first === undefined || isSaid || !finding.items.includes(first)) return finding;
  const update = [
    `Or all that has drifted at once, but for what others have added: ${lowerFirst(UPDATE_THE_STACK)}.`,
    ...updateByRevision(target),
  ];
  return { ...finding, remedy: [...finding.remedy, ...update] };
}

function lowerFirst(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
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
