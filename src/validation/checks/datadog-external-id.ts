import { NO } from '../../policy/answer';
import { shortened } from '../../runtime/text';
import type { RoleSituation, Situation } from '../situation';
import { isDeclared } from '../target';
import { trustFindings } from '../trust-findings';
import { regionsByAnswer } from '../trust-regions';
import { aboutRegistration, isDatadogAsked } from './about-registration';
import { type Check, pass } from './check';
import { updateByRevision } from './update-the-stack';

/** Does the trust policy accept the external id with which Datadog comes? */
export const datadogExternalId: Check = {
  id: 'datadog-external-id',
  essential: false,
  isAsked: isDatadogAsked,
  evaluate: aboutRegistration((account, situation, { site }) => {
    const { present, target } = situation;
    const registered = account.attributes.auth_config.external_id;
    if (present === null || typeof registered !== 'string')
      return {
        status: 'unknown',
        summary:
          present === null ? 'There is no role to compare with.' : 'Datadog does not show its external id.',
        evidence: [],
        remedy: ['Carry out the remedies of role-exists and datadog-registered.'],
      };
    const evidence = [
      `External id at ${site}: ${shortened(registered)}; ${isDeclared(target) ? 'of the stack' : 'that was given'}: ${shortened(target.spec.externalId)}.`,
    ];
    const isSame = registered === target.spec.externalId;
    const accepted = isAccepted(present, situation, registered);
    if (accepted === undefined)
      return {
        status: 'unknown',
        summary: `The trust policy does not get as far as the external id${isSame ? '' : ', and Datadog comes with another one than the stack has'}.`,
        evidence,
        remedy: ['Carry out the remedy of trust-principal.'],
      };
    if (accepted) {
      if (isSame) return pass('Datadog and the trust policy have the same external id.', evidence);
      return {
        status: 'warn',
        summary:
          'Datadog gets in with another external id than the stack has: the next update would lock it out.',
        evidence,
        remedy: giveStackDatadogs(situation),
      };
    }
    // Which side is wrong: what is on record, or Datadog?
    return isSame
      ? {
          status: 'fail',
          summary: 'The trust policy does not accept the external id that Datadog and the stack have.',
          evidence,
          remedy: ['Carry out the remedy of external-id.'],
        }
      : {
          status: 'fail',
          summary:
            'Datadog comes with another external id than the stack has, and the trust policy does not accept it.',
          evidence: [...evidence, 'It was generated anew in Datadog, or the account was registered anew.'],
          remedy: giveStackDatadogs(situation),
        };
  }),
};

/** Whether the trust policy accepts an external id in every region; undefined where it refuses Datadog whatever the id. */
function isAccepted(
  { role }: RoleSituation,
  { target, now, regionList }: Situation,
  externalId: string,
): boolean | undefined {
  const { spec, selfTestPrincipals } = target;
  const { byRegion } = trustFindings(role.trustPolicy, {
    ...spec,
    externalId,
    selfTestPrincipals,
    roleTags: role.tags,
    askedRegions: regionList.enabled,
    now,
  });
  const asked = byRegion.filter((region) => region.externalId !== null);
  if (asked.length === 0) return undefined;
  return regionsByAnswer(asked, (region) => region.externalId?.answer ?? NO).no.length === 0;
}

/** Datadog's is the one that counts: nobody can give it another. */
function giveStackDatadogs({ target }: Situation): readonly string[] {
  if (!isDeclared(target))
    return ['Put the external id that Datadog shows for the account into the trust policy of the role.'];
  return [
    'Datadog issues external ids, and takes none: the stack has to get Datadog’s. Where it registers the account (DatadogKeysSecretArn), an update with another Revision fetches it.',
    ...updateByRevision(target),
    'Otherwise copy the external id from the AWS integration page in Datadog into the property ExternalId.',
  ];
}
