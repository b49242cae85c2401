import { PROBED_ACTION } from '../probe/session';
import type { RegionResult } from '../report/report';
import type { Evidence } from './evidence';
import { serviceOf } from './representatives';
import type { DeniedBy, SimulatedAction } from './simulated-action';

/** Services that the same thing refuses in the same regions, and not in all. */
export interface RegionalRefusal {
  readonly deniedBy: DeniedBy;
  readonly services: readonly string[];
  readonly regions: readonly string[];
}

/** What AWS's evaluator says, held against what the role was seen to do. */
export interface SimulatorWord {
  /** What the evaluator says to refuse the probe's call where the role made it: nothing that it says of those counts. */
  readonly contradicted: ReadonlySet<DeniedBy>;
  /** Is there a region of which it says, with all policies, what the probe has shown? */
  readonly isBorneOut: boolean;
  readonly refusals: readonly RegionalRefusal[];
  /** Services of which it says that something refuses them in some regions. */
  readonly regionalServices: ReadonlySet<string>;
  /** Regions in which it says that the organization refuses what the probe does. */
  readonly refusedByOrganization: ReadonlySet<string>;
}

type Answer = SimulatedAction & { readonly region: string };
type Denial = Answer & { readonly deniedBy: DeniedBy };

/** Weighs the evaluator's word region by region. Pure. */
export function simulatorWord({
  regionSimulations,
  regions,
}: Pick<Evidence, 'regionSimulations' | 'regions'>): SimulatorWord {
  const answers = regionSimulations.flatMap(({ region, simulation }) =>
    simulation.ok ? simulation.value.map((entry): Answer => ({ ...entry, region })) : [],
  );
  const denials = answers.filter(isDenial);
  const worked = new Set(regions.filter(hasWorked).map(({ region }) => region));
  const probed = answers.filter(({ action, region }) => action === PROBED_ACTION && worked.has(region));
  const contradicted = new Set(probed.flatMap(({ deniedBy }) => deniedBy ?? []));
  const isBorneOut = probed.some(({ deniedBy }) => deniedBy === null);
  const isSomewhereAllowed = (action: string) =>
    answers.some((answer) => answer.action === action && answer.deniedBy === null);
  const regional = denials.filter(({ action }) => isSomewhereAllowed(action));
  // What was not tried as the role, the organization is not taken for: see proof.ts.
  const isHeard = ({ deniedBy, region }: Denial) =>
    !contradicted.has(deniedBy) && (deniedBy !== 'organization' || (isBorneOut && worked.has(region)));
  return {
    contradicted,
    isBorneOut,
    refusals: grouped(regional.filter(isHeard)),
    regionalServices: new Set(regional.map(({ action }) => serviceOf(action))),
    refusedByOrganization: new Set(
      denials
        .filter(({ action, deniedBy }) => action === PROBED_ACTION && deniedBy === 'organization')
        .map(({ region }) => region),
    ),
  };
}

function isDenial(answer: Answer): answer is Denial {
  return answer.deniedBy !== null && answer.missingKeys === undefined;
}

function hasWorked({ status }: RegionResult): boolean {
  return status === 'ok';
}

/** Regions with the same services together, in the order in which they come. */
function grouped(denials: readonly Denial[]): readonly RegionalRefusal[] {
  const kinds = [...new Set(denials.map(({ deniedBy }) => deniedBy))];
  return kinds.flatMap((deniedBy) => {
    const groups = new Map<string, { services: readonly string[]; regions: string[] }>();
    const ofKind = denials.filter((denial) => denial.deniedBy === deniedBy);
    for (const region of new Set(ofKind.map((denial) => denial.region))) {
      const services = ofKind
        .filter((denial) => denial.region === region)
        .map(({ action }) => serviceOf(action));
      const key = services.join();
      const group = groups.get(key) ?? { services, regions: [] };
      group.regions.push(region);
      groups.set(key, group);
    }
    return [...groups.values()].map((group) => ({ deniedBy, ...group }));
  });
}
