import type { RegionResult } from '../report/report';
import { simulatorWord } from './simulator-word';
import type { Situation } from './situation';

/** The regions, with the services that AWS's policy simulator says are refused to the role there. Pure. */
export function withDeniedServices(situation: Situation): readonly RegionResult[] {
  const { refusals } = simulatorWord(situation);
  return situation.regions.map((result) => {
    const services = refusals
      .filter(({ regions }) => regions.includes(result.region))
      .flatMap((refusal) => refusal.services);
    return services.length === 0 ? result : { ...result, deniedServices: [...new Set(services)].sort() };
  });
}
