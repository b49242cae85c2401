import { createHash } from 'node:crypto';
import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import type { AccountView } from '../sandbox';
import type { Story } from './story';

/** What Datadog can do in an account at one moment. */
export interface Reach {
  /** Whether any of the story's roles lets it in. */
  readonly getsIn: boolean;
  /** The probes that any of the roles allows. */
  readonly allowed: ReadonlySet<string>;
}

/** One action in one region, as text. */
type Probe = string;

const REGIONS = ['us-east-1', 'eu-west-1'];
const { inlineActions, managedActions } = publishedPermissionSets.Full;

/** Every action that Datadog may be given, in every region that stories know. */
export const PROBES: readonly Probe[] = [
  ...inlineActions,
  ...managedActions,
  'ec2:SearchTransitGatewayRoutes',
]
  .sort()
  .flatMap((action) => REGIONS.map((region) => `${action} ${region}`));

export function reachOf(account: AccountView, story: Story, probes: readonly Probe[]): Reach {
  const roles = story.roles.flatMap((name) => permissionsOf(account, name));
  const allowed = probes.filter((probe) => {
    const [action = '', region = ''] = probe.split(' ');
    return roles.some((may) => may(action, { region }));
  });
  return { getsIn: getsIn(account, story), allowed: new Set(allowed) };
}

/** What is in all of them: what must not be lost on the way from one to the next. */
export function intersection([first, ...others]: readonly Reach[]): Reach {
  if (first === undefined) return { getsIn: false, allowed: new Set() };
  return {
    getsIn: first.getsIn && others.every((other) => other.getsIn),
    allowed: new Set([...first.allowed].filter((probe) => others.every(({ allowed }) => allowed.has(probe)))),
  };
}

const SAMPLE_EVERY = 8;

/** A part of a reach that is quick to look for; the parts of different seeds together are the whole. */
export function sampleOf({ getsIn, allowed }: Reach, seed: string): Reach {
  const offset = createHash('sha1').update(seed).digest().readUInt32BE() % SAMPLE_EVERY;
  return { getsIn, allowed: new Set([...allowed].filter((_, index) => index % SAMPLE_EVERY === offset)) };
}

/** Says what of `required` there is not; undefined when all of it is there. */
export function gapIn(account: AccountView, story: Story, required: Reach): string | undefined {
  if (required.getsIn && !getsIn(account, story)) return 'Datadog cannot assume the role';
  if (required.allowed.size === 0) return undefined;
  const { allowed } = reachOf(account, story, [...required.allowed]);
  const missing = [...required.allowed].filter((probe) => !allowed.has(probe));
  return missing.length === 0
    ? undefined
    : `${missing.length} permissions are missing, such as ${missing[0]}`;
}

function getsIn(account: AccountView, { roles, datadog }: Story): boolean {
  return datadog.some(({ principalArn, externalId }) =>
    roles.some((role) => account.canAssume(principalArn, role, { externalId })),
  );
}

function permissionsOf(account: AccountView, roleName: string) {
  return roleName in account.snapshot().roles ? [account.effectivePermissions(roleName)] : [];
}
