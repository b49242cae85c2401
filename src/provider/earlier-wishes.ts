import type { ObservedRole } from '../iam/role/observed';
import { withIamsSpelling } from '../iam/role/policy-spelling';
import type { IntegrationSpec } from '../integration/spec';
import type { Session } from './session';
import { recordedSpec, type StoredState } from './stored-state';

/** What this resource has wanted of a role before this event, with policies as IAM spells them. */
export interface EarlierWishes {
  /** By the event's own properties. */
  readonly told: readonly IntegrationSpec[];
  /** By the record of this very role. */
  readonly recorded: IntegrationSpec | undefined;
}

export function earlierWishes(
  { owner }: Pick<Session, 'owner'>,
  told: readonly IntegrationSpec[],
  observed: ObservedRole,
  stored: StoredState,
): EarlierWishes {
  const spelled = (spec: IntegrationSpec) => withIamsSpelling(spec, observed);
  const recorded = recordedSpec(stored, owner, observed.role?.roleId);
  return { told: told.map(spelled), recorded: recorded && spelled(recorded) };
}
