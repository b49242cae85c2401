import type { PermissionSets } from '../../../src/datadog/permission-sets';
import { ATTACHED_TAG, BOUNDARY_TAG } from '../../../src/iam/ownership';
import { type DesiredRole, desiredRole, INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import { lastAppliedBy } from '../../../src/iam/role/last-applied';
import { planRole, type RolePlan } from '../../../src/iam/role/plan';
import type { IntegrationSpec } from '../../../src/integration/spec';
import { arrival } from './journey';
import { emptyAccount, type ModelAccount, type ModelPolicy, observe, policyNamed } from './model-iam';
import type { ApiCall } from './model-permissions';
import {
  ACTIONS,
  type Meddling,
  REGIONS,
  ROLE_NAME,
  type ShortStatement,
  type Situation,
  STRANGERS_POLICIES,
} from './situations';
import { OWNER, PROVIDER_ROLE } from './specs';

/** Some eight of the short actions fill a policy document, as hundreds of real ones do. */
const SMALL_POLICY_CHARACTERS = 160;

/** Every call that a session of the role may think of; those of global services carry us-east-1. */
export const ALL_CALLS: readonly ApiCall[] = ACTIONS.flatMap((action) =>
  (action.startsWith('iam:') ? ['us-east-1'] : REGIONS).map((region) => ({ action, region })),
);

/** What is wanted in a situation, where it starts from, and the plan. */
export interface Undertaking {
  readonly start: ModelAccount;
  readonly old: DesiredRole;
  readonly desired: DesiredRole;
  readonly plan: RolePlan;
}

/** The planner's answer to a situation; the role is as an earlier event left it and as others have changed it since. */
export function undertake({
  permissionSets,
  library,
  before,
  after,
  meddling,
  headroom,
}: Situation): Undertaking {
  const old = desiredOf(before, permissionSets);
  const desired = desiredOf(after, permissionSets);
  const account = meddledWith(freshRole(old, library, meddling), meddling);
  const start = withQuota(account, desired, headroom);
  return { start, old, desired, plan: planFor(start, desired, [before]) };
}

/** The role that a Create makes of the later spec where others have done what they did: where an update shall end. */
export function freshlyMade({ permissionSets, library, after, meddling }: Situation): ModelAccount {
  const made = freshRole(desiredOf(after, permissionSets), library, meddling);
  return meddledWith(made, { ...meddling, inlinePolicy: 'as made', detached: null, leftOver: null });
}

/** The plan for what the account has now; `earlier` are the specs of states that may have been there. */
export function planFor(
  account: ModelAccount,
  desired: DesiredRole,
  earlier: readonly IntegrationSpec[],
): RolePlan {
  return planRole(desired, observe(account, ROLE_NAME), OWNER, lastAppliedBy(earlier));
}

export function desiredOf(spec: IntegrationSpec, permissionSets: PermissionSets): DesiredRole {
  return desiredRole(spec, { owner: OWNER, permissionSets, selfTestPrincipals: [PROVIDER_ROLE] });
}

function freshRole(
  desired: DesiredRole,
  library: Situation['library'],
  { takenNumbers }: Meddling,
): ModelAccount {
  const taken = takenNumbers.map((number) =>
    policy(`${ROLE_NAME}-Permissions-${number}`, { team: 'other' }, ['iam:OpC']),
  );
  const account = { ...accountOf(library), policies: byArn(taken) };
  return arrival(account, planFor(account, desired, []));
}

/** An account with nothing but managed policies of others. */
export function accountOf(library: Situation['library']): ModelAccount {
  const documents = Object.entries(library).map(([arn, statements]) => [arn, written(statements)]);
  return {
    ...emptyAccount(Object.fromEntries(documents)),
    managedPolicyCharacters: SMALL_POLICY_CHARACTERS,
  };
}

function meddledWith(account: ModelAccount, meddling: Meddling): ModelAccount {
  const { role } = account;
  if (role === null) throw new Error('the first plan makes a role');
  const own = Object.values(account.policies).filter(({ tags }) => tags['team'] !== 'other');
  const detached = meddling.detached === null ? undefined : own[meddling.detached]?.arn;
  // Policies carry the tags of the role, but for what only a role is marked with.
  const { [ATTACHED_TAG]: _, [BOUNDARY_TAG]: __, ...policyTags } = role.tags;
  const leftOver =
    meddling.leftOver === null ? [] : [policy(`${ROLE_NAME}-permissions-17`, policyTags, meddling.leftOver)];
  const { [INLINE_POLICY_NAME]: made = '', ...otherInline } = role.inlinePolicies;
  const inline = meddling.inlinePolicy === 'as made' ? made : allowing(meddling.inlinePolicy);
  return {
    ...account,
    policies: {
      ...account.policies,
      ...byArn([...own.map((one) => withOlderVersions(one, meddling.olderVersions)), ...leftOver]),
    },
    role: {
      ...role,
      inlinePolicies: {
        ...otherInline,
        ...(meddling.inlinePolicy === 'deleted' ? {} : { [INLINE_POLICY_NAME]: inline }),
        ...(meddling.strangersInlinePolicy ? { Strangers: allowing(['sqs:OpD', 'ec2:OpF']) } : {}),
      },
      tags: meddling.strangersTag ? { ...role.tags, costs: '42' } : role.tags,
      attachedPolicyArns: [
        ...role.attachedPolicyArns.filter((arn) => arn !== detached),
        ...meddling.strangersAttachments,
        ...leftOver.map(({ arn }) => arn),
      ].sort(),
    },
  };
}

/** Brings the attachment quota as near as the headroom says to what both states need. */
function withQuota(account: ModelAccount, desired: DesiredRole, headroom: number): ModelAccount {
  const attached = account.role?.attachedPolicyArns ?? [];
  const strangers = attached.filter((arn) => STRANGERS_POLICIES.includes(arn));
  const needed = desired.managedPolicies.length + desired.attachedPolicyArns.length + strangers.length;
  const attachedPoliciesPerRole = Math.max(attached.length, needed) + headroom;
  return { ...account, quotas: { ...account.quotas, attachedPoliciesPerRole } };
}

function policy(
  name: string,
  tags: Readonly<Record<string, string>>,
  actions: readonly string[],
): ModelPolicy {
  return { arn: policyNamed(name), tags, versions: [{ id: 'v1', document: allowing(actions) }] };
}

function withOlderVersions({ versions, ...rest }: ModelPolicy, count: number): ModelPolicy {
  const older = Array.from({ length: count }, (_, index) => ({
    id: `v${index + 1}`,
    document: allowing(['ec2:OpB']),
  }));
  return { ...rest, versions: [...older, ...versions.map((one) => ({ ...one, id: `v${count + 1}` }))] };
}

function byArn(policies: readonly ModelPolicy[]): Readonly<Record<string, ModelPolicy>> {
  return Object.fromEntries(policies.map((one) => [one.arn, one]));
}

function allowing(actions: readonly string[] | string): string {
  return written([{ effect: 'Allow', actions: [...actions], regions: [] }]);
}

function written(statements: readonly ShortStatement[]): string {
  const Statement = statements.map(({ effect, actions, regions }) => ({
    Effect: effect,
    Action: actions,
    Resource: '*',
    ...(regions.length === 0 ? {} : { Condition: { StringEquals: { 'aws:RequestedRegion': regions } } }),
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
