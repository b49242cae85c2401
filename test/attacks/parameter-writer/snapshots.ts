import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import { ROLE } from '../../support/customer-account';
import { adoptableRole } from '../../support/guide-role';
import { INLINE_POLICY } from '../../support/role-edits';
import { type Attack, unless } from '../attack';
import { trustsNoStranger } from '../findings';
import { edited, forgedSnapshot, ownerIn, put, roleIdOf, SNAPSHOT, SPOILS } from '../forgery';
import { EVERYTHING, SECURITY_BOUNDARY } from '../neighbours';
import { victimsAdoption, victimsIntegration } from '../preparations';
import type { AttackWorld } from '../world';
import {
  ADOPT,
  attackersIntegration,
  COMMON,
  forge,
  handsBackNothingElse,
  isAdministrator,
  said,
  thenDelete,
  thenUpdate,
  WITH_A_STACK,
  works,
  worksOrNames,
} from './common';

export const SNAPSHOTS: readonly Attack[] = [
  {
    ...WITH_A_STACK,
    id: 'parameter-writer/hand-back-to-himself',
    title: 'forges the snapshot of his own integration, and deletes his stack',
    mustNotBecome: 'an administrator that trusts his account',
    prepare: attackersIntegration,
    attempt: async (world) => {
      const snapshot = forgedSnapshot(ownerIn(world.attackers), roleIdOf(world));
      await put(world.attacker.ssm, SNAPSHOT, snapshot);
      await world.attackers.delete();
    },
    holds: (world) => [...trustsNoStranger(world), ...isAdministrator(world)],
  },
  {
    ...COMMON,
    id: 'parameter-writer/edit-the-snapshot',
    title: 'edits the snapshot of a role that an administrator has adopted, and waits for his Delete',
    mustNotBecome: 'an administrator that trusts his account',
    prepare: victimsAdoption,
    attempt: thenDelete((world) =>
      put(world.attacker.ssm, SNAPSHOT, edited(world.parameter(SNAPSHOT), SPOILS)),
    ),
    holds: handsBackNothingElse,
  },
  {
    ...COMMON,
    id: 'parameter-writer/lift-the-boundary-of-the-snapshot',
    title:
      'takes the boundary out of the snapshot of a role that was fenced in, where that is adopted at all',
    own: true,
    mustNotBecome: 'iam:DeleteRolePermissionsBoundary',
    prepare: async ({ account }) =>
      account.seed({ roles: [{ ...adoptableRole, boundaryArn: SECURITY_BOUNDARY }] }),
    attempt: async (world) => {
      if ((await world.deploy(world.victims, ADOPT)) !== 'CREATE_COMPLETE') return;
      const forged = edited(world.parameter(SNAPSHOT), { permissionsBoundary: null });
      await put(world.attacker.ssm, SNAPSHOT, forged);
      await world.victims.delete();
    },
    holds: ({ account }) =>
      unless(
        account.digest().roles[ROLE]?.boundaryArn !== null,
        'the role has lost the boundary that it was found with',
      ),
  },
  {
    ...COMMON,
    id: 'parameter-writer/plant-a-snapshot-beforehand',
    title: 'writes the snapshot before the administrator adopts the role',
    own: true,
    mustNotBecome: 'what is handed back later',
    prepare: async ({ account }) => account.seed({ roles: [adoptableRole] }),
    attempt: async (world) => {
      await put(world.attacker.ssm, SNAPSHOT, forgedSnapshot(ownerIn(world.victims), roleIdOf(world)));
      await world.deploy(world.victims, ADOPT);
      await world.victims.delete();
    },
    holds: handsBackNothingElse,
  },
  {
    ...COMMON,
    id: 'parameter-writer/plant-a-snapshot-in-between',
    title: 'writes the snapshot while the role is being adopted, between reading and writing',
    own: true,
    mustNotBecome: 'what is handed back later',
    prepare: async ({ account }) => account.seed({ roles: [adoptableRole] }),
    attempt: async (world) => {
      world.customer.sandbox.faults.add({
        match: { operation: 'PutParameter', where: ({ parameters }) => parameters['Name'] === SNAPSHOT },
        times: 1,
        effect: {
          type: 'run',
          when: 'before',
          run: ({ principalArn }) =>
            principalArn.includes(world.customer.providerRole)
              ? put(world.attacker.ssm, SNAPSHOT, forgedSnapshot(ownerIn(world.victims), roleIdOf(world)))
              : undefined,
        },
      });
      await world.deploy(world.victims, ADOPT);
      await world.victims.delete();
    },
    holds: handsBackNothingElse,
  },
  {
    ...COMMON,
    id: 'parameter-writer/replay-an-earlier-snapshot',
    title: 'puts back the snapshot of an earlier adoption, when the role allowed more',
    own: true,
    mustNotBecome: 'permissions that people have taken away since',
    prepare: async (world) => {
      const { account, administrator } = world;
      const lax = { ...adoptableRole.inline, [INLINE_POLICY]: EVERYTHING };
      account.seed({ roles: [{ ...adoptableRole, inline: lax }] });
      await world.deploy(world.victims, ADOPT);
      world.seen.push(world.parameter(SNAPSHOT));
      await world.victims.delete();
      await administrator.iam.send(
        new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: INLINE_POLICY }),
      );
      await world.deploy(world.victims, ADOPT);
    },
    attempt: async (world) => {
      const earlier = JSON.parse(world.seen[0] ?? '{}');
      const owner = ownerIn(world.victims);
      await put(world.attacker.ssm, SNAPSHOT, 'owner' in earlier ? { ...earlier, owner } : earlier);
      await world.victims.delete();
    },
    holds: (world) => [...isAdministrator(world), ...worksOrNames(SNAPSHOT)(world)],
  },
  {
    ...COMMON,
    id: 'parameter-writer/pretend-an-adoption',
    title: 'writes a snapshot of a role that was never adopted, and waits for the Delete',
    own: true,
    mustNotBecome: 'a role that outlives its stack',
    prepare: victimsIntegration,
    attempt: thenDelete((world) =>
      put(world.attacker.ssm, SNAPSHOT, forgedSnapshot(ownerIn(world.victims), roleIdOf(world))),
    ),
    holds: (world) => [
      ...trustsNoStranger(world),
      ...unless(world.account.digest().roles[ROLE] === undefined, 'the role is still there'),
      ...works('DELETE_COMPLETE')(world),
    ],
  },
  {
    ...COMMON,
    id: 'parameter-writer/let-the-snapshot-expire',
    title: 'gives the snapshot a parameter policy by which it expires (it is gone when it is needed)',
    own: true,
    mustNotBecome: 'iam:DeleteRole on a role that others have made',
    prepare: victimsAdoption,
    attempt: async (world) => {
      await world.administrator.ssm.send(new DeleteParameterCommand({ Name: SNAPSHOT }));
      await world.victims.delete();
    },
    holds: (world) => [
      ...unless(world.account.digest().roles[ROLE] !== undefined, 'the role is gone'),
      ...unless(
        said(world).startsWith('FAILED') && said(world).includes(SNAPSHOT),
        `nobody was told which parameter is missing: ${said(world)}`,
      ),
    ],
  },
  ...(
    [
      ['{"found":{}}', () => '{"found":{}}'],
      [
        'whose parts are missing',
        (world) => JSON.stringify({ schemaVersion: 1, owner: ownerIn(world.victims), found: {} }),
      ],
      ['that is no JSON', () => 'no JSON'],
      ['that is null', () => 'null'],
    ] satisfies [string, (world: AttackWorld) => string][]
  ).map(
    ([what, text], index): Attack => ({
      ...COMMON,
      id: `parameter-writer/senseless-snapshot-${index + 1}`,
      title: `an update and a deletion over a snapshot ${what}`,
      mustNotBecome: 'a stack that nobody can update or delete, without a word why',
      prepare: victimsAdoption,
      attempt: async (world) => {
        await thenUpdate(forge(SNAPSHOT, text))(world);
        await world.victims.delete();
      },
      holds: worksOrNames(SNAPSHOT),
    }),
  ),
  {
    ...COMMON,
    id: 'parameter-writer/unreadable-trust-in-the-snapshot',
    title: 'the trust policy in the snapshot is no policy',
    mustNotBecome: 'a stack that nobody can delete, without a word why',
    prepare: victimsAdoption,
    attempt: thenDelete((world) =>
      put(
        world.attacker.ssm,
        SNAPSHOT,
        edited(world.parameter(SNAPSHOT), { trustPolicy: '{"Statement":7}' }),
      ),
    ),
    holds: worksOrNames(SNAPSHOT),
  },
];
