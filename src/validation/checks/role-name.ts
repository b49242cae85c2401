import { awsCommands } from '../../iam/cli-commands';
import { planDelete } from '../../iam/role/plan-delete';
import type { RoleSituation, Situation } from '../situation';
import { aboutRole, type Check, pass } from './check';
import { UPDATE_THE_STACK } from './restore';

/** Is the role named as recorded, to the letter? IAM overlooks letter case, Datadog and AssumeRole do not. */
export const roleName: Check = {
  id: 'role-name',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { role } = present;
    const { desired } = situation;
    if (role.arn === desired.arn) {
      return pass('The role has the recorded name and path.', [
        `AWS Role Name in Datadog must be exactly ${role.name}: ${role.name.length} characters without blanks around them.`,
      ]);
    }
    const difference = role.name === desired.name ? 'path' : 'name';
    return {
      status: 'fail',
      summary: `The role has another ${difference} than recorded: ${role.arn} instead of ${desired.arn}.`,
      evidence: [
        'IAM finds roles regardless of letter case and path, AssumeRole and Datadog do not.',
        `Recorded: ${desired.arn}; found: ${role.arn}.`,
      ],
      remedy: [
        ...replacement(present, situation),
        `In Datadog, on the AWS integration page, account ${desired.scope.accountId}, AWS Role Name must be exactly ${desired.name}, without blanks.`,
      ],
    };
  }),
};

/** Takes the role away, so that the stack can make the one of the record; the policies that were made for it serve again. */
function replacement({ role, observed }: RoleSituation, { target: { owner } }: Situation): readonly string[] {
  if (owner === null) return ['Neither letter case nor path of a role can be changed: make the role anew.'];
  const removal = planDelete(role.name, role, { ...observed, policies: [] }, owner);
  return [
    `Neither letter case nor path of a role can be changed. If nobody needs ${role.arn}, delete it:`,
    ...awsCommands(role.name, removal.stages.flat()),
    `${UPDATE_THE_STACK}: that makes the recorded role again.`,
  ];
}
