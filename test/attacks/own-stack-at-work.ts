import { TagRoleCommand } from '@aws-sdk/client-iam';
import { ownerTags } from '../../src/iam/ownership';
import { EXTERNAL_ID, LOGICAL_ID, RESOURCE_TYPE, ROLE } from '../support/customer-account';
import { type Attack, unless } from './attack';
import { unchangedRoles } from './findings';
import { forgedRecord, put, roleIdOf } from './forgery';
import { ATTACKERS_EXTERNAL_ID, OPERATORS } from './neighbours';
import { operatorsRole } from './preparations';
import { type AttackWorld, RECORDS } from './world';

/*
 * Whoever may deploy stacks keeps one at work for as long as he likes, by a resource that does not answer. CloudFormation then
 * says of it that it waits, and he chooses the rest of the event himself: its physical id and its properties.
 */

const ID = 'arn:aws:cloudformation:us-east-1:123456789012:stack/mine/0c0c0c0c-0000-4000-8000-000000000000';
const OWNER = { stackId: ID, logicalId: LOGICAL_ID };

const atWork = (status: string, id = ID, physicalId?: string) => ({
  stacks: [
    {
      name: 'mine',
      id,
      status: 'UPDATE_IN_PROGRESS',
      resources: [
        {
          logicalId: LOGICAL_ID,
          type: RESOURCE_TYPE,
          status,
          ...(physicalId === undefined ? {} : { physicalId }),
        },
      ],
    },
  ],
});

const pointingAt = (role: string, requestType: 'Update' | 'Delete') => ({
  RequestType: requestType,
  PhysicalResourceId: role,
  ResourceProperties: { ExternalId: ATTACKERS_EXTERNAL_ID, RoleName: role },
  ...(requestType === 'Update' ? { OldResourceProperties: { ExternalId: EXTERNAL_ID, RoleName: role } } : {}),
});

const WITH_PARAMETERS = {
  threat: 'invoker',
  rightHeld: ['lambda:InvokeFunction', 'cloudformation:CreateStack', 'ssm:PutParameter'],
  own: true,
} as const;
const WITH_TAGS = {
  threat: 'role-tagger',
  rightHeld: ['lambda:InvokeFunction', 'cloudformation:CreateStack', 'iam:TagRole'],
  own: true,
} as const;

/** The victim's stack is at work on something else, and its integration at rest. */
const elsewhereAtWork = async (world: AttackWorld) => {
  await world.deploy(world.victims);
  world.account.seed(atWork('CREATE_COMPLETE', world.victims.id, ROLE));
};

export const OWN_STACK_AT_WORK: readonly Attack[] = [
  ...(['Delete', 'Update'] as const).map(
    (requestType): Attack => ({
      ...WITH_PARAMETERS,
      id: `invoker/physical-id-of-others-${requestType.toLowerCase()}`,
      title: `from a stack of his own that stays at work, ${requestType} with an administrator’s role as physical id, and a record of it`,
      mustNotBecome: 'iam:DeleteRole and iam:UpdateAssumeRolePolicy on a role that people have made',
      prepare: async ({ account }) =>
        account.seed({ roles: [operatorsRole], ...atWork('UPDATE_IN_PROGRESS') }),
      attempt: async (world) => {
        const record = forgedRecord(OWNER, roleIdOf(world, OPERATORS), { roleName: OPERATORS });
        await put(world.attacker.ssm, `${RECORDS}/${OPERATORS}`, record);
        await world.forge(world.eventOf(ID, pointingAt(OPERATORS, requestType)));
      },
      holds: (world) => unchangedRoles(world, OPERATORS),
    }),
  ),
  {
    ...WITH_TAGS,
    id: 'role-tagger/physical-id-of-an-integration',
    title: 'tags a live integration as of a stack of his own that stays at work, and sends its Delete',
    mustNotBecome: 'iam:DeleteRole on an integration of another stack',
    prepare: async (world) => {
      await world.deploy(world.victims);
      world.account.seed(atWork('DELETE_IN_PROGRESS'));
    },
    attempt: async (world) => {
      const Tags = Object.entries(ownerTags(OWNER)).map(([Key, Value]) => ({ Key, Value }));
      await world.attacker.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags }));
      await world.forge(world.eventOf(ID, pointingAt(ROLE, 'Delete')));
    },
    holds: ({ account }) => unless(account.digest().roles[ROLE] !== undefined, 'the role is gone'),
  },
  {
    threat: 'invoker',
    rightHeld: ['lambda:InvokeFunction'],
    own: true,
    id: 'invoker/stack-that-cannot-be',
    title:
      'a Create in the name of a stack whose name CloudFormation takes for none, so that it answers neither yes nor no',
    mustNotBecome: 'iam:CreateRole',
    attempt: (world) =>
      world.forge(
        world.eventOf(ID.replace('/mine/', '/my stack/'), {
          RequestType: 'Create',
          ResourceProperties: { ExternalId: ATTACKERS_EXTERNAL_ID, RoleName: `${ROLE}Forged` },
        }),
      ),
    holds: ({ account }) => unless(account.digest().roles[`${ROLE}Forged`] === undefined, 'a role was made'),
  },
  {
    threat: 'invoker',
    rightHeld: ['lambda:InvokeFunction'],
    own: true,
    id: 'invoker/delete-while-others-are-at-work',
    title: 'a Delete in the name of the victim’s stack while that is at work on something else',
    mustNotBecome: 'iam:DeleteRole',
    prepare: elsewhereAtWork,
    attempt: (world) =>
      world.forge(world.eventOf(world.victims.id, { RequestType: 'Delete', PhysicalResourceId: ROLE })),
    holds: (world) => unchangedRoles(world, ROLE),
  },
];
