import type { IntegrationSpec } from '../integration/spec';
import type { ObservedRole } from '../role/observed';
import { allEnded } from '../runtime/all-ended';
import { isListed, principalsAsFound } from './self-test-principals';
import type { ProbeMode } from './situation';
import type { Attempt } from './trouble';

/** How regions are tried, and whom the trust policy is meant to let in for it. */
export interface ProbeDecision {
  readonly mode: ProbeMode;
  readonly selfTestPrincipals: readonly string[];
}

/**
 * Decides whether the role is assumed. With `configured` principals nothing has to be waited for: the validator is one
 * of them, or the refusal will show that it is not. Without, the trust policy tells whether we are meant to get in.
 */
export async function decideProbeMode(
  spec: IntegrationSpec,
  configured: readonly string[],
  observing: Promise<Attempt<ObservedRole>>,
  identifying: Promise<Attempt<string>>,
): Promise<ProbeDecision> {
  if (spec.selfTest === 'Off') return { mode: 'off', selfTestPrincipals: [] };
  if (configured.length > 0) return { mode: 'assume-role', selfTestPrincipals: configured };
  const [observed, caller] = await allEnded([observing, identifying]);
  const selfTestPrincipals = observed.ok ? principalsAsFound(observed.value, spec.accountId) : [];
  const isOurs = caller.ok && isListed(caller.value, selfTestPrincipals);
  return { mode: isOurs ? 'assume-role' : 'own-credentials', selfTestPrincipals };
}
