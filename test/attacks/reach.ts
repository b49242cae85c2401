import { type CustomerAccount, DATADOG, EXTERNAL_ID } from '../support/customer-account';
import { GUIDE_EXTERNAL_ID } from '../support/guide-role';
import { ATTACKERS_EXTERNAL_ID, ATTACKERS_ROOT, roleArn } from './neighbours';
import { nameOfProbe, PROBES, type Probe } from './probes';

/** Somebody that the attacker is, or whom he may send. */
interface Visitor {
  readonly principalArn: string;
  readonly externalIds: readonly (string | undefined)[];
}

/** The attacker is taken to know every external id: none of them is a secret. */
const EXTERNAL_IDS = [undefined, EXTERNAL_ID, GUIDE_EXTERNAL_ID, ATTACKERS_EXTERNAL_ID];

/** Datadog comes for whoever has an organization there, with that organization's external id and no other. */
const DATADOG_FOR_THE_ATTACKER: Visitor = {
  principalArn: DATADOG,
  externalIds: [undefined, ATTACKERS_EXTERNAL_ID],
};

export interface ReachOptions {
  /** What the attacker is inside the account, as a trust policy sees him. */
  readonly principals: readonly string[];
  /** Roles whose credentials he has, whoever may assume them. */
  readonly roles: readonly string[];
  /** Only these roles are looked at; default: all. */
  readonly among?: readonly string[];
  /** Whether Datadog coming for the attacker's own organization counts as the attacker. */
  readonly sendsDatadog: boolean;
}

/** All that an attacker can do in an account, by himself and by every role that he can assume, one after the other. */
export function reachOf(
  { account }: CustomerAccount,
  { principals, roles, sendsDatadog, among }: ReachOptions,
): ReadonlyMap<string, Probe> {
  const all = Object.keys(account.snapshot().roles);
  const roleNames = all.filter((name) => among?.includes(name) ?? true);
  const reached = new Set(roles.filter((name) => roleNames.includes(name)));
  const visitors: Visitor[] = [
    ...[ATTACKERS_ROOT, ...principals].map((principalArn) => ({ principalArn, externalIds: EXTERNAL_IDS })),
    ...(sendsDatadog ? [DATADOG_FOR_THE_ATTACKER] : []),
    ...[...reached].map((name) => ({ principalArn: roleArn(name), externalIds: EXTERNAL_IDS })),
  ];
  for (const { principalArn, externalIds } of visitors)
    for (const name of roleNames) {
      const enters = externalIds.some((externalId) =>
        account.canAssume(principalArn, name, externalId === undefined ? {} : { externalId }),
      );
      if (!enters || reached.has(name)) continue;
      reached.add(name);
      visitors.push({ principalArn: roleArn(name), externalIds: EXTERNAL_IDS });
    }
  const powers = new Map<string, Probe>();
  for (const name of reached) {
    const may = account.effectivePermissions(name);
    for (const probe of PROBES) if (may(probe.action, probe)) powers.set(nameOfProbe(probe), probe);
  }
  return powers;
}
