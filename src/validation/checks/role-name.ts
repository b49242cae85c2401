import { aboutRole, type Check, pass } from './check';

/** Is the role named as recorded, to the letter? IAM overlooks letter case, Datadog and AssumeRole do not. */
export const roleName: Check = {
  id: 'role-name',
  essential: true,
  judge: aboutRole(({ role }, { desired }) => {
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
        `Set the property ${difference === 'name' ? `RoleName of the stack to ${role.name}` : `Path of the stack to ${role.path}`}, or delete the role and let the stack make it again.`,
        `In Datadog, on the AWS integration page, account ${desired.scope.accountId}, enter the same name as AWS Role Name, without blanks.`,
      ],
    };
  }),
};
