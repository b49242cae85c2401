import type { Verdict } from '../report/report';
import type { Evidence } from './evidence';

/**
 * So long what was made or changed in IAM may not be seen everywhere, and refusals may be over in a moment. AWS names no
 * figure (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency);
 * this is what Terraform's provider waits for it at most:
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/consts.go
 */
export const PROPAGATION_MS = 120_000;

/** What is too young to be judged, in words; null when nothing is. Pure. */
export function tooYoung({
  now,
  observed,
  target,
}: Pick<Evidence, 'now' | 'observed' | 'target'>): string | null {
  const madeAt = observed.ok ? observed.value.role?.createdAt : undefined;
  const recordedAt = target.recordedAt;
  if (isYoung(madeAt, now)) return 'The role was made';
  // The provider writes the record when it has changed the role.
  return isYoung(recordedAt, now) ? 'The record of the role was written' : null;
}

/** Our clock may be a little behind AWS's. */
function isYoung(at: number | undefined, now: number): boolean {
  return at !== undefined && now - at < PROPAGATION_MS;
}

/** What is wrong with something too young may be over in a moment: whatever it is, it is not judged yet. */
export function notJudgedYet<V extends Verdict>(verdict: V, what: string): V {
  if (verdict.status === 'pass') return verdict;
  return {
    ...verdict,
    status: 'unknown',
    summary: `Too early to tell: ${verdict.summary}`,
    evidence: [
      `${what} less than ${PROPAGATION_MS / 1_000} seconds ago, and not every part of AWS may know it yet.`,
      ...verdict.evidence,
    ],
    remedy: ['Validate again in a few minutes.'],
    tooEarly: true,
  };
}
