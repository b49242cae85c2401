import type { SimulatedAction } from '../../../src/validation/simulated-action';
import { type Situation, situationOf } from '../../../src/validation/situation';
import { evidenceOf, observedAsDesired, recordOf } from './situations';

/** What is unknown because the validator may not ask. */
export const REFUSED = {
  ok: false,
  failure: { cause: 'identity_policy_implicit_deny', message: 'AccessDenied: no' },
} as const;

/** The role without one action of its inline policy; AWS's evaluator agrees. */
export function without(
  action: string,
  record = recordOf(),
  simulation: 'asked' | 'refused' = 'asked',
): Situation {
  const healthy = evidenceOf(record);
  const observed = observedAsDesired(record);
  const inline = observed.role.inlinePolicies['DatadogIntegrationPolicy'] ?? '';
  const inlinePolicies = { DatadogIntegrationPolicy: inline.replace(`"${action}",`, '') };
  const simulated: SimulatedAction[] = healthy.simulation.ok
    ? healthy.simulation.value.map((entry) =>
        entry.action === action ? { ...entry, deniedBy: 'not granted' } : entry,
      )
    : [];
  return situationOf({
    ...healthy,
    observed: { ok: true, value: { ...observed, role: { ...observed.role, inlinePolicies } } },
    simulation: simulation === 'asked' ? { ok: true, value: simulated } : REFUSED,
  });
}
