import { actionSet } from '../../policy/action-set';
import { allowedActions } from '../../policy/coverage';
import type { Stage, Step } from '../plan';
import type { DesiredRole } from '../role/desired';
import type { LastApplied } from '../role/last-applied';
import type { ObservedRole } from '../role/observed';
import type { NewPolicy, PolicyMatch } from './match';

export interface AttachmentPlan {
  /** Attachments of policies that exist already, as they shall be. */
  readonly existing: readonly Step[];
  /** Attachments that have to wait for a policy to be made or brought up to date, and exchanges at the attachment quota. */
  readonly afterCreation: readonly Stage[];
  readonly removals: readonly Step[];
  /** The bridges for which there is room. */
  readonly bridges: readonly NewPolicy[];
  readonly warnings: readonly string[];
}

const attach = (policyArn: string): Step => ({ kind: 'attach-policy', policyArn });
const detach = (policyArn: string): Step => ({ kind: 'detach-policy', policyArn });

/**
 * Plans what is attached and detached: first everything new, last everything obsolete. Only where the role would
 * exceed IAM's attachment quota in between, obsolete policies give way one by one to new ones.
 */
export function planAttachments(
  desired: DesiredRole,
  observed: ObservedRole,
  policies: PolicyMatch,
  bridges: readonly NewPolicy[],
  lastApplied: LastApplied,
): AttachmentPlan {
  const attached = new Set(observed.role?.attachedPolicyArns);
  const unattached = policies.outdated.filter((policy) => !policy.isAttached);
  const made = [...policies.created, ...unattached].map((policy) => policy.arn);
  const wanted = new Set([...desired.attachedPolicyArns, ...policies.kept.map((policy) => policy.arn)]);
  const existing = [...wanted].filter((arn) => !attached.has(arn) && !made.includes(arn));
  // Own policies without a use, and attachments that this resource made before and that are no longer desired.
  const obsolete = [
    ...policies.surplus.map((policy) => policy.arn),
    ...lastApplied.attachedPolicyArns,
  ].filter((arn) => attached.has(arn) && !wanted.has(arn));

  const room = observed.quotas.attachedPoliciesPerRole - attached.size;
  // At the quota, what exists waits too: each exchange below is one detach directly followed by one attach.
  const waiting = [...existing, ...made];
  const lacking = Math.min(waiting.length, Math.max(0, waiting.length - room));
  const bridged = bridges.length <= room - waiting.length ? bridges : [];
  const exchanged = waiting.splice(waiting.length - lacking);
  const givingWay = lacking === 0 ? [] : inOrderOfLoss(obsolete, desired, policies).slice(0, lacking);

  return {
    existing: existing.filter((arn) => waiting.includes(arn)).map(attach),
    afterCreation: [
      [...waiting.filter((arn) => !existing.includes(arn)), ...bridged.map((policy) => policy.arn)].map(
        attach,
      ),
      ...exchanged.flatMap((arn, index) => [givingWay.slice(index, index + 1).map(detach), [attach(arn)]]),
    ],
    removals: [
      ...obsolete.filter((arn) => !givingWay.includes(arn)),
      ...bridged.map((policy) => policy.arn),
    ].map(detach),
    bridges: bridged,
    warnings: [
      ...exchangeWarning(observed, givingWay),
      ...(bridged.length < bridges.length ? [bridgeWarning(observed)] : []),
    ],
  };
}

/** Those that share least with what is desired first; policies of others, whose content is not known, last. */
function inOrderOfLoss(
  arns: readonly string[],
  desired: DesiredRole,
  policies: PolicyMatch,
): readonly string[] {
  const wanted = desired.managedPolicies.flatMap((document) => allowedActions(document));
  const loss = (arn: string): number => {
    const policy = policies.surplus.find((candidate) => candidate.arn === arn);
    if (policy === undefined) return wanted.length + 1;
    const { intersects } = actionSet(allowedActions(policy.document));
    return wanted.filter(intersects).length;
  };
  return arns
    .map((arn) => ({ arn, loss: loss(arn) }))
    .sort((a, b) => a.loss - b.loss)
    .map(({ arn }) => arn);
}

function exchangeWarning(observed: ObservedRole, givingWay: readonly string[]): string[] {
  if (givingWay.length === 0) return [];
  return [
    `The role is at IAM's quota of ${observed.quotas.attachedPoliciesPerRole} attached policies: ${givingWay.join(', ')} had to be detached before what takes their place could be attached.`,
  ];
}

function bridgeWarning(observed: ObservedRole): string {
  return `The role is at IAM's quota of ${observed.quotas.attachedPoliciesPerRole} attached policies: permissions that move between policies are missing for the moment between two requests.`;
}
