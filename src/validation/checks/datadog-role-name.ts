import { show } from '../../runtime/text';
import { registeredRoleName } from '../datadog-side';
import { aboutRegistration, isDatadogAsked, nameForDatadog } from './about-registration';
import { type Check, pass } from './check';
import { changeInDatadog } from './datadog-command';

/** Does Datadog ask for the role by its name, path included and to the letter? */
export const datadogRoleName: Check = {
  id: 'datadog-role-name',
  essential: false,
  isAsked: isDatadogAsked,
  evaluate: aboutRegistration((account, situation, { site }) => {
    const name = nameForDatadog(situation);
    const registered = registeredRoleName(account);
    if (registered === name)
      return pass('Datadog asks for the role by its name.', [`Registered: ${show(name)}.`]);
    if (registered === undefined)
      return {
        status: 'unknown',
        summary: 'Datadog reads the account with access keys.',
        evidence: [],
        remedy: ['Carry out the remedy of datadog-registered.'],
      };
    return {
      status: 'fail',
      summary: `Datadog asks for a role of another name.`,
      evidence: [
        `Registered at ${site}: ${show(registered)}; the role here: ${show(name)}.`,
        ...(registered.toLowerCase() === name.toLowerCase()
          ? ['They differ in letter case alone, which AssumeRole does not overlook.']
          : name.endsWith(`/${registered}`)
            ? ['The path is missing: Datadog asks for path and name, without a slash at the beginning.']
            : []),
      ],
      remedy: [
        `If ${name} is the right one, enter it in Datadog as AWS Role Name, on the AWS integration page.`,
        ...changeInDatadog(site, account, { auth_config: { role_name: name } }),
        `Otherwise give the stack the other role’s name as RoleName (and its path as Path).`,
      ],
    };
  }),
};
