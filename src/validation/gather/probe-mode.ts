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

/** Does the role as it reads explain why we are refused: there is none, or its trust policy does not let us in? */
export async function isRefusedByTrust(
  observing: Promise<Attempt<ObservedRole>>,
  identifying: Promise<Attempt<string>>,
  externalId: string,
): Promise<boolean> {
  const observed = await observing;
  const caller = await identifying;
  if (!observed.ok || !caller.ok) return false;
  const { role } = observed.value;
  return (
    role === null || !evaluateTrust(role.trustPolicy, { principalArn: caller.value, externalId }).allowed
  );
}
