import { show } from '../../runtime/text';
import { registeredRoleName, registrationOf } from '../datadog-side';
import { aboutDatadog, isDatadogAsked, nameForDatadog } from './about-registration';
import { type Check, pass } from './check';

/** Has the account an entry in Datadog, by a role? Without one, Datadog does not come. */
export const datadogRegistered: Check = {
  id: 'datadog-registered',
  essential: false,
  isAsked: isDatadogAsked,
  evaluate: aboutDatadog(({ site, accounts }, situation) => {
    const { accountId } = situation.target.spec;
    const name = nameForDatadog(situation);
    const found = registrationOf(accounts, name);
    if (found !== undefined && registeredRoleName(found) !== undefined)
      return pass(`The account is registered in Datadog.`, [
        `Account config id ${show(found.id)} at ${site}, with the role ${show(registeredRoleName(found))}.`,
      ]);
    if (accounts.length > 0) {
      const roles = accounts.map((account) => registeredRoleName(account) ?? 'access keys');
      return {
        status: 'fail',
        summary: 'The account is registered in Datadog, but not with this role.',
        evidence: [`Registered at ${site} with ${roles.map(show).join(' and ')}.`],
        remedy: [
          `In Datadog, on the AWS integration page, account ${accountId}: enter ${name} as AWS Role Name. A registration with access keys has to be removed and made anew, as Datadog does not change one into the other.`,
        ],
      };
    }
    return {
      status: 'fail',
      summary: 'The account is not registered in Datadog.',
      evidence: [`${site} has no registration of the account ${accountId} in the organization of the keys.`],
      remedy: [
        `If the keys are of the right organization: where the stack registers the account (DatadogKeysSecretArn), update it with another Revision, which registers it again and gives the role its external id.`,
        `Otherwise add the account in Datadog, on the AWS integration page, with AWS Role Name ${name}, and set the external id that Datadog shows in the stack.`,
      ],
    };
  }),
};
