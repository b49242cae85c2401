import type { IAMClient } from '@aws-sdk/client-iam';
import type { Call } from '../../aws/calls';
import type { PermissionSets } from '../../datadog/permission-sets';
import { isGlobalAction } from '../../iam/role/permissions-document';
import type { IntegrationSpec } from '../../integration/spec';
import { wantedPermissions } from '../../integration/wanted-permissions';
import { attempt } from '../../probe/call-failure';
import { PROBED_ACTION } from '../../probe/session';
import { allSettled } from '../../runtime/all-settled';
import type { Limiter } from '../../runtime/limiter';
import { callKeys } from '../call-keys';
import type { Evidence } from '../evidence';
import { GLOBAL_REGIONS } from '../global-regions';
import { concreteActions } from '../permissions';
import { representatives } from '../representatives';
import { simulateActions } from './simulation';

/** The role of which the evaluator is asked. */
export interface SimulatedRole {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SimulatorQuestion {
  readonly role: SimulatedRole;
  readonly spec: IntegrationSpec;
  readonly permissionSets: PermissionSets;
  /** Region of the validator. */
  readonly homeRegion: string;
  /** Those in which the role is meant to work. */
  readonly regions: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * Asks AWS's evaluator for all actions of the permission set once, and then, in one request for each region, for one
 * action of each service there. Never throws.
 */
export async function askSimulator(
  iam: IAMClient,
  call: Call,
  inTurn: Limiter,
  { role, spec, permissionSets, homeRegion, regions, now }: SimulatorQuestion,
): Promise<Pick<Evidence, 'simulation' | 'regionSimulations'>> {
  const set = wantedPermissions(spec, permissionSets);
  const ask = (actions: readonly string[], region: string) => {
    const facts = { roleArn: role.arn, accountId: spec.accountId, tags: role.tags, region, now };
    return inTurn(() => simulateActions(iam, call, role.arn, actions, callKeys(facts)));
  };
  const all = [...new Set([...concreteActions(set, permissionSets), PROBED_ACTION])];
  const first = spec.regions[0] ?? homeRegion;
  const simulation = await attempt(
    allSettled([
      ask(
        all.filter((action) => !isGlobalAction(action)),
        first,
      ),
      ask(all.filter(isGlobalAction), GLOBAL_REGIONS[spec.partition] ?? first),
    ]).then((answers) => answers.flat()),
  );
  if (!simulation.ok) return { simulation, regionSimulations: [] };
  const asked = representatives(set, permissionSets);
  const regionSimulations = await allSettled(
    regions.map(async (region) => ({
      region,
      simulation:
        region === first
          ? { ok: true as const, value: simulation.value.filter(({ action }) => asked.includes(action)) }
          : await attempt(ask(asked, region)),
    })),
  );
  return { simulation, regionSimulations };
}
