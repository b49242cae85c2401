import {
  AttachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { ROLE } from '../../support/customer-account';
import { adoptableRole } from '../../support/guide-role';
import { repliesOf } from '../../support/replies';
import { type Attack, unless, type Violations } from '../attack';
import { unchangedRoles } from '../findings';
import { edited, forgedRecord, ownerIn, put, RECORD, roleIdOf } from '../forgery';
import {
  ATTACKERS_ACCOUNT,
  ATTACKERS_EXTERNAL_ID,
  BREAK_GLASS,
  GUARD_RAIL,
  OPERATORS,
  roleArn,
  SECURITY_BOUNDARY,
} from '../neighbours';
import { operators, victimsIntegration, victimsRegisteredIntegration } from '../preparations';
import { type AttackWorld, RECORDS } from '../world';
import {
  breakTheTrust,
  COMMON,
  forge,
  mailsAreCleanIfAny,
  thenUpdate,
  thenValidate,
  WITH_A_STACK,
  works,
  worksOrNames,
} from './common';

/** The record says that this validator is to try the role. */
const triedBy = ({ customer }: AttackWorld) => ({ selfTestPrincipals: [roleArn(customer.validatorRole)] });

/** The deletion went through, and the validator has named the parameter. */
const isGoneAndReported = (world: AttackWorld): Violations => [
  ...works('DELETE_COMPLETE')(world),
  ...unless(world.account.digest().roles[ROLE] === undefined, 'the role is still there'),
  ...unless(
    world.runs.some(
      ({ outcome, reports }) => outcome === 'returned' && JSON.stringify(reports).includes(RECORD),
    ),
    'no report names the parameter',
  ),
];

export const RECORDS_OF_ROLES: readonly Attack[] = [
  {
    ...WITH_A_STACK,
    id: 'parameter-writer/take-over-by-record',
    title: 'forges a record that makes an untagged role of others his own',
    mustNotBecome: 'the owner of a role that others have made',
    prepare: async ({ account }) => account.seed({ roles: [adoptableRole] }),
    attempt: async (world) => {
      await put(world.attacker.ssm, RECORD, forgedRecord(ownerIn(world.attackers), roleIdOf(world)));
      await world.deploy(world.attackers, { ExternalId: ATTACKERS_EXTERNAL_ID });
    },
    holds: (world) => unchangedRoles(world, ROLE),
  },
  {
    ...WITH_A_STACK,
    id: 'parameter-writer/delete-by-record',
    title: 'forges a record of an untagged role of others, and deletes a stack of his own',
    mustNotBecome: 'iam:DeleteRole on a role that others have made',
    attempt: async (world) => {
      await world.deploy(world.attackers);
      await world.attackers.delete();
      world.account.seed({ roles: [adoptableRole] });
      world.before = world.account.digest();
      await put(world.attacker.ssm, RECORD, forgedRecord(ownerIn(world.attackers), roleIdOf(world)));
      await world.forge(
        world.eventOf(world.attackers.id, { RequestType: 'Delete', PhysicalResourceId: ROLE }),
      );
      await world.deploy(world.attackers);
      await world.attackers.delete();
    },
    holds: (world) => unchangedRoles(world, ROLE),
  },
  {
    ...COMMON,
    id: 'parameter-writer/claim-the-guard-rail',
    title:
      'the record says that security’s policy was a wish of the integration: the next update detaches it',
    own: true,
    mustNotBecome: 'iam:DetachRolePolicy on what security has attached',
    prepare: async (world) => {
      await world.deploy(world.victims);
      await world.administrator.iam.send(
        new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: GUARD_RAIL }),
      );
    },
    attempt: thenUpdate((world) =>
      put(world.attacker.ssm, RECORD, edited(world.parameter(RECORD), { managedPolicyArns: [GUARD_RAIL] })),
    ),
    holds: ({ account }) =>
      unless(
        account.digest().roles[ROLE]?.attached.includes(GUARD_RAIL) === true,
        'security’s policy is detached',
      ),
  },
  {
    ...COMMON,
    id: 'parameter-writer/claim-the-boundary',
    title: 'the record says that security’s boundary was a wish of the integration',
    own: true,
    mustNotBecome: 'iam:DeleteRolePermissionsBoundary',
    prepare: async (world) => {
      await world.deploy(world.victims);
      await world.administrator.iam.send(
        new PutRolePermissionsBoundaryCommand({ RoleName: ROLE, PermissionsBoundary: SECURITY_BOUNDARY }),
      );
    },
    attempt: thenUpdate((world) =>
      put(
        world.attacker.ssm,
        RECORD,
        edited(world.parameter(RECORD), { permissionsBoundary: SECURITY_BOUNDARY }),
      ),
    ),
    holds: ({ account }) =>
      unless(account.digest().roles[ROLE]?.boundaryArn === SECURITY_BOUNDARY, 'security’s boundary is gone'),
  },
  {
    ...COMMON,
    id: 'parameter-writer/claim-a-tag',
    title: 'the record says that a tag of others was a wish of the integration',
    own: true,
    mustNotBecome: 'iam:UntagRole on the tags of others',
    prepare: async (world) => {
      await world.deploy(world.victims);
      const Tags = [{ Key: 'classification', Value: 'restricted' }];
      await world.administrator.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags }));
    },
    attempt: thenUpdate((world) =>
      put(world.attacker.ssm, RECORD, edited(world.parameter(RECORD), { tags: { classification: 'x' } })),
    ),
    holds: ({ account }) =>
      unless(
        account.digest().roles[ROLE]?.tags['classification'] === 'restricted',
        'a tag of others is gone',
      ),
  },
  {
    ...COMMON,
    id: 'parameter-writer/record-of-another-role',
    title: 'the record of one role has another one’s name in it',
    mustNotBecome: 'a report on a role that is about another one',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(`${RECORDS}/Elsewhere`, (world) => world.parameter(RECORD)),
      forge(RECORD, (world) => edited(world.parameter(RECORD), { roleName: 'DatadogIntegrationRoleOther' })),
    ),
    holds: ({ runs }) => {
      const names = runs.flatMap(({ reports }) => reports.map(({ roleName }) => roleName));
      return unless(
        JSON.stringify([...names].sort()) === JSON.stringify([ROLE, 'Elsewhere'].sort()),
        `there are reports on ${names.join(', ')}`,
      );
    },
  },
  {
    ...COMMON,
    id: 'parameter-writer/second-spelling-of-a-name',
    title: 'writes a second record of the same role, its name encoded in another way',
    own: true,
    mustNotBecome: 'two reports on a role, of which one says what the attacker likes',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(`${RECORDS}/.44atadogIntegrationRole`, (world) =>
        edited(world.parameter(RECORD), { externalId: ATTACKERS_EXTERNAL_ID, selfTestPrincipals: [] }),
      ),
    ),
    holds: ({ runs }) => {
      const same = runs.flatMap(({ reports }) => reports.filter(({ roleName }) => roleName === ROLE));
      return unless(same.length === 1, `there are ${same.length} reports on the one role`);
    },
  },
  {
    ...COMMON,
    id: 'parameter-writer/control-characters-in-a-name',
    title: 'the name of a record decodes to line breaks and escape sequences',
    own: true,
    mustNotBecome: 'a line of his own in a mail',
    attempt: thenValidate(forge(`${RECORDS}/x.0a.0ado.3a.20curl.20evil.1b.5b2J`, () => 'no JSON')),
    holds: ({ runs }) => [
      ...mailsAreCleanIfAny(runs),
      ...unless(
        !runs.some(({ reports }) => reports.some(({ roleName }) => /[\r\n]/.test(roleName))),
        'a report has the name of a role with line breaks in it',
      ),
    ],
  },
  {
    ...COMMON,
    id: 'parameter-writer/record-of-another-account',
    title: 'the record says that the role is in his own account',
    own: true,
    mustNotBecome: 'sessions of the validator in his account, or its word that he is healthy',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) => edited(world.parameter(RECORD), { accountId: ATTACKERS_ACCOUNT })),
    ),
    holds: ({ runs }) => [
      ...unless(
        !runs.some(({ calls }) => JSON.stringify(calls).includes(`iam::${ATTACKERS_ACCOUNT}:role`)),
        'the validator has asked for a role of his account',
      ),
      ...unless(
        !runs.some(({ reports }) => reports.some(({ accountId }) => accountId === ATTACKERS_ACCOUNT)),
        'there is a report on his account',
      ),
    ],
  },
  {
    ...COMMON,
    id: 'parameter-writer/record-of-another-type',
    title: 'makes the record’s parameter beforehand, with a type that SSM does not change',
    own: true,
    mustNotBecome: 'a stack that nobody can deploy, without a word why',
    attempt: async (world) => {
      const list = { Name: RECORD, Value: 'a,b', Type: 'StringList' } as const;
      await world.attacker.ssm.send(new PutParameterCommand(list));
      await world.deploy(world.victims);
    },
    holds: (world) => worksOrNames(RECORD)(world),
  },
  {
    ...COMMON,
    id: 'parameter-writer/record-for-another-validator',
    title: 'the record says that another validator looks after the role, before Datadog loses access',
    own: true,
    mustNotBecome: 'silence when Datadog loses access',
    prepare: victimsIntegration,
    attempt: async (world) => {
      const selfTestPrincipals = [roleArn('SomeOtherValidator')];
      await put(world.attacker.ssm, RECORD, edited(world.parameter(RECORD), { selfTestPrincipals }));
      await breakTheTrust(world);
      await world.validate();
    },
    holds: ({ runs }) =>
      unless((runs.at(-1)?.alerts.length ?? 0) > 0, 'Datadog has lost access and nobody was told'),
  },
  {
    ...COMMON,
    id: 'parameter-writer/record-of-break-glass',
    title: 'a record of a role that is no integration',
    own: true,
    mustNotBecome: 'a session of that role',
    attempt: thenValidate(
      forge(`${RECORDS}/${BREAK_GLASS}`, (world) =>
        forgedRecord(
          ownerIn(world.attackers),
          roleIdOf(world, BREAK_GLASS),
          { roleName: BREAK_GLASS },
          triedBy(world),
        ),
      ),
    ),
    holds: ({ customer }) =>
      unless(
        !customer.sandbox.journal
          .calls()
          .some(({ principalArn }) => principalArn.includes(`assumed-role/${BREAK_GLASS}`)),
        'somebody has been that role',
      ),
  },
  {
    ...COMMON,
    id: 'parameter-writer/record-of-operators',
    title:
      'a record of an administrator’s role whose name matches the pattern and that its account may assume',
    own: true,
    mustNotBecome: 'a session of that role',
    prepare: operators,
    attempt: thenValidate(
      forge(`${RECORDS}/${OPERATORS}`, (world) =>
        forgedRecord(
          ownerIn(world.attackers),
          roleIdOf(world, OPERATORS),
          { roleName: OPERATORS },
          triedBy(world),
        ),
      ),
    ),
    holds: ({ customer }) =>
      unless(
        !customer.sandbox.journal
          .calls()
          .some(({ principalArn }) => principalArn.includes(`assumed-role/${OPERATORS}`)),
        'the validator has been that role',
      ),
  },
  {
    ...COMMON,
    id: 'parameter-writer/flood-of-records',
    title: '25 records of roles that do not exist',
    own: true,
    mustNotBecome: 'the end of the validation of real integrations',
    prepare: victimsRegisteredIntegration,
    attempt: async (world) => {
      for (let number = 0; number < 25; number++) {
        const roleName = `DatadogIntegrationRoleFlood${number}`;
        const forged = edited(world.parameter(RECORD), { roleName, roleId: `AROAFLOOD${number}` });
        await put(world.attacker.ssm, `${RECORDS}/${roleName}`, forged);
      }
      await world.validate();
    },
    holds: ({ runs }) => {
      const report = runs.flatMap(({ reports }) => reports).find(({ roleName }) => roleName === ROLE);
      return unless(report?.status === 'healthy', `the real integration is reported as ${report?.status}`);
    },
  },
  {
    ...COMMON,
    id: 'parameter-writer/record-newer',
    title:
      'a record of a newer version, over which nothing is changed: an update, what its reason says, and a deletion',
    mustNotBecome: 'an integration that nobody can update, delete or validate',
    prepare: victimsIntegration,
    attempt: async (world) => {
      const newer = '{"schemaVersion":99,"future":true}';
      await put(world.attacker.ssm, RECORD, newer);
      await world.validate();
      await world.deploy(world.victims, { Description: 'updated' });
      world.seen.push(
        repliesOf(world.victims)
          .map(({ reason }) => reason)
          .join(' '),
      );
      await world.administrator.ssm.send(new DeleteParameterCommand({ Name: RECORD }));
      await world.deploy(world.victims, { Description: 'updated' });
      world.seen.push(String(world.victims.status));
      await put(world.attacker.ssm, RECORD, newer);
      await world.victims.delete();
    },
    holds: (world) => [
      ...unless(
        world.seen[0]?.includes(`delete it and update the stack`) === true,
        `the refusal does not say what to do: ${world.seen[0]}`,
      ),
      ...unless(
        world.seen[1] === 'UPDATE_COMPLETE',
        `without the record the update ended in ${world.seen[1]}`,
      ),
      ...isGoneAndReported(world),
    ],
  },
  ...(
    [
      ['no-json', 'no JSON', 'a record that is no JSON'],
      ['null', 'null', 'a record that is null'],
      ['huge', `{"schemaVersion":1,"x":"${'x'.repeat(8_000)}"}`, 'a record of 8 KB that says nothing'],
      ['prototype', '{"schemaVersion":1,"__proto__":{"spec":{}},"constructor":1}', 'a record with __proto__'],
      [
        'wrong-types',
        '{"schemaVersion":1,"spec":{"tags":[],"managedPolicyArns":[7],"regions":[null],"roleName":3,"path":4,"externalId":{},"permissions":"All"},"owner":{"stackId":1},"roleId":"x","selfTestPrincipals":[{}]}',
        'a record whose every part is of the wrong type',
      ],
    ] as const
  ).map(
    ([name, text, title]): Attack => ({
      ...COMMON,
      id: `parameter-writer/record-${name}`,
      title: `${title}: validation, an update and a deletion over it`,
      mustNotBecome: 'an integration that nobody can update, delete or validate',
      prepare: victimsIntegration,
      attempt: async (world) => {
        await put(world.attacker.ssm, RECORD, text);
        await world.validate();
        await world.deploy(world.victims, { Description: 'updated' });
        world.seen.push(String(world.victims.status));
        await put(world.attacker.ssm, RECORD, text);
        await world.victims.delete();
      },
      holds: (world) => [
        ...unless(world.seen[0] === 'UPDATE_COMPLETE', `the update ended in ${world.seen[0]}`),
        ...isGoneAndReported(world),
      ],
    }),
  ),
];

/** Somebody breaks Datadog's way in. */
