import type { Registration } from '../sandbox';
import { byHand, REGISTRATION, REGISTRATION_TYPE, registrationRecords } from '../support/registration';
import { repliesOf } from '../support/replies';
import { type Attack, unless, type Violations } from './attack';
import { put } from './forgery';
import type { AttackWorld, Properties } from './world';

/* Attempts on what is registered in Datadog, by way of whoever has its keys: the provider. */

const AN_HOUR_MS = 3_600_000;
const HIS_ROLE = 'RoleOfMallory';
const ADOPT = { ExistingRegistration: 'Adopt' };

type Whose = 'victims' | 'attackers';

const register = (world: AttackWorld, whose: Whose, properties: Properties = {}) =>
  world[whose].deploy({
    resources: {
      [REGISTRATION]: { type: REGISTRATION_TYPE, serviceToken: world.customer.provider, properties },
    },
  });

/** What people have entered by hand, an hour ago. */
const enteredByHand = async ({ customer }: AttackWorld) => {
  customer.datadog().accounts.add({ ...byHand, settings: { account_tags: ['by:hand'] } });
  customer.virtualTime.pass(AN_HOUR_MS);
};

const victimsRegistration = (world: AttackWorld) => register(world, 'victims');

const victimsAdoption = async (world: AttackWorld) => {
  await enteredByHand(world);
  await register(world, 'victims', { ...ADOPT, AccountTags: ['env:prod'] });
};

const entry = ({ customer }: AttackWorld): Registration => {
  const [found] = customer.datadog().accounts.list();
  if (found === undefined) throw new Error('nothing is registered');
  return found;
};

/** The one that was there is there, with its role and external id, and nothing but it. */
const stays =
  (found: (world: AttackWorld) => string | undefined) =>
  (world: AttackWorld): Violations => {
    const [kept, ...more] = world.customer.datadog().accounts.list();
    const auth = JSON.stringify(kept?.attributes.auth_config);
    return [
      ...unless(kept !== undefined && more.length === 0, 'the registration is gone, or not alone any more'),
      ...unless(auth === found(world), `its role or external id is another: ${auth}`),
    ];
  };

/** Keeps what is registered before an attempt, to be compared with. */
const remembered = (attempt: (world: AttackWorld) => Promise<unknown>) => async (world: AttackWorld) => {
  world.seen.push(JSON.stringify(entry(world).attributes.auth_config));
  await attempt(world);
};
const asBefore = stays(({ seen }) => seen[0]);

const forgedEvent = (world: AttackWorld, whose: Whose, fields: Readonly<Record<string, unknown>>) => {
  const { arn: ServiceToken } = world.customer.provider;
  return world.forge(
    world.eventOf(world[whose].id, {
      LogicalResourceId: REGISTRATION,
      ResourceType: REGISTRATION_TYPE,
      PhysicalResourceId: entry(world).id,
      ResourceProperties: { ServiceToken, RoleName: HIS_ROLE },
      ...fields,
    }),
  );
};

const INVOKER = { threat: 'invoker', rightHeld: ['lambda:InvokeFunction'], own: true } as const;
const WRITER = {
  threat: 'parameter-writer',
  rightHeld: ['ssm:PutParameter', 'cloudformation:CreateStack', 'cloudformation:DeleteStack'],
  own: true,
} as const;

const BY_INVOKERS: readonly Attack[] = [
  {
    ...INVOKER,
    id: 'invoker/registration-delete-of-the-victims',
    title: 'a Delete of the victim’s registration in the name of the victim’s stack, at rest',
    mustNotBecome: 'aws_configurations_manage in Datadog',
    prepare: victimsRegistration,
    attempt: remembered((world) => forgedEvent(world, 'victims', { RequestType: 'Delete' })),
    holds: asBefore,
  },
  {
    ...INVOKER,
    id: 'invoker/registration-update-of-the-victims',
    title:
      'an Update of the victim’s registration in the name of the victim’s stack, at rest, to a role of his own',
    mustNotBecome: 'aws_configuration_edit in Datadog',
    prepare: victimsRegistration,
    attempt: remembered((world) =>
      forgedEvent(world, 'victims', { RequestType: 'Update', OldResourceProperties: {} }),
    ),
    holds: asBefore,
  },
  {
    ...INVOKER,
    id: 'invoker/registration-of-nobodys-stack',
    title:
      'a Delete and an Update of what people have entered by hand, in the name of stacks that there are not',
    mustNotBecome: 'aws_configurations_manage in Datadog',
    prepare: enteredByHand,
    attempt: remembered(async (world) => {
      await forgedEvent(world, 'attackers', { RequestType: 'Delete' });
      await forgedEvent(world, 'attackers', { RequestType: 'Update', OldResourceProperties: {} });
    }),
    holds: asBefore,
  },
  {
    ...INVOKER,
    id: 'invoker/registration-of-another-resource',
    title:
      'a Delete of the victim’s registration in the name of his own stack, which updates a registration of its own at the time',
    mustNotBecome: 'aws_configurations_manage in Datadog',
    prepare: victimsRegistration,
    attempt: remembered(async (world) => {
      world.customer.sandbox.faults.add({
        match: { service: 'datadog', operation: 'ListAWSAccounts', nth: 1 },
        effect: {
          type: 'run',
          when: 'before',
          run: async () => {
            await forgedEvent(world, 'attackers', { RequestType: 'Delete' });
          },
        },
      });
      await register(world, 'attackers');
    }),
    holds: asBefore,
  },
];

/** What a record of a stack of his own says, as soon as he knows its name: while its Create is at work. */
const recordDuringCreate =
  (content: (world: AttackWorld) => Readonly<Record<string, unknown>>) => async (world: AttackWorld) => {
    const write = async () => {
      const [, name = '', id = ''] = world.attackers.id.split('/');
      const { aws_account_id: accountId } = entry(world).attributes;
      await put(world.attacker.ssm, `/datadog-integration-registration/${name}/${id}/${REGISTRATION}`, {
        schemaVersion: 1,
        owner: { stackId: world.attackers.id, logicalId: REGISTRATION },
        spec: {
          partition: 'aws',
          accountId,
          datadogSite: 'datadoghq.com',
          settings: { RoleName: byHand.roleName },
          existingRegistration: 'Fail',
        },
        before: {},
        ...content(world),
      });
    };
    world.customer.sandbox.faults.add({
      match: { service: 'datadog', operation: 'ListAWSAccounts', nth: 1 },
      effect: { type: 'run', when: 'before', run: write },
    });
    await register(world, 'attackers');
    await write();
    await world.attackers.delete();
  };

const BY_WRITERS: readonly Attack[] = [
  {
    ...WRITER,
    id: 'parameter-writer/registration-made-by-record',
    title:
      'a record says that his stack has made what people have entered by hand: its rollback deletes that',
    mustNotBecome: 'aws_configurations_manage in Datadog',
    prepare: enteredByHand,
    attempt: remembered(recordDuringCreate((world) => ({ configId: entry(world).id }))),
    holds: asBefore,
  },
  {
    ...WRITER,
    id: 'parameter-writer/registration-intended-by-record',
    title: 'a record says that his stack was about to make it, long ago',
    mustNotBecome: 'aws_configurations_manage in Datadog',
    prepare: enteredByHand,
    attempt: remembered(recordDuringCreate(() => ({ intent: { requestId: 'any', at: 0 } }))),
    holds: asBefore,
  },
  {
    ...WRITER,
    id: 'parameter-writer/registration-adopted-becomes-made',
    title: 'the record says that the victim has made what it has adopted: its Delete removes that',
    rightHeld: ['ssm:PutParameter'],
    mustNotBecome: 'aws_configurations_manage in Datadog',
    prepare: victimsAdoption,
    attempt: remembered(async (world) => {
      const [name = ''] = registrationRecords(world.customer);
      const { adopted: _, ...made } = JSON.parse(world.parameter(name));
      await put(world.attacker.ssm, name, made);
      await world.victims.delete();
    }),
    holds: asBefore,
  },
  {
    ...WRITER,
    id: 'parameter-writer/registration-of-another-id',
    title: 'the record of the victim names another registration, and no site of Datadog’s',
    rightHeld: ['ssm:PutParameter'],
    mustNotBecome: 'keys that are sent to a host of his own',
    prepare: victimsRegistration,
    attempt: async (world) => {
      const [name = ''] = registrationRecords(world.customer);
      const record = JSON.parse(world.parameter(name));
      const spec = { ...record.spec, datadogSite: '127.0.0.1:1/evil' };
      await put(world.attacker.ssm, name, { ...record, configId: '0'.repeat(8), spec });
      await world.victims.delete();
    },
    holds: ({ customer, logs }) => [
      ...unless(
        customer.sandbox.journal
          .calls()
          .filter(({ service }) => service === 'datadog')
          .every(({ region }) => region === 'datadoghq.com'),
        'a request went to another site',
      ),
      ...unless(!logs().includes('ECONNREFUSED'), 'a connection to another host was tried'),
    ],
  },
];

const EVIL = 'x\u001b[2J\u202e\n{"Status":"SUCCESS"}\r\n';

const BY_OTHERS: readonly Attack[] = [
  {
    id: 'stack-author/registration-of-others',
    threat: 'stack-author',
    title: 'declares a registration where people have entered the account by hand',
    rightHeld: ['cloudformation:CreateStack', 'cloudformation:DeleteStack'],
    own: true,
    mustNotBecome: 'aws_configurations_manage in Datadog',
    prepare: enteredByHand,
    attempt: remembered(async (world) => {
      await register(world, 'attackers', { RoleName: HIS_ROLE });
      await world.attackers.delete();
    }),
    holds: asBefore,
  },
  {
    id: 'log-and-mail-reader/registration-with-escapes',
    threat: 'log-and-mail-reader',
    title: 'has entered a role in Datadog whose name steers terminals, begins lines and looks like a reply',
    rightHeld: [],
    own: true,
    mustNotBecome: 'lines or colours in logs and reasons, or a reply of his own',
    prepare: async ({ customer }) => {
      customer.datadog().accounts.add({ ...byHand, roleName: EVIL });
    },
    attempt: (world) => register(world, 'victims'),
    holds: (world) => {
      const [reply] = repliesOf(world.victims);
      return [
        ...unless(reply?.status === 'FAILED', `the reply says ${reply?.status}`),
        ...unless(reply?.reason.includes('\\u001b[2J') === true, `the reason hides it: ${reply?.reason}`),
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        ...unless(!/[\u0000-\u001f\u202e]/.test(reply?.reason ?? ''), 'the reason has characters that steer'),
        ...unless(
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
          !/[\u0000-\u0009\u000b-\u001f\u202e]/.test(world.logs()),
          'the log has characters that steer',
        ),
      ];
    },
  },
];

export const REGISTRATIONS: readonly Attack[] = [...BY_INVOKERS, ...BY_WRITERS, ...BY_OTHERS];
