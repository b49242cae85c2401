import type { Call } from '../../aws/calls';
import type { ValidatorClients } from '../../aws/validator-clients';
import { ADOPTED_TAG } from '../../iam/ownership';
import type { ObservedRole } from '../../iam/role/observed';
import { type Attempt, attempt } from '../../probe/call-failure';
import { readAdoptedRole } from '../../state/adopted-role';
import { createParameterStore } from '../../state/ssm-parameter-store';
import type { StoredAdoption } from '../adoption';
import type { Target } from '../target';

/**
 * Reads what the resource has stored of the role as it was before its adoption, where the record or the role's own tag says that
 * it was adopted; undefined for all other roles. Never throws.
 */
export async function readStoredAdoption(
  { ssm }: Pick<ValidatorClients, 'ssm'>,
  call: Call,
  { spec, owner, adopted }: Target,
  observing: Promise<Attempt<ObservedRole>>,
): Promise<StoredAdoption | undefined> {
  if (owner === null) return undefined;
  if (adopted !== true) {
    const observed = await observing;
    if (!observed.ok || !(ADOPTED_TAG in (observed.value.role?.tags ?? {}))) return undefined;
  }
  const reading = async () => {
    const stored = await readAdoptedRole(createParameterStore(ssm, call), spec.roleName, owner);
    if (stored instanceof Error) throw stored;
    return stored ?? null;
  };
  return attempt(reading());
}
