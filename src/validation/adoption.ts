import { ADOPTED_TAG } from '../iam/ownership';
import type { RoleBeforeAdoption } from '../iam/role/before-adoption';
import type { ObservedIdentity } from '../iam/role/observed';
import type { Attempt } from '../probe/call-failure';
import { type AdoptedRole, isConfirmed } from '../state/adopted-role';
import type { Target } from './target';

/** What the adopting resource has stored, as far as it could be read; null where nothing is stored. */
export type StoredAdoption = Attempt<AdoptedRole | null>;

/** What is known of a role as it was before its adoption. */
export type Adoption =
  | { readonly isAdopted: false }
  | {
      readonly isAdopted: true;
      /** Null where it could not be read, is gone, or is about another role. */
      readonly before: RoleBeforeAdoption | null;
      /** The digest of what is stored, by which the role's own tag confirms it; null without it. */
      readonly digest: string | null;
      /** Whoever may write parameters could have written anything that the role's own tag does not confirm. */
      readonly isConfirmed: boolean;
    };

/** Pure. */
export function adoptionOf(
  { roleId, tags }: ObservedIdentity,
  { adopted }: Target,
  stored: StoredAdoption | undefined,
): Adoption {
  if (!(ADOPTED_TAG in tags) && adopted !== true) return { isAdopted: false };
  const known = stored?.ok === true && stored.value?.before.roleId === roleId ? stored.value : null;
  if (known === null) return { isAdopted: true, before: null, digest: null, isConfirmed: false };
  const { before, digest } = known;
  return { isAdopted: true, before, digest, isConfirmed: isConfirmed({ tags }, known) };
}

/** Was the role adopted, and does nothing confirm what it had before? */
export function isUnconfirmed(adoption: Adoption): boolean {
  return adoption.isAdopted && !adoption.isConfirmed;
}

/** What was on the role before its adoption and is expected to be there: nothing but what the role's own tag confirms. */
export function foundBefore(adoption: Adoption): RoleBeforeAdoption | null {
  return adoption.isAdopted && adoption.isConfirmed ? adoption.before : null;
}
