import type { ObservedRole } from '../../iam/role/observed';
import { isListed } from '../../policy/caller';
import { evaluateTrust } from '../../policy/trust';
import type { Attempt } from '../../probe/call-failure';
import type { ProbeMode } from '../evidence';
import type { Target } from '../target';

/**
 * Decides how regions are tried. Who is neither meant to be let in nor let in by the trust policy as it reads does not
 * knock; who could not find out who he is does where anybody is meant to be: the refusal would show it.
 */
export async function decideProbeMode(
  { spec, selfTestPrincipals }: Target,
  identifying: Promise<Attempt<string>>,
  observing: Promise<Attempt<ObservedRole>>,
): Promise<ProbeMode> {
  if (spec.selfTest === 'Off') return 'off';
  const caller = await identifying;
  if (!caller.ok) return selfTestPrincipals.length === 0 ? 'own-credentials' : 'assume-role';
  if (isListed(caller.value, selfTestPrincipals)) return 'assume-role';
  const observed = await observing;
  const trustPolicy = observed.ok ? observed.value.role?.trustPolicy : undefined;
  if (trustPolicy === undefined) return 'own-credentials';
  const asked = { principalArn: caller.value, externalId: spec.externalId };
  return evaluateTrust(trustPolicy, asked).allowed ? 'assume-role' : 'own-credentials';
}
