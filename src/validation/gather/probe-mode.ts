import { isListed } from '../../policy/caller';
import type { Attempt } from '../../probe/call-failure';
import type { ProbeMode } from '../evidence';
import type { Target } from '../target';

/**
 * Decides how regions are tried. Who is not meant to be let in does not knock; who could not find out who he is does
 * where anybody is: the refusal would show it.
 */
export async function decideProbeMode(
  { spec, selfTestPrincipals }: Target,
  identifying: Promise<Attempt<string>>,
): Promise<ProbeMode> {
  if (spec.selfTest === 'Off') return 'off';
  if (selfTestPrincipals.length === 0) return 'own-credentials';
  const caller = await identifying;
  return !caller.ok || isListed(caller.value, selfTestPrincipals) ? 'assume-role' : 'own-credentials';
}
