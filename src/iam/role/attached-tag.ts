import { ATTACHED_TAG } from '../ownership';
import type { DesiredRole } from './desired';
import type { LastApplied } from './last-applied';
import { isMarked, marksOf } from './marks';
import type { ObservedIdentity } from './observed';

/**
 * Which of the managed policies of others (AWS's, the customer's) this resource has attached itself: only those may it ever
 * detach. That a property lists a policy does not tell: security may have attached it before. The role's tag does; it takes a
 * right in IAM to write it, and it has room for as many short digests as a role has attachments.
 */
export interface OwnAttachments {
  /** Did this resource attach the policy, as far as anybody knows? */
  isOwn(policyArn: string): boolean;
  /** The tag's value before anything is attached; undefined where it need not change for that. */
  readonly before: string | undefined;
  /** The tag's value when everything is done; undefined for no tag. */
  readonly after: string | undefined;
  /** What it is now. */
  readonly now: string | undefined;
}

/** Pure. */
export function ownAttachments(
  { attachedPolicyArns: wanted }: Pick<DesiredRole, 'attachedPolicyArns'>,
  role: Pick<ObservedIdentity, 'tags' | 'attachedPolicyArns'> | null,
  lastApplied: Pick<LastApplied, 'attachedPolicyArns' | 'attachedHere' | 'perhapsAttached'>,
): OwnAttachments {
  const now = role?.tags[ATTACHED_TAG];
  // A role of version 0.1.0 has no such tag: there, what an earlier spec listed is taken for ours.
  const isOwn = (arn: string) =>
    lastApplied.attachedHere?.includes(arn) ||
    (now === undefined ? lastApplied.attachedPolicyArns.includes(arn) : isMarked(now, arn));
  const attached = role?.attachedPolicyArns ?? [];
  const added = wanted.filter((arn) => !attached.includes(arn));
  const kept = wanted.filter((arn) => attached.includes(arn) && isOwn(arn));
  const perhaps = (lastApplied.perhapsAttached ?? []).filter((arn) => !attached.includes(arn) && isOwn(arn));
  const staying = [...kept, ...added, ...perhaps];
  // What others attach, and a stack has listed, the next look must not take for ours: the tag goes on saying that nothing is.
  const isSpared = lastApplied.attachedPolicyArns.some((arn) => attached.includes(arn) && !isOwn(arn));
  const isNeeded = wanted.length + perhaps.length > 0 || isSpared;
  const after = isNeeded ? marksOf(staying) : undefined;
  const leaving = lastApplied.attachedPolicyArns.filter((arn) => attached.includes(arn) && isOwn(arn));
  const during = marksOf([...staying, ...leaving]);
  // A role of version 0.1.0 is marked at once: without the tag, a role with the template's boundary has nothing of ours attached.
  const isWritten = added.length > 0 || (now === undefined && kept.length > 0);
  return { isOwn, now, after, before: isWritten && during !== now ? during : undefined };
}
