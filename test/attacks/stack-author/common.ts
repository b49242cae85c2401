import type { Violations } from '../attack';
import { isRefused, trustsNoStranger, unchangedRoles } from '../findings';
import { operatorsRole } from '../preparations';
import type { AttackWorld, Properties } from '../world';

export const COMMON = {
  threat: 'stack-author',
  rightHeld: ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
} as const;

/** Datadog's account of the site AP1. */
export const AP1_ACCOUNT = '417141415827';
/** The name that the sandbox's CloudFormation gives to the role that starts the validator. */
export const SCHEDULERS_ROLE = 'datadog-ValidationScheduleRole-us-east-1';
export const ADOPT = { ExistingRole: 'Adopt' };
/** Names of the functions' roles that begin as the provider's pattern does. */
export const WIDE_PATTERN = { RoleNamePattern: 'datadog-*' };

/** The attacker's own stack, with these properties. */
export const deploys = (properties: Properties) => (world: AttackWorld) =>
  world.deploy(world.attackers, properties);

/** It is refused, in a reason with these words, and these roles stay as they are. */
export const refused =
  (words: readonly string[], ...roles: readonly string[]) =>
  (world: AttackWorld): Violations => [
    ...isRefused(world.attackers, ...words),
    ...unchangedRoles(world, ...roles),
    ...trustsNoStranger(world),
  ];

export const seed =
  (...roles: Parameters<AttackWorld['account']['seed']>[0]['roles'] & object) =>
  async (world: AttackWorld) =>
    world.account.seed({ roles: [...roles] });

/** A role that only its own account may assume, an administrator's. */
export const administrators = (name: string, path = '/') => ({ ...operatorsRole, name, path });
