import type { Owner } from '../../integration/spec';
import { policiesEquivalent } from '../../policy/equivalence';
import { planAttachments } from '../managed-policies/attachments';
import { planBridge } from '../managed-policies/bridge';
import {
  deletion,
  matchPolicies,
  type PolicyMatch,
  takenNames,
  versionDeletions,
} from '../managed-policies/match';
import { policyNumber } from '../managed-policies/names';
import { ATTACHED_TAG, isOwnedBy, ownerTags } from '../ownership';
import { type Plan, planOf, type Stage, type Step } from '../plan';
import { includesKey } from '../tag-changes';
import { type OwnAttachments, ownAttachments } from './attached-tag';
import { boundaryChange, boundaryStays, boundaryTags } from './boundary';
import { type DesiredRole, INLINE_POLICY_NAME } from './desired';
import type { LastApplied } from './last-applied';
import type { ObservedIdentity, ObservedRole } from './observed';
import { settingSteps } from './plan-settings';
import { unmetPreconditions } from './preconditions';

export interface RolePlan extends Plan {
  /** Managed policies that this resource has attached once the plan is carried out. */
  readonly policyArns: readonly string[];
  /** A boundary that somebody else has set and that is not the one that is wanted: it stays. */
  readonly boundaryOfOthers: string | null;
  /** Why the plan must not be carried out; empty when it may. */
  readonly unmet: readonly string[];
}

/**
 * Plans how to make the role as desired. Pure.
 *
 * What is added comes first, what is replaced after it, what is removed last, so that after every single request the
 * role has every permission that it has both before and after. What others put on the role stays and is reported.
 */
export function planRole(
  desired: DesiredRole,
  observed: ObservedRole,
  owner: Owner,
  asked: LastApplied,
): RolePlan {
  const { role } = observed;
  const own = ownAttachments(desired, role, asked);
  const lastApplied = { ...asked, attachedPolicyArns: asked.attachedPolicyArns.filter(own.isOwn) };
  const policies = matchPolicies(desired, observed, owner, asked);
  const unavailable = [...takenNames(observed), ...policies.created.map(({ name }) => name)];
  const bridge = planBridge(desired, role, policies, unavailable);
  const attachments = planAttachments(desired, observed, policies, bridge, lastApplied);
  const inlineStep: Step = {
    kind: 'put-inline-policy',
    policyName: INLINE_POLICY_NAME,
    document: desired.inlinePolicy,
  };
  const inline = role?.inlinePolicies[INLINE_POLICY_NAME];
  // A role that is made has its boundary from the start.
  const bounded = { permissionsBoundary: desired.permissionsBoundary, tags: {} };
  const boundary = boundaryChange(desired.permissionsBoundary, role ?? bounded);
  const isMarked = Object.keys(boundary.tags).length > 0;
  const stages: Stage[] = [
    [...ownershipStage(desired, role, owner, own), ...policies.claims],
    // What makes room: IAM allows 50 tags, and does not tell their keys apart by letter case.
    [
      ...policies.outdated.flatMap((policy) => policy.pruneVersions),
      ...untagSteps(desired, role, policies, lastApplied),
      ...(isMarked ? [] : boundary.put),
    ],
    isMarked ? [{ kind: 'tag-role', tags: boundary.tags }] : [],
    isMarked ? boundary.put : [],
    [
      ...policies.created.map((policy) => policy.step),
      ...attachments.bridges.map((policy) => policy.step),
      ...policies.outdated.filter((policy) => !policy.isAttached).map((policy) => policy.step),
      ...(inline === undefined ? [inlineStep] : []),
      ...attachments.existing,
    ],
    ...attachments.afterCreation,
    [
      ...policies.outdated.filter((policy) => policy.isAttached).map((policy) => policy.step),
      ...(inline !== undefined && !policiesEquivalent(inline, desired.inlinePolicy) ? [inlineStep] : []),
      ...(role === null ? [] : settingSteps({ ...desired, tags: roleTags(desired, lastApplied) }, role)),
      ...policies.retagged,
    ],
    [...attachments.removals, ...versionDeletions(policies.surplus)],
    [
      ...[...policies.surplus, ...attachments.bridges].map(deletion),
      ...boundary.remove,
      ...(role === null ? [] : attachedTagSteps(own)),
    ],
    role === null ? [] : boundary.settle,
  ];
  const warnings = [
    ...attachments.warnings,
    ...additionsByOthers(desired, role, policies, lastApplied),
    ...grantedByOthers(desired),
    ...(boundary.ofOthers === null ? [] : [boundaryStays(boundary.ofOthers)]),
  ];
  // In the same order whatever had to be done, for others of the stack see the list.
  const ownArns = [...policies.kept, ...policies.created]
    .sort((a, b) => policyNumber(a.name) - policyNumber(b.name))
    .map(({ arn }) => arn);
  return {
    ...planOf(desired.name, stages, warnings),
    policyArns: [...ownArns, ...desired.attachedPolicyArns],
    boundaryOfOthers: boundary.ofOthers,
    unmet: unmetPreconditions(desired, observed, lastApplied, policies.ownArns),
  };
}

/** Creates the role, or marks an existing one as this resource's own before anything else is done to it. */
function ownershipStage(
  desired: DesiredRole,
  role: ObservedIdentity | null,
  owner: Owner,
  own: OwnAttachments,
): Stage {
  if (role !== null) {
    const tags = {
      ...(isOwnedBy(owner, role.tags) ? {} : ownerTags(owner)),
      ...(own.before === undefined ? {} : { [ATTACHED_TAG]: own.before }),
    };
    return Object.keys(tags).length === 0 ? [] : [{ kind: 'tag-role', tags }];
  }
  const { path, trustPolicy, description, maxSessionDurationSeconds, permissionsBoundary } = desired;
  const tags = {
    ...desired.tags,
    ...boundaryTags([permissionsBoundary]),
    ...(own.after === undefined ? {} : { [ATTACHED_TAG]: own.after }),
  };
  return [
    {
      kind: 'create-role',
      path,
      trustPolicy,
      description,
      maxSessionDurationSeconds,
      permissionsBoundary,
      tags,
    },
  ];
}

/** Last, so that a repetition still knows what it may detach. */
function attachedTagSteps({ now, before, after }: OwnAttachments): Step[] {
  if (after === (before ?? now)) return [];
  return [
    after === undefined
      ? { kind: 'untag-role', tagKeys: [ATTACHED_TAG] }
      : { kind: 'tag-role', tags: { [ATTACHED_TAG]: after } },
  ];
}

function untagSteps(
  desired: DesiredRole,
  role: ObservedIdentity | null,
  policies: PolicyMatch,
  lastApplied: LastApplied,
): Step[] {
  const obsolete = lastApplied.tagKeys.filter((key) => !Object.hasOwn(desired.tags, key));
  const on = (tags: Readonly<Record<string, string>>) => obsolete.filter((key) => Object.hasOwn(tags, key));
  const steps: Step[] = policies.kept
    .map((policy) => ({ kind: 'untag-policy', policyArn: policy.arn, tagKeys: on(policy.tags) }) as const)
    .filter((step) => step.tagKeys.length > 0);
  const kept = Object.keys(roleTags(desired, lastApplied));
  const tagKeys = role === null ? [] : on(role.tags).filter((key) => !kept.includes(key));
  return tagKeys.length > 0 ? [...steps, { kind: 'untag-role', tagKeys }] : steps;
}

/** The desired tags; one that is no longer desired gets the value back that it had before the role was adopted. */
function roleTags(
  desired: DesiredRole,
  { tagKeys, tagsBefore = {} }: LastApplied,
): Readonly<Record<string, string>> {
  const wanted = Object.keys(desired.tags);
  const back = Object.entries(tagsBefore).filter(
    ([key]) => includesKey(tagKeys, key) && !includesKey(wanted, key),
  );
  return { ...Object.fromEntries(back), ...desired.tags };
}

/** Policies of others that are attached on demand are whole, whatever the documents of the role's own leave out. */
function grantedByOthers({ attachedPolicyArns, leftOutActions }: DesiredRole): string[] {
  if (leftOutActions.length === 0) return [];
  return attachedPolicyArns.map(
    (arn) =>
      `The policy ${arn} is attached as the properties say, and may grant what ExcludeActions leaves out (${leftOutActions.join(', ')}): it is not this resource's to change.`,
  );
}

/** What others put on the role: left alone, and said. */
function additionsByOthers(
  desired: DesiredRole,
  role: ObservedIdentity | null,
  policies: PolicyMatch,
  lastApplied: LastApplied,
): string[] {
  if (role === null) return [];
  const own = new Set([
    ...policies.ownArns,
    ...desired.attachedPolicyArns,
    ...lastApplied.attachedPolicyArns,
  ]);
  return [
    ...role.attachedPolicyArns
      .filter((arn) => !own.has(arn))
      .map((arn) => `The policy ${arn} was attached by somebody else and stays.`),
    ...Object.keys(role.inlinePolicies)
      .filter((name) => name !== INLINE_POLICY_NAME)
      .map((name) => `The inline policy ${name} was added by somebody else and stays.`),
  ];
}
