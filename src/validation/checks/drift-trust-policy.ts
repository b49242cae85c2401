import { DRIFT_PATHS } from '../drift';
import { type Check, isOfDeclared } from './check';
import { aboutDrift } from './drift-verdict';
import { restoreTrustPolicy } from './restore';

/** Is the trust policy the one that the stack calls for? Whether Datadog gets in by it is for other checks to say. */
export const driftTrustPolicy: Check = {
  id: 'drift-trust-policy',
  essential: true,
  isAsked: isOfDeclared,
  evaluate: aboutDrift((present, situation) => ({
    subject: 'trust policy',
    items: situation.drift.filter(({ path }) => path === DRIFT_PATHS.trustPolicy),
    status: 'warn',
    remedy: restoreTrustPolicy(present, situation),
  })),
};
