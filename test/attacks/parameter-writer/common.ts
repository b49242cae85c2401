import { DATADOG, ROLE } from '../../support/customer-account';
import { repliesOf } from '../../support/replies';
import { addToTrust } from '../../support/role-edits';
import { unless, type Violations } from '../attack';
import { mailsAreClean, trustsNoStranger } from '../findings';
import { put, SNAPSHOT } from '../forgery';
import type { AttackWorld } from '../world';

export const COMMON = { threat: 'parameter-writer', rightHeld: ['ssm:PutParameter'] } as const;
export const WITH_A_STACK = {
  threat: 'parameter-writer',
  rightHeld: ['ssm:PutParameter', 'cloudformation:CreateStack', 'cloudformation:DeleteStack'],
} as const;
export const ADOPT = { ExistingRole: 'Adopt' };

export const attackersIntegration = (world: AttackWorld) => world.deploy(world.attackers);

export const forge = (name: string, content: (world: AttackWorld) => unknown) => (world: AttackWorld) =>
  put(world.attacker.ssm, name, content(world));

/** The forgery, and then what somebody innocent does. */
export const thenDelete =
  (...forgeries: readonly ((world: AttackWorld) => Promise<void>)[]) =>
  async (world: AttackWorld) => {
    for (const write of forgeries) await write(world);
    await world.victims.delete();
  };

export const thenUpdate =
  (...forgeries: readonly ((world: AttackWorld) => Promise<void>)[]) =>
  async (world: AttackWorld) => {
    for (const write of forgeries) await write(world);
    await world.deploy(world.victims, { Description: 'updated' });
  };

export const thenValidate =
  (...forgeries: readonly ((world: AttackWorld) => Promise<void>)[]) =>
  async (world: AttackWorld) => {
    for (const write of forgeries) await write(world);
    await world.validate();
  };

export const isAdministrator = ({ account }: AttackWorld): Violations => {
  const exists = account.digest().roles[ROLE] !== undefined;
  return unless(
    !exists || !account.effectivePermissions(ROLE)('iam:CreateUser'),
    'the role may do everything',
  );
};

/** What the last reply to the victim says; its status too. */
export const said = ({ victims }: AttackWorld) => {
  const reply = repliesOf(victims).at(-1);
  return `${reply?.status} ${reply?.reason}`;
};

/** The victim's operation succeeds, or says which parameter is in its way and what to do about it. */
export const worksOrNames =
  (parameter: string) =>
  (world: AttackWorld): Violations => {
    const failures = repliesOf(world.victims).filter(({ status }) => status === 'FAILED');
    return failures
      .filter(({ reason }) => !reason.includes(parameter))
      .map(({ reason }) => `the reason does not name ${parameter}: ${reason}`);
  };

/** The victim's operation is none of the parameter's business. */
export const works =
  (...statuses: readonly string[]) =>
  (world: AttackWorld): Violations =>
    unless(
      statuses.includes(String(world.victims.status)),
      `the victim’s stack rests in ${world.victims.status}: ${said(world)}`,
    );

export const handsBackNothingElse = (world: AttackWorld): Violations => [
  ...trustsNoStranger(world),
  ...isAdministrator(world),
  ...worksOrNames(SNAPSHOT)(world),
];

/** Datadog loses access. */
export const breakTheTrust = ({ customer }: AttackWorld) =>
  addToTrust(customer, { Effect: 'Deny', Principal: { AWS: DATADOG }, Action: 'sts:AssumeRole' });

export const mailsAreCleanIfAny = (runs: AttackWorld['runs']): Violations =>
  runs.some(({ alerts }) => alerts.length > 0) ? mailsAreClean({ runs }, /^\s*(?:do: curl|FAIL forged)/) : [];
