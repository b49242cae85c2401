import { shortened } from '../../runtime/text';
import { isDeclared } from '../target';
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
    if (!trust.principal.allowed) {
      return {
        status: 'unknown',
        summary: 'The trust policy does not get as far as the external id.',
        evidence: [],
        remedy: ['Carry out the remedy of trust-principal.'],
      };
    }
    if (!trust.externalId.allowed) {
      return {
        status: 'fail',
        summary: `The trust policy demands another external id than ${ofStack ? 'the stack has' : 'was given'}.`,
        evidence: [
          trust.externalId.reason,
          `External id ${ofStack ? 'of the stack' : 'that was given'}: ${shortened(spec.externalId)}.`,
        ],
        remedy: [
          ...restoreTrustPolicy(present, situation),
          `If Datadog shows another one, ${ofStack ? 'set the property ExternalId of the stack to it' : 'validate again with that'}.`,
        ],
      };
    }
    return pass(`The trust policy accepts the external id ${ofStack ? 'of the stack' : 'that was given'}.`, [
      `AWS External ID in Datadog must be ${shortened(spec.externalId)}.`,
    ]);
  }),
};
