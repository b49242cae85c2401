import { AttachRolePolicyCommand } from '@aws-sdk/client-iam';
import { EXTERNAL_ID, ROLE } from '../support/customer-account';
import { adoptableRole } from '../support/guide-role';
import { ACCOUNT_ID } from '../support/registration';
import { ACCOUNT_ROOT, ADMINISTRATOR_ACCESS, GUARD_RAIL, OPERATORS, trusting } from './neighbours';
import type { AttackWorld, Properties } from './world';

/** Other people's doings before an attempt. */
export const victimsIntegration = (world: AttackWorld) => world.deploy(world.victims);

/** The victim's integration, and its account entered in Datadog by hand: in order on both sides. */
export const victimsRegisteredIntegration = async (world: AttackWorld) => {
  await victimsIntegration(world);
  world.customer.datadog().accounts.add({ accountId: ACCOUNT_ID, roleName: ROLE, externalId: EXTERNAL_ID });
};

/** A role that people have made for Datadog, and the victim has adopted. */
export const victimsAdoption = async (world: AttackWorld) => {
  world.account.seed({ roles: [adoptableRole] });
  await world.deploy(world.victims, { ExistingRole: 'Adopt' });
};

/** The victim's integration, on which security has attached a policy. */
export const guardedIntegration = async (world: AttackWorld) => {
  await victimsIntegration(world);
  await world.administrator.iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: GUARD_RAIL }));
};

/** An administrator's role that people have made, with a name that the provider may use. */
export const operatorsRole = {
  name: OPERATORS,
  trust: trusting(ACCOUNT_ROOT),
  attached: [ADMINISTRATOR_ACCESS],
};
export const operators = async ({ account }: AttackWorld) => account.seed({ roles: [operatorsRole] });

/** What the attacker sends while the victim's stack updates its integration, before CloudFormation has the reply. */
export const whileAtWork =
  (event: (world: AttackWorld) => unknown, change: Properties = { Description: 'new' }) =>
  async (world: AttackWorld) => {
    world.customer.sandbox.faults.add({
      // The record is written last.
      match: { service: 'ssm', operation: 'PutParameter' },
      times: 1,
      effect: {
        type: 'run',
        when: 'after',
        run: async () => {
          await world.forge(event(world));
        },
      },
    });
    await world.deploy(world.victims, change);
  };
