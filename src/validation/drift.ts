import { ATTACHED_TAG, BOUNDARY_TAG, ownerTags } from '../iam/ownership';
import { policyArnsOf, type Step } from '../iam/plan';
import type { RoleBeforeAdoption } from '../iam/role/before-adoption';
import { type DesiredRole, INLINE_POLICY_NAME } from '../iam/role/desired';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import type { RolePlan } from '../iam/role/plan';
import { changedTags } from '../iam/tag-changes';
import type { PolicyDocument } from '../policy/document';
import type { DriftItem } from '../report/report';
import type { RoleOwnership } from './ownership';
import type { Target } from './target';

/** What a drift item is about, by the beginning of its path. */
export const DRIFT_PATHS = {
  role: 'role',
  roleId: 'roleId',
  path: 'path',
  trustPolicy: 'trustPolicy',
  inlinePolicy: `inlinePolicies.${INLINE_POLICY_NAME}`,
  managedPolicies: 'managedPolicies.',
  attachments: 'attachedPolicies.',
  otherInlinePolicies: 'inlinePolicies.',
  permissionsBoundary: 'permissionsBoundary',
  tags: 'tags.',
  description: 'description',
  maxSessionDuration: 'maxSessionDurationSeconds',
} as const;

type Tags = Readonly<Record<string, string>>;

/**
 * Tells a plan as differences: what each step would change, and what the plan leaves alone because somebody else put it
 * there. Pure; empty when the role is as it should be.
 *
 * @param found what was on the role before it was adopted, and is expected to be there
 */
export function driftOf(
  plan: RolePlan,
  desired: DesiredRole,
  observed: ObservedRole,
  found: RoleBeforeAdoption | null,
): readonly DriftItem[] {
  const { role } = observed;
  if (role === null) return [item(DRIFT_PATHS.role, desired.arn, null)];
  const steps = plan.stages.flat();
  const items = steps.flatMap((step) => driftOfStep(step, desired, observed, role, steps));
  const path = role.path === desired.path ? [] : [item(DRIFT_PATHS.path, desired.path, role.path)];
  return withoutRepeats([...path, ...items, ...additions(role, desired, plan, found)]);
}

/** Tells what another role has in the place of the resource's own; empty where nobody declares a role. Pure. */
export function driftOfAnother(
  { roleId, tags }: ObservedIdentity,
  target: Target,
  ownership: RoleOwnership,
): readonly DriftItem[] {
  switch (ownership) {
    case 'foreign':
      return [item(DRIFT_PATHS.roleId, target.roleId ?? null, roleId)];
    case 'disputed':
      return target.owner === null ? [] : tagItems(DRIFT_PATHS.tags, ownerTags(target.owner), tags);
    default:
      return [];
  }
}

function driftOfStep(
  step: Step,
  desired: DesiredRole,
  observed: ObservedRole,
  role: ObservedIdentity,
  steps: readonly Step[],
): readonly DriftItem[] {
  switch (step.kind) {
    case 'update-trust-policy':
      return [item(DRIFT_PATHS.trustPolicy, desired.trustPolicy, JSON.parse(role.trustPolicy))];
    case 'update-role':
      return [
        item(DRIFT_PATHS.description, desired.description, role.description),
        item(DRIFT_PATHS.maxSessionDuration, step.maxSessionDurationSeconds, role.maxSessionDurationSeconds),
      ].filter(({ expected, actual }) => expected !== actual);
    case 'put-boundary':
    case 'delete-boundary':
      return [item(DRIFT_PATHS.permissionsBoundary, desired.permissionsBoundary, role.permissionsBoundary)];
    case 'tag-role':
      return tagItems(DRIFT_PATHS.tags, step.tags, role.tags);
    case 'put-inline-policy':
      return [
        item(DRIFT_PATHS.inlinePolicy, desired.inlinePolicy, parsed(role.inlinePolicies[step.policyName])),
      ];
    case 'create-policy':
      return isBridge(step.policyArn, steps) ? [] : [managedPolicy(step.policyArn, step.document, undefined)];
    case 'create-policy-version':
      return [managedPolicy(step.policyArn, step.document, documentOf(observed, step.policyArn))];
    case 'tag-policy':
      return tagItems(
        `${DRIFT_PATHS.managedPolicies}${step.policyArn}.tags.`,
        step.tags,
        observed.policies.find(({ arn }) => arn === step.policyArn)?.tags ?? {},
      );
    case 'attach-policy':
      // A policy that is made anew is missing as a whole.
      return isCreated(step.policyArn, steps)
        ? []
        : [item(`${DRIFT_PATHS.attachments}${step.policyArn}`, 'attached', null)];
    case 'delete-policy':
      return isBridge(step.policyArn, steps)
        ? []
        : [managedPolicy(step.policyArn, undefined, documentOf(observed, step.policyArn))];
    // What is detached or loses versions is deleted in the same plan, and the plan of a record takes no tags off.
    default:
      return [];
  }
}

/** What others put on the role since the resource has it; the plan leaves it alone. */
function additions(
  role: ObservedIdentity,
  desired: DesiredRole,
  plan: RolePlan,
  found: RoleBeforeAdoption | null,
): DriftItem[] {
  const known = new Set([
    ...desired.attachedPolicyArns,
    ...plan.policyArns,
    // What is detached is told by the deletion that goes with it.
    ...policyArnsOf('detach-policy', plan.stages.flat()),
    ...(found?.attachedPolicyArns ?? []),
  ]);
  const isBoundaryExpected = [null, desired.permissionsBoundary, found?.permissionsBoundary].includes(
    role.permissionsBoundary,
  );
  return [
    ...(isBoundaryExpected
      ? []
      : [item(DRIFT_PATHS.permissionsBoundary, desired.permissionsBoundary, role.permissionsBoundary)]),
    ...role.attachedPolicyArns
      .filter((arn) => !known.has(arn))
      .map((arn) => item(`${DRIFT_PATHS.attachments}${arn}`, null, 'attached')),
    ...inlinePoliciesOfOthers(role, found).map((name) =>
      item(`${DRIFT_PATHS.otherInlinePolicies}${name}`, null, parsed(role.inlinePolicies[name])),
    ),
  ];
}

/** An earlier version has not kept the names of those that were there before an adoption: then none can be told to be new. */
function inlinePoliciesOfOthers(role: ObservedIdentity, found: RoleBeforeAdoption | null): readonly string[] {
  if (found !== null && found.otherInlinePolicyNames === undefined) return [];
  return Object.keys(role.inlinePolicies).filter(
    (name) => name !== INLINE_POLICY_NAME && !found?.otherInlinePolicyNames?.includes(name),
  );
}

function item(path: string, expected: unknown, actual: unknown): DriftItem {
  if (actual === null) return { path, kind: 'missing', expected, actual };
  return { path, kind: expected === null ? 'unexpected' : 'different', expected, actual };
}

function managedPolicy(
  arn: string,
  expected: PolicyDocument | undefined,
  text: string | undefined,
): DriftItem {
  return item(`${DRIFT_PATHS.managedPolicies}${arn}`, expected ?? null, parsed(text));
}

/** Which attachments and which boundary are ours is for the provider to know: nothing that anybody asked for. */
function tagItems(prefix: string, wanted: Tags, actual: Tags): DriftItem[] {
  return Object.entries(changedTags(wanted, actual))
    .filter(([key]) => key !== ATTACHED_TAG && key !== BOUNDARY_TAG)
    .map(([key, value]) => item(`${prefix}${key}`, value, actual[key] ?? null));
}

function documentOf(observed: ObservedRole, policyArn: string): string | undefined {
  return observed.policies.find(({ arn }) => arn === policyArn)?.document;
}

function isCreated(policyArn: string, steps: readonly Step[]): boolean {
  return steps.some((step) => step.kind === 'create-policy' && step.policyArn === policyArn);
}

/** A bridge is made and deleted within one plan. */
function isBridge(policyArn: string, steps: readonly Step[]): boolean {
  return (
    isCreated(policyArn, steps) &&
    steps.some((step) => step.kind === 'delete-policy' && step.policyArn === policyArn)
  );
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? null : JSON.parse(text);
}

function withoutRepeats(items: readonly DriftItem[]): readonly DriftItem[] {
  return [...new Map(items.map((entry) => [entry.path, entry])).values()];
}
