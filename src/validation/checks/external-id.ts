import { NO } from '../../policy/answer';
import { shortened } from '../../runtime/text';
import { isDeclared } from '../target';
import { namesOf, regionsByAnswer } from '../trust-regions';
import { describeUndecided, remedyOfUndecided } from '../trust-texts';
import { aboutRole, type Check, pass } from './check';
import { restoreTrustPolicy } from './restore';

/** Does the trust policy accept the external id of the stack, or the one that was given? */
export const externalId: Check = {
  id: 'external-id',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { trust } = present;
    const { spec } = situation.target;
    const ofStack = isDeclared(situation.target);
    const asked = trust.byRegion.filter((region) => region.externalId !== null);
    if (asked.length === 0) {
      return {
        status: 'unknown',
        summary: 'The trust policy does not get as far as the external id.',
        evidence: [],
        remedy: ['Carry out the remedy of trust-principal.'],
      };
    }
    const accepted = regionsByAnswer(asked, (region) => region.externalId?.answer ?? NO);
    if (accepted.no.length > 0) {
      const isEverywhere = accepted.no.length === asked.length;
      return {
        status: isEverywhere ? 'fail' : 'warn',
        summary: `The trust policy demands another external id than ${ofStack ? 'the stack has' : 'was given'}${isEverywhere ? '' : ` in ${namesOf(accepted.no)}`}.`,
        evidence: [
          ...new Set(accepted.no.flatMap((region) => region.externalId?.reason ?? [])),
          `External id ${ofStack ? 'of the stack' : 'that was given'}: ${shortened(spec.externalId)}.`,
        ],
        remedy: [
          ...restoreTrustPolicy(present, situation),
          `If Datadog shows another one, ${ofStack ? 'set the property ExternalId of the stack to it' : 'validate again with that'}.`,
        ],
      };
    }
    if (accepted.depends.length > 0) {
      const statements = accepted.depends.flatMap((region) => region.externalId?.decidedBy ?? []);
      return {
        status: 'unknown',
        summary: `Whether the trust policy accepts the external id depends on ${accepted.keys.join(', ')}.`,
        evidence: describeUndecided(statements, accepted.keys),
        remedy: remedyOfUndecided(statements, situation),
      };
    }
    return pass(`The trust policy accepts the external id ${ofStack ? 'of the stack' : 'that was given'}.`, [
      `AWS External ID in Datadog must be ${shortened(spec.externalId)}.`,
    ]);
  }),
};
