import type { AccountView } from '../../sandbox';
import { DATADOG, EXTERNAL_ID } from '../../support/customer-account';
import { ATTACKERS_EXTERNAL_ID, ATTACKERS_ROOT } from '../neighbours';
import { nameOfProbe, PROBES, type Probe } from '../probes';
import type { Scene } from './alphabet';
import type { State } from './model';

export interface GoalOptions {
  /** One for each role that is looked at. */
  readonly scenes: readonly Scene[];
  /** Whether a probe is something that the thief had, or that the boundary allows. */
  readonly isConceded: (probe: Probe) => boolean;
}

/** Where the thief has got to: through which roles, and what he may do there. */
export interface Gain {
  readonly roles: readonly string[];
  readonly actions: readonly string[];
}

const EXTERNAL_IDS = [undefined, EXTERNAL_ID, ATTACKERS_EXTERNAL_ID];

/** What the thief gains by any of the roles in a state. */
export function gainIn(account: AccountView, state: State, options: GoalOptions): Gain | undefined {
  for (const scene of options.scenes) {
    const gain = gainBy(account, state, scene, options.isConceded);
    if (gain !== undefined) return gain;
  }
  return undefined;
}

/**
 * What he gains by one role: by assuming it, or by being it, and by the roles that it lets him assume from there. AssumeRole
 * is free, and its session has whatever name helps.
 */
function gainBy(
  account: AccountView,
  state: State,
  { target: { name }, thief }: Scene,
  isConceded: GoalOptions['isConceded'],
): Gain | undefined {
  const role = state.roles.get(name.toLowerCase());
  if (role === undefined) return undefined;
  const isHim = role.arn === thief.roleArn;
  const visitors = [thief.roleArn, thief.sessionArn, ATTACKERS_ROOT];
  if (!isHim && !visitors.some((who) => isOpen(account, who, name)) && !isOpenForDatadog(account, name))
    return undefined;
  const actions = beyond(account, name, isConceded);
  if (actions.length > 0) return { roles: [name], actions };
  // What the thief's own role may assume is what the other roles are asked about anyway.
  if (isHim) return undefined;
  for (const other of state.roles.values()) {
    if (other.name === name) continue;
    if (!sessionsOf(account, name, state).some((who) => isOpen(account, who, other.name))) continue;
    const more = beyond(account, other.name, isConceded);
    if (more.length > 0) return { roles: [name, other.name], actions: more };
  }
  return undefined;
}

function isOpen(account: AccountView, principalArn: string, roleName: string): boolean {
  return EXTERNAL_IDS.some((externalId) =>
    account.canAssume(principalArn, roleName, externalId === undefined ? {} : { externalId }),
  );
}

/** Datadog comes for whoever has an organization there. */
function isOpenForDatadog(account: AccountView, roleName: string): boolean {
  return account.canAssume(DATADOG, roleName, { externalId: ATTACKERS_EXTERNAL_ID });
}

/** Sessions of a role as trust policies may name them. */
function sessionsOf(account: AccountView, roleName: string, state: State): readonly string[] {
  const prefix = `arn:${account.partition}:sts::${account.id}:assumed-role/${roleName}/`;
  const named = [...state.roles.values()].flatMap(({ trust }) => {
    const text = trust.at(-1)?.document ?? '';
    const from = text.indexOf(prefix);
    return from === -1 ? [] : [/^[^"]+/.exec(text.slice(from))?.[0] ?? prefix];
  });
  return [`${prefix}thief`, ...named];
}

function beyond(
  account: AccountView,
  roleName: string,
  isConceded: (probe: Probe) => boolean,
): readonly string[] {
  const may = account.effectivePermissions(roleName);
  return PROBES.filter((probe) => may(probe.action, probe) && !isConceded(probe)).map(nameOfProbe);
}
