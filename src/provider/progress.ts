import { policyNameOf, policyNumber } from '../iam/managed-policies/names';
import { policyArnsOf, type Step } from '../iam/plan';
import type { DesiredRole } from '../iam/role/desired';
import type { LastApplied } from '../iam/role/last-applied';
import type { ObservedPolicy } from '../iam/role/observed';

/** What earlier attempts of this invocation have begun, which IAM may not show yet. */
export interface Progress {
  hasRole: boolean;
  /** Was it made here? Then it is made once only: whoever deletes it meanwhile means it. */
  hasMadeRole: boolean;
  policyArns: readonly string[];
  /** Whom the latest plan lets in to try the role, and whom IAM has refused as principals before. */
  selfTestPrincipals: readonly string[];
  leftOut: readonly string[];
  /** Did IAM refuse a policy's name, so that it may be in use under a path that has not been looked at? */
  wasNameTaken: boolean;
  /** The steps that have been carried out, and when the latest one was, by the context's clock. */
  readonly steps: Step[];
  appliedAt: number;
}

export function noProgress(): Progress {
  return {
    hasRole: false,
    hasMadeRole: false,
    policyArns: [],
    selfTestPrincipals: [],
    leftOut: [],
    wasNameTaken: false,
    steps: [],
    appliedAt: Number.NEGATIVE_INFINITY,
  };
}

/**
 * Of the attachments of others' policies, what IAM may not show right. Pure.
 *
 * @param before what the role was meant to be before; undefined where nobody knows
 * @param isShown whether IAM shows by now whatever was written before this invocation
 */
export function unshownAttachments(
  { steps }: Pick<Progress, 'steps'>,
  before: DesiredRole | undefined,
  isShown: boolean,
): Pick<LastApplied, 'attachedHere' | 'perhapsAttached'> {
  const detachedHere = policyArnsOf('detach-policy', steps);
  const earlier = isShown ? [] : (before?.attachedPolicyArns ?? []);
  return {
    attachedHere: policyArnsOf('attach-policy', steps),
    perhapsAttached: earlier.filter((arn) => !detachedHere.includes(arn)),
  };
}

/**
 * The managed policies that IAM shows, and those that this invocation has just made and IAM does not show yet: they would be made
 * once more, under other numbers. Pure.
 */
export function withPoliciesMade(
  { steps }: Pick<Progress, 'steps'>,
  shown: readonly ObservedPolicy[],
): readonly ObservedPolicy[] {
  const made = new Map<string, ObservedPolicy>();
  for (const step of steps) {
    if (step.kind === 'create-policy')
      made.set(step.policyArn, {
        arn: step.policyArn,
        name: policyNameOf(step.policyArn),
        tags: step.tags,
        document: JSON.stringify(step.document),
        otherVersionIds: [],
      });
    if (step.kind === 'delete-policy') made.delete(step.policyArn);
  }
  const unseen = [...made.values()].filter(({ arn }) => !shown.some((policy) => policy.arn === arn));
  return [...shown, ...unseen].sort((one, other) => policyNumber(one.name) - policyNumber(other.name));
}
