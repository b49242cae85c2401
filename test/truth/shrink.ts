import { drawOutsider } from './draw/account-parts';
import { createDraw } from './draw/draw';
import { inlineOf } from './draw/situation';
import { plainTrust } from './draw/trust';
import { HOME } from './places';
import type { Situation } from './situation';
import { type Trial, tryOut } from './trial';
import type { TruthWorld } from './world';

const DAY_MS = 86_400_000;

/** Each part of a situation as it is where nothing is special, to be put in its place one after the other. */
function plainParts(situation: Situation): readonly Partial<Situation>[] {
  const { origin, selfTest, permissions, regions } = situation;
  const none = { form: 'none', documents: [] };
  const exist = [HOME, ...regions.exist.filter((region) => region !== HOME).slice(0, 1)];
  return [
    { rcps: none },
    { scps: none },
    { boundary: { form: 'none', document: null } },
    {
      policies: {
        form: 'as made',
        inline: { DatadogIntegrationPolicy: inlineOf(permissions, regions.named) },
        attached: [],
      },
    },
    { trust: plainTrust(origin !== 'by hand' && selfTest !== 'Off') },
    { validator: { form: 'as deployed', lacks: null } },
    { weather: { form: 'fair', ageMs: DAY_MS, spreadMs: 0, faults: [] } },
    { outsider: drawOutsider(createDraw(1)) },
    { regions: { form: 'all on', exist: regions.exist, off: [], stsOff: [], named: [] } },
    { regions: { ...regions, exist } },
    { vantage: 'function' },
    { origin: 'own' },
    { selfTest: 'Report' },
  ];
}

/** The same lie in a situation with as little that is special as it takes. */
export async function shrink(world: TruthWorld, trial: Trial): Promise<Trial> {
  const kinds = trial.lies.map(({ kind }) => kind);
  let smallest = trial;
  for (const part of plainParts(trial.situation)) {
    const candidate = await tryOut(world, { ...smallest.situation, ...part });
    if (candidate.lies.some(({ kind }) => kind === kinds[0])) smallest = candidate;
  }
  return smallest;
}
