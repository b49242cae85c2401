import { roleNameWithPath } from '../../aws/arn';
import { awsCommands } from '../../iam/cli-commands';
import { isOwnedBy } from '../../iam/ownership';
import { planDelete } from '../../iam/role/plan-delete';
import type { RoleSituation, Situation } from '../situation';
import { isDeclared } from '../target';
import { aboutRole, type Check, pass } from './check';
import { UPDATE_THE_STACK, updateByRevision } from './update-the-stack';

/** Is the role named as recorded, or given, to the letter? IAM overlooks letter case, Datadog and AssumeRole do not. */
export const roleName: Check = {
  id: 'role-name',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { role } = present;
    const { desired, target } = situation;
    const known = isDeclared(target) ? 'recorded' : 'given';
    if (role.arn === desired.arn) {
      const entered = roleNameWithPath(role.arn);
      return pass(`The role has the ${known} name and path.`, [
        `AWS Role Name in Datadog must be exactly ${entered}: ${entered.length} characters without blanks around them${role.path === '/' ? '' : ', the path included'}.`,
      ]);
    }
    const difference = role.name === desired.name ? 'path' : 'name';
    return {
      status: 'fail',
      summary: `The role has another ${difference} than ${known}: ${role.arn} instead of ${desired.arn}.`,
      evidence: [
        'IAM finds roles regardless of letter case and path, AssumeRole and Datadog do not.',
        `${known === 'given' ? 'Given' : 'Recorded'}: ${desired.arn}; found: ${role.arn}.`,
      ],
      remedy: isDeclared(target) ? exchange(present, situation) : comparison(present, situation),
    };
  }),
};

/** The role of the record is the right one: Datadog and the validator know it by that name. */
function exchange(present: RoleSituation, situation: Situation): readonly string[] {
  const { desired } = situation;
  return [
    ...replacement(present, situation),
    `In Datadog, on the AWS integration page, account ${desired.scope.accountId}, AWS Role Name must be exactly ${roleNameWithPath(desired.arn)}, without blanks.`,
  ];
}

/** Nobody says which is right, the name of the role or the one that was given. */
function comparison({ role }: RoleSituation, { desired }: Situation): readonly string[] {
  return [
    `If ${role.arn} is the right one, AWS Role Name in Datadog must be exactly ${roleNameWithPath(role.arn)}, without blanks: validate again with RoleName ${role.name} and Path ${role.path}.`,
    `Otherwise make the role ${desired.arn}.`,
  ];
}

/**
 * Takes the role away, so that the stack can make the one of the record; the policies that were made for it serve again. Neither
 * name nor path of a role changes, so that this one is not the recorded one, whatever its tags say: only people can tell whether
 * it may go, and none is given a command against a role that is not tagged as the stack's.
 */
function replacement({ role, observed }: RoleSituation, { target }: Situation): readonly string[] {
  const { owner } = target;
  if (owner === null || !isOwnedBy(owner, role.tags))
    return [
      `Neither letter case nor path of a role can be changed, and ${role.arn} is not the stack's: see role-ownership.`,
    ];
  const removal = planDelete(role.name, role, { ...observed, policies: [] }, owner);
  return [
    `Neither letter case nor path of a role can be changed. If nobody needs ${role.arn}, delete it:`,
    ...awsCommands(role.name, removal.stages.flat()),
    `${UPDATE_THE_STACK}: that makes the recorded role again.`,
    ...updateByRevision(target),
  ];
}
