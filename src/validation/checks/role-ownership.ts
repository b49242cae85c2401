import { ownerOf } from '../../iam/ownership';
import type { ObservedIdentity } from '../../iam/role/observed';
import type { Owner } from '../../integration/spec';
import type { RoleSituation, Situation } from '../situation';
import { aboutRole, type Check, isOfDeclared, pass } from './check';
import { tagAsOwn } from './restore';
import { UPDATE_THE_STACK, updateByRevision } from './update-the-stack';

/**
 * Is the role of this name the one that the stack has made? IAM gives a role's name to whoever makes one when it is free, and its
 * id never again: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export const roleOwnership: Check = {
  id: 'role-ownership',
  essential: true,
  isAsked: isOfDeclared,
  evaluate: aboutRole((present, situation) => {
    const { role, ownership } = present;
    const { target } = situation;
    const evidence = [
      `Recorded by ${nameOf(target.owner)}: the role with the id ${target.roleId}. Found: ${role.roleId}, made on ${dateOf(role)}, ${taggedAs(role)}.`,
    ];
    switch (ownership) {
      case 'remade':
        return {
          status: 'warn',
          summary: 'The role was made anew since the stack has recorded it.',
          evidence,
          remedy: [
            `${UPDATE_THE_STACK}: that records the role as it is now, and puts right what differs.`,
            ...updateByRevision(target),
          ],
        };
      case 'disputed':
        return {
          status: 'warn',
          summary: 'The tags of the role and its record name different owners.',
          evidence,
          remedy: tagAsOwn(present, situation),
        };
      case 'foreign':
        return {
          status: 'warn',
          summary: `The name ${role.name} belongs to another role by now, which the stack has not made.`,
          evidence,
          remedy: waysOut(present, situation),
        };
      default:
        return pass('The role is the one that the stack has recorded.', evidence);
    }
  }),
};

/** Nothing that touches the role: whose it is has to be found out first. */
function waysOut({ role }: RoleSituation, { target, desired }: Situation): readonly string[] {
  const owner = ownerOf(role.tags);
  const isAdoptable = owner === undefined && role.arn === desired.arn;
  return [
    `Find out who has made ${role.arn} and what it is there for; no command is given that changes it.`,
    ...(isAdoptable
      ? [
          `If it is meant for Datadog, the stack can take it over: set the property ExistingRole of ${target.owner?.logicalId} to Adopt (the provider's template lists in AdoptableRoleNames what may be).`,
        ]
      : []),
    'If it is to stay as it is, set another RoleName, and enter that in Datadog.',
    `If nobody needs it, have whoever it belongs to delete it. ${UPDATE_THE_STACK}, then: that makes the stack's own role again.`,
    ...updateByRevision(target),
  ];
}

function nameOf(owner: Owner | null): string {
  return owner === null ? 'nobody' : `${owner.logicalId} of ${owner.stackId}`;
}

function dateOf({ createdAt }: ObservedIdentity): string {
  return new Date(createdAt).toISOString();
}

function taggedAs({ tags }: ObservedIdentity): string {
  const owner = ownerOf(tags);
  return owner === undefined ? 'without tags that say whose it is' : `tagged as ${nameOf(owner)}`;
}
