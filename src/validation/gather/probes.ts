import type { ValidatorClients } from '../../aws/validator-clients';
import { probeExternalId } from '../../probe/external-id';
import { identifyInRegion, notTriedInTime, probeRegion } from '../../probe/region';
import type { ExternalIdProbe, ProbeTarget } from '../../probe/session';
import type { RegionResult } from '../../report/report';
import { createLimiter, type Limiter } from '../../runtime/limiter';
import type { RetryContext } from '../../runtime/retry';
import type { ProbeMode } from '../evidence';

/**
 * Every region of the largest partition at once, and the trials of the external id beside them, so that one integration
 * waits for nothing. More at once would only share the processor: right after a cold start a probe takes some 30 ms of a
 * whole core for two TLS handshakes, two signatures and two answers, so that 40 take 1.2 s of it, and 4.1 s of the 0.29 of
 * a core that a function of 512 MB has: well within `PROBE_LIMIT_MS` in either case.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const PROBES_AT_ONCE = 40;

/**
 * IAM has one quota of requests for the whole account, which others need as well, and an answer of its evaluator takes it some
 * 300 ms: so the questions of ten integrations on 34 regions each take a quarter of a minute, and none comes in bursts.
 */
const SIMULATIONS_AT_ONCE = 8;

/** The probes of one run, for whatever integration: each waits for its turn, and its time begins then. None throws. */
export interface Probes {
  /** Tries a role in a region: with it, or without it as the mode says. Without it, each region is asked once per run. */
  tryRegion(region: string, target: ProbeTarget, mode: ProbeMode): Promise<RegionResult>;
  /** Tries a role without its external id, and with a wrong one, in the region of the validator. */
  tryExternalId(target: ProbeTarget): Promise<ExternalIdProbe>;
  /** Asks AWS's evaluator when its turn has come. */
  readonly simulate: Limiter;
}

/** @param context of the run: when its time is over, what has not had its turn yet is not tried */
export function createProbes(
  { sts, regional }: Pick<ValidatorClients, 'sts' | 'regional'>,
  context: RetryContext,
): Probes {
  const inTurn = createLimiter(PROBES_AT_ONCE);
  const inTime = <T>(probe: () => Promise<T>, tooLate: T) =>
    inTurn(async () => (context.deadline.workLeft() > 0 ? probe() : tooLate));
  const identified = once((region) =>
    inTime(() => identifyInRegion(regional, region, context), notTriedInTime(region)),
  );
  return {
    tryRegion: (region, target, mode) => {
      switch (mode) {
        case 'assume-role':
          return inTime(() => probeRegion(regional, region, target, context), notTriedInTime(region));
        case 'own-credentials':
        case 'off':
          return identified(region);
      }
    },
    tryExternalId: (target) =>
      inTime(() => probeExternalId(sts, target, context), {
        withoutExternalId: 'inconclusive',
        withWrongExternalId: 'inconclusive',
      }),
    simulate: createLimiter(SIMULATIONS_AT_ONCE),
  };
}

/** What our own credentials are answered in a region is the same for every integration. */
function once(ask: (region: string) => Promise<RegionResult>): (region: string) => Promise<RegionResult> {
  const asked = new Map<string, Promise<RegionResult>>();
  return (region) => {
    const answer = asked.get(region) ?? ask(region);
    asked.set(region, answer);
    return answer;
  };
}
