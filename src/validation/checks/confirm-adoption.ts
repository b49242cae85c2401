import { ADOPTED_TAG } from '../../iam/ownership';
import { adoptedRoleParameterName } from '../../state/parameter-names';
import type { RoleSituation, Situation } from '../situation';
import { commandsFor } from './restore';

/**
 * Has the tag of an adopted role vouch for what is stored of how it was before; empty where it does, or the role was not adopted.
 * Whoever may write parameters may have written what is stored, so that somebody has to read it first: no Update can vouch for it.
 */
export function confirmAdoption(present: RoleSituation, situation: Situation): readonly string[] {
  const { role, adoption } = present;
  if (!adoption.isAdopted || adoption.isConfirmed) return [];
  const parameter = adoptedRoleParameterName(role.name);
  if (adoption.digest === null)
    return [
      `The role was adopted, and the SSM parameter ${parameter}, which says how it was before, cannot be read, is gone or is about another role: put back the version that can be read, from its history (aws ssm get-parameter-history --name ${parameter}).`,
    ];
  return [
    `The role was adopted, and its tag does not confirm what the SSM parameter ${parameter} says of how it was before. Read it (aws ssm get-parameter --name ${parameter}); if it is right, confirm it:`,
    ...commandsFor([{ kind: 'tag-role', tags: { [ADOPTED_TAG]: adoption.digest } }], present, situation),
  ];
}
