import { UntagPolicyCommand, UntagRoleCommand } from '@aws-sdk/client-iam';
import type { FaultKind, Trialled } from '../fault-kind';
import type { Rehearsal } from '../rehearsal';

const OF_POLICIES = 'tags.policies';
const OF_ROLE = 'tags.role';

/**
 * Before the act somebody takes off every tag of the resource's own managed policies, or of its role. Where the tag alone says
 * what may be done (docs/security.md), what has to be refused without it is none of these cases: whether an adopted role
 * is ours, and which policies on it; who has put a boundary; whose the role of another name is.
 */
export const STRIPPED_TAGS: FaultKind = {
  id: 'stripped-tags',
  outcome: 'recovers',
  redelivers: true,
  kills: false,
  isOfOrder: true,
  takesTags: true,
  targets: (rehearsal) =>
    [
      ...(ownPolicies(rehearsal).length > 0 && !sets(rehearsal, 'ExistingRole') ? [OF_POLICIES] : []),
      ...(hasRecord(rehearsal) && !RESTING_ON_TAGS.some((name) => sets(rehearsal, name)) ? [OF_ROLE] : []),
    ].map((label) => ({ label, occurrence: 1 })),
  befall: async (trial) => {
    const stripped = trial.target.label === OF_ROLE ? await stripRoles(trial) : await stripPolicies(trial);
    return { lift: () => undefined, hasStruck: () => stripped > 0 };
  },
};

const RESTING_ON_TAGS = ['ExistingRole', 'PermissionsBoundary', 'RoleName'];

/** Whether any deployment of the story has the property. */
function sets({ story: { deployed, act } }: Rehearsal, property: string): boolean {
  return [...deployed, ...(act.kind === 'deploy' ? [act.properties] : [])].some(
    (properties) => property in properties,
  );
}

/** Whether a role's record is there: with that gone, too, nothing would say any more whose the role is. */
function hasRecord({ startSnapshot, story }: Rehearsal): boolean {
  const names = Object.values(startSnapshot.parameters).flatMap((store) => Object.keys(store));
  return story.roles.some((role) => names.includes(`/datadog-integration-role/${role}`));
}

/** Names of the managed policies that the story's deployments have made. */
function ownPolicies({ startSnapshot, neighbours }: Rehearsal): string[] {
  return Object.keys(startSnapshot.policies).filter((name) => !neighbours.names.policies.includes(name));
}

async function stripPolicies({ customer: { account, iam }, rehearsal }: Trialled): Promise<number> {
  const names = ownPolicies(rehearsal);
  for (const name of names) {
    const policy = account.snapshot().policies[name];
    if (policy === undefined) continue;
    const PolicyArn = `arn:aws:iam::${account.id}:policy${policy.path}${name}`;
    await iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: Object.keys(policy.tags) }));
  }
  return names.length;
}

async function stripRoles({ customer: { account, iam }, rehearsal }: Trialled): Promise<number> {
  const { roles } = account.snapshot();
  const names = rehearsal.story.roles.filter((name) => name in roles);
  for (const RoleName of names) {
    const TagKeys = Object.keys(roles[RoleName]?.tags ?? {});
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys }));
  }
  return names.length;
}
