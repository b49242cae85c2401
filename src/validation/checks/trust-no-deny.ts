import { aboutRole, type Check, pass } from './check';
import { restoreTrustPolicy } from './restore';

/** Does a Deny of the trust policy shut Datadog out? */
export const trustNoDeny: Check = {
  id: 'trust-no-deny',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { trust } = present;
    if (trust.externalId.allowed && !trust.datadog.allowed) {
      return {
        status: 'fail',
        summary: 'A Deny of the trust policy shuts Datadog out.',
        evidence: [trust.datadog.reason],
        remedy: restoreTrustPolicy(present, situation),
      };
    }
    if (trust.undecidedDenies.length > 0) {
      return {
        status: 'warn',
        summary: 'A Deny of the trust policy may shut Datadog out.',
        evidence: trust.undecidedDenies.map(
          (keys) => `Whether it does depends on ${keys}, which only a request by Datadog would show.`,
        ),
        remedy: restoreTrustPolicy(present, situation),
      };
    }
    return pass('No Deny of the trust policy concerns Datadog.');
  }),
};
