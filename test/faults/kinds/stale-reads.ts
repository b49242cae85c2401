import { REPLICAS, replicaOf } from '../../sandbox/lag';
import type { FaultKind } from '../fault-kind';
import { LATEST_READ_MS } from '../test-bed';

/** Of one kind of read every answer may show what was there a while ago: how late each is, the seed decides. */
export const STALE_READS: FaultKind = {
  id: 'stale-reads',
  outcome: 'recovers',
  redelivers: true,
  kills: false,
  isOfOrder: true,
  targets: ({ trial }) => {
    const asked = new Set(trial.calls.map(({ service, operation }) => replicaOf(`${service}:${operation}`)));
    return REPLICAS.filter((replica) => asked.has(replica)).map((replica) => ({
      label: `reads.${replica}`,
      occurrence: 1,
    }));
  },
  befall: ({ customer, target, seed }) => {
    const lagging = REPLICAS.filter((replica) => target.label === `reads.${replica}`);
    const upToMs = (ms: number) => Object.fromEntries(lagging.map((replica) => [replica, ms]));
    customer.sandbox.configure({ lag: { seed, upToMs: upToMs(LATEST_READ_MS) } });
    return {
      lift: () => customer.sandbox.configure({ lag: { upToMs: upToMs(0) } }),
      hasStruck: () => lagging.length > 0,
    };
  },
};
