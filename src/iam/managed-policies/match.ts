import { policyArn } from '../../aws/arn';
import { OWN_POLICY_PATH } from '../../integration/names';
import type { Owner } from '../../integration/spec';
import type { PolicyDocument } from '../../policy/document';
import { policiesEquivalent } from '../../policy/equivalence';
import { ADOPTED_TAG, BRIDGE_TAG, isOwnedBy } from '../ownership';
import type { Step } from '../plan';
import type { DesiredRole } from '../role/desired';
import type { LastApplied } from '../role/last-applied';
import type { ObservedPolicy, ObservedRole } from '../role/observed';
import { changedTags } from '../tag-changes';
import { freePolicyNames } from './names';
import { ownPolicies } from './own';

/** A managed policy to be made. */
export interface NewPolicy {
  readonly arn: string;
  readonly name: string;
  readonly document: PolicyDocument;
  readonly step: Step;
}

/** A managed policy that gets a new default version. */
export interface OutdatedPolicy {
  readonly arn: string;
  /** What it says now. */
  readonly observed: ObservedPolicy;
  readonly document: PolicyDocument;
  readonly isAttached: boolean;
  /** Makes room for one more version where IAM's limit is reached; the version before the last one is kept. */
  readonly pruneVersions: readonly Step[];
  readonly step: Step;
}

/** How the managed policies that are there relate to the documents that are desired. */
export interface PolicyMatch {
  /** Policies that stay, with their document or with a new one. */
  readonly kept: readonly ObservedPolicy[];
  readonly outdated: readonly OutdatedPolicy[];
  readonly created: readonly NewPolicy[];
  /** This resource's own policies that are no longer needed. */
  readonly surplus: readonly ObservedPolicy[];
  readonly retagged: readonly Step[];
  /** Puts the owner's tags back on policies that have lost them. */
  readonly claims: readonly Step[];
  /** All of this resource's own policies that are there now. */
  readonly ownArns: readonly string[];
}

/** Pairs documents with policies: equal ones first, the others in order, so that as little as possible changes. */
export function matchPolicies(
  desired: DesiredRole,
  observed: ObservedRole,
  owner: Owner,
  asked: Pick<LastApplied, 'attachedBefore'> = {},
): PolicyMatch {
  const attached = new Set(observed.role?.attachedPolicyArns);
  const { policies: own, claims } = ownPolicies(
    observed.policies,
    owner,
    attachedSince(observed, owner, asked),
  );
  const free = own.filter((policy) => !isBridge(policy));
  const unmatched: PolicyDocument[] = [];
  const unchanged: ObservedPolicy[] = [];
  for (const document of desired.managedPolicies) {
    const index = free.findIndex((policy) => policiesEquivalent(policy.document, document));
    const [equal] = index < 0 ? [] : free.splice(index, 1);
    if (equal === undefined) unmatched.push(document);
    else unchanged.push(equal);
  }
  const outdated = pairs(free.splice(0, unmatched.length), unmatched).map(([policy, document]) =>
    outdatedPolicy(policy, document, attached.has(policy.arn), observed.quotas.versionsPerPolicy),
  );
  const kept = [...unchanged, ...outdated.map((policy) => policy.observed)];
  return {
    kept,
    outdated,
    created: newPolicies(desired, unmatched.slice(outdated.length), takenNames(observed)),
    surplus: [...free, ...own.filter(isBridge)],
    retagged: kept.flatMap((policy) => retagSteps(desired, policy)),
    claims,
    ownArns: own.map((policy) => policy.arn),
  };
}

/** An adopted role may have had policies of such names before: only what is stored of it tells. */
function attachedSince(
  { role }: ObservedRole,
  owner: Owner,
  { attachedBefore }: Pick<LastApplied, 'attachedBefore'>,
): readonly string[] {
  if (role === null || !isOwnedBy(owner, role.tags)) return [];
  if (!(ADOPTED_TAG in role.tags)) return role.attachedPolicyArns;
  return attachedBefore === undefined
    ? []
    : role.attachedPolicyArns.filter((arn) => !attachedBefore.includes(arn));
}

/** Names that a new policy cannot have. */
export function takenNames({ policies, takenPolicyNames = [] }: ObservedRole): readonly string[] {
  return [...policies.map(({ name }) => name), ...takenPolicyNames];
}

/** Policies for these documents, under names that are not taken. */
export function newPolicies(
  desired: DesiredRole,
  documents: readonly PolicyDocument[],
  takenNames: readonly string[],
  tags: Readonly<Record<string, string>> = desired.tags,
): readonly NewPolicy[] {
  const { partition, accountId } = desired.scope;
  const names = freePolicyNames(desired.name, documents.length, takenNames);
  return pairs(documents, names).map(([document, name]) => {
    const arn = policyArn(partition, accountId, OWN_POLICY_PATH, name);
    const step: Step = { kind: 'create-policy', policyArn: arn, document, tags };
    return { arn, name, document, step };
  });
}

/** The first with the first, the second with the second, and so on, as long as there are both. */
function pairs<A, B>(some: readonly A[], others: readonly B[]): (readonly [A, B])[] {
  return some.flatMap((one, index) => others.slice(index, index + 1).map((other) => [one, other] as const));
}

function isBridge({ tags }: ObservedPolicy): boolean {
  return BRIDGE_TAG in tags;
}

function outdatedPolicy(
  observed: ObservedPolicy,
  document: PolicyDocument,
  isAttached: boolean,
  versionsPerPolicy: number,
): OutdatedPolicy {
  const { arn, otherVersionIds } = observed;
  const excess = otherVersionIds.length + 2 - versionsPerPolicy;
  return {
    arn,
    observed,
    document,
    isAttached,
    pruneVersions: otherVersionIds
      .slice(0, Math.max(0, excess))
      .map((versionId) => ({ kind: 'delete-policy-version', policyArn: arn, versionId })),
    step: { kind: 'create-policy-version', policyArn: arn, document },
  };
}

function retagSteps(desired: DesiredRole, policy: ObservedPolicy): Step[] {
  const tags = changedTags(desired.tags, policy.tags);
  return Object.keys(tags).length === 0 ? [] : [{ kind: 'tag-policy', policyArn: policy.arn, tags }];
}

/** IAM deletes a policy only when its default version is its last one. */
export function versionDeletions(policies: readonly ObservedPolicy[]): Step[] {
  return policies.flatMap(({ arn, otherVersionIds }) =>
    otherVersionIds.map(
      (versionId) => ({ kind: 'delete-policy-version', policyArn: arn, versionId }) as const,
    ),
  );
}

export function deletion({ arn }: { readonly arn: string }): Step {
  return { kind: 'delete-policy', policyArn: arn };
}
