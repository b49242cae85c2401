import { shortened } from '../../runtime/text';
import { aboutRole, type Check, pass } from './check';
import { restoreTrustPolicy } from './restore';

/** Does the trust policy accept the external id of the stack? */
export const externalId: Check = {
  id: 'external-id',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { trust } = present;
    const { spec } = situation.target;
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
        summary: 'The trust policy demands another external id than the stack has.',
        evidence: [trust.externalId.reason, `External id of the stack: ${shortened(spec.externalId)}.`],
        remedy: [
          ...restoreTrustPolicy(present, situation),
          'If Datadog shows another one, set the property ExternalId of the stack to it.',
        ],
      };
    }
    return pass('The trust policy accepts the external id of the stack.', [
      `AWS External ID in Datadog must be ${shortened(spec.externalId)}.`,
    ]);
  }),
};
