import type { Owner } from '../../integration/spec';
import { isOwnedBy, isTagged, isTaggedByOthers, ownerTags } from '../ownership';
import type { Step } from '../plan';
import type { ObservedPolicy } from '../role/observed';

/** This resource's own managed policies among those under the project's path with a name made of the role's. */
export interface OwnPolicies {
  /** With the owner's tags, also where those have yet to be put back. */
  readonly policies: readonly ObservedPolicy[];
  /** Puts the owner's tags back, before anything else is done: a repetition has to know the policies when they are detached. */
  readonly claims: readonly Step[];
}

/**
 * Which policies are this resource's: those that its tags are on, and, where somebody has taken the tags off, those that are
 * attached to its own role. To attach one takes `iam:AttachRolePolicy` on that role, and all that comes of it is that the
 * policy gets the content that is desired, or goes. One that is attached to no role of ours and has nobody's tags may be anybody's.
 * Pure.
 *
 * @param attachedArns what this resource has attached to its own role, or somebody else since that was made or adopted
 */
export function ownPolicies(
  policies: readonly ObservedPolicy[],
  owner: Owner,
  attachedArns: readonly string[],
): OwnPolicies {
  const stripped = policies.filter(
    ({ arn, tags }) =>
      !isOwnedBy(owner, tags) && !isTaggedByOthers(owner, tags) && attachedArns.includes(arn),
  );
  const claimed = (policy: ObservedPolicy) => ({ ...policy, tags: { ...policy.tags, ...ownerTags(owner) } });
  return {
    policies: policies.flatMap((policy) => {
      if (stripped.includes(policy)) return [claimed(policy)];
      return isOwnedBy(owner, policy.tags) ? [policy] : [];
    }),
    claims: stripped.map(({ arn }) => ({ kind: 'tag-policy', policyArn: arn, tags: ownerTags(owner) })),
  };
}

/** What the log says of policies that have a name of this role's and that nobody can be told to have made. */
export function unclaimed(policies: readonly ObservedPolicy[], own: OwnPolicies): readonly string[] {
  const known = own.policies.map(({ arn }) => arn);
  return policies
    .filter(({ arn, tags }) => !known.includes(arn) && !isTagged(tags))
    .map(
      ({ arn }) =>
        `The policy ${arn} stays: its name is one that this resource gives, and no tag says whose it is. If nobody needs it, delete it.`,
    );
}
