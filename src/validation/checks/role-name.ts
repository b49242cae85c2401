import { awsCommands } from '../../iam/cli-commands';
import { lastAppliedBy } from '../../iam/role/last-applied';
import { planRole } from '../../iam/role/plan';
import { planDelete } from '../../iam/role/plan-delete';
import type { RoleSituation, Situation } from '../situation';
import { isDeclared } from '../target';
import { aboutRole, type Check, pass } from './check';

/** Is the role named as recorded, or given, to the letter? IAM overlooks letter case, Datadog and AssumeRole do not. */
export const roleName: Check = {
  id: 'role-name',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { role } = present;
    const { desired, target } = situation;
    const known = isDeclared(target) ? 'recorded' : 'given';
    if (role.arn === desired.arn) {
      return pass(`The role has the ${known} name and path.`, [
        `AWS Role Name in Datadog must be exactly ${role.name}: ${role.name.length} characters without blanks around them.`,
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
    `Neither letter case nor path of a role can be changed. Delete ${present.role.arn}, and make the recorded role again:`,
    ...replacement(present, situation),
    `In Datadog, on the AWS integration page, account ${desired.scope.accountId}, AWS Role Name must be exactly ${desired.name}, without blanks.`,
  ];
}

/** Nobody says which is right, the name of the role or the one that was given. */
function comparison({ role }: RoleSituation, { desired }: Situation): readonly string[] {
  return [
    `If ${role.arn} is the right one, AWS Role Name in Datadog must be exactly ${role.name}, without blanks: validate again with RoleName ${role.name} and Path ${role.path}.`,
    `Otherwise make the role ${desired.arn}.`,
  ];
}

/** Takes the role away, and makes the one of the record; the policies that were made for it serve again. */
function replacement({ role, observed }: RoleSituation, { desired, target }: Situation): readonly string[] {
  const { owner, spec } = target;
  if (owner === null) return [];
  const removal = planDelete(role.name, role, { ...observed, policies: [] }, owner);
  const creation = planRole(desired, { ...observed, role: null }, owner, lastAppliedBy([spec]));
  return [
    ...awsCommands(role.name, removal.stages.flat()),
    ...awsCommands(desired.name, creation.stages.flat()),
  ];
}
