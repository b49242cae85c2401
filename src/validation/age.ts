import type { CheckResult } from '../report/report';
import type { Situation } from './situation';

/**
 * So long what was made or changed in IAM may not be seen everywhere, and refusals may be over in a moment. AWS names no
 * figure (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency);
 * this is what Terraform's provider waits for it at most:
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/consts.go
 */
export const PROPAGATION_MS = 120_000;

/** What is too young to be judged, and which checks that concerns. */
interface TooYoung {
  readonly what: string;
  readonly concerns: (checkId: string) => boolean;
}

/** Those that rest on what other parts of AWS know of the role; the others read the role itself. */
const RESTING_ON_OTHERS = ['regions', 'boundary-allows', 'permissions-complete', 'permissions-current'];

/** What speaks against a role or record that is too young may be over in a moment, and is not said yet. Pure. */
export function heedAge<Result extends CheckResult>(result: Result, situation: Situation): Result {
  const young = tooYoung(situation);
  if (young === null || !young.concerns(result.id) || !speaksAgainst(result, situation)) return result;
  return {
    ...result,
    status: 'unknown',
    summary: `Too early to tell: ${result.summary}`,
    evidence: [
      `${young.what} less than ${PROPAGATION_MS / 1_000} seconds ago, and not every part of AWS may know it yet.`,
      ...result.evidence,
    ],
    remedy: ['Validate again in a few minutes.'],
    tooEarly: true,
  };
}

function tooYoung({ now, present, target }: Situation): TooYoung | null {
  // The provider writes the record when it has changed the role, and IAM's reads may show what was before.
  if (isYoung(target.recordedAt, now))
    return { what: 'The record of the role was written', concerns: () => true };
  return isYoung(present?.role.createdAt, now)
    ? { what: 'The role was made', concerns: (id) => RESTING_ON_OTHERS.includes(id) }
    : null;
}

/** A moment that our clock has not reached yet is young, too: it may be a little behind AWS's. */
function isYoung(at: number | undefined, now: number): boolean {
  return at !== undefined && now - at < PROPAGATION_MS;
}

/** A refusal that proves nothing may be one that is over in a moment, too. */
function speaksAgainst({ id, status }: CheckResult, { probeMode }: Situation): boolean {
  return (
    status === 'fail' ||
    status === 'warn' ||
    (id === 'regions' && status === 'unknown' && probeMode === 'assume-role')
  );
}
