import { OWN_TAG_PREFIX } from '../integration/names';
import type { Owner } from '../integration/spec';

export const STACK_ID_TAG = `${OWN_TAG_PREFIX}stack-id`;
export const LOGICAL_ID_TAG = `${OWN_TAG_PREFIX}logical-id`;
/** On roles that were there before: says that Delete restores the role instead of deleting it, and has the digest of what confirms how it was. */
export const ADOPTED_TAG = `${OWN_TAG_PREFIX}adopted`;
/** On roles with managed policies of others: which of them this resource has attached, and may detach. */
export const ATTACHED_TAG = `${OWN_TAG_PREFIX}attached`;
/** On roles with a boundary that is not the template's: says that this resource has put it, and may take it off. */
export const BOUNDARY_TAG = `${OWN_TAG_PREFIX}boundary`;
/** On a policy that only bridges the moment in which permissions move between others: never put to another use. */
export const BRIDGE_TAG = `${OWN_TAG_PREFIX}bridge`;

type Tags = Readonly<Record<string, string>>;

/** The tags that say whose a role or policy is. */
export function ownerTags(owner: Owner): Tags {
  return { [STACK_ID_TAG]: owner.stackId, [LOGICAL_ID_TAG]: owner.logicalId };
}

export function isSameOwner(a: Owner, b: Owner): boolean {
  return a.stackId === b.stackId && a.logicalId === b.logicalId;
}

/** The tags that others have set. IAM does not tell tag keys apart by letter case. */
export function tagsOfOthers(tags: Tags): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => !key.toLowerCase().startsWith(OWN_TAG_PREFIX)),
  );
}

/** Whose the tags say it is; undefined when they say nothing. */
export function ownerOf(tags: Tags): Owner | undefined {
  const stackId = tags[STACK_ID_TAG];
  const logicalId = tags[LOGICAL_ID_TAG];
  return stackId === undefined || logicalId === undefined ? undefined : { stackId, logicalId };
}

export function isOwnedBy(owner: Owner, tags: Tags): boolean {
  const found = ownerOf(tags);
  return found !== undefined && isSameOwner(found, owner);
}

/** Does any of the tags that say whose something is name somebody else? */
export function isTaggedByOthers(owner: Owner, tags: Tags): boolean {
  return Object.entries(ownerTags(owner)).some(([key, value]) => (tags[key] ?? value) !== value);
}

/** Is there any of the tags that say whose something is? */
export function isTagged(tags: Tags): boolean {
  return STACK_ID_TAG in tags || LOGICAL_ID_TAG in tags;
}
