import { ObservationOutdated } from '../iam/apply';
import { backoff, type RetryPolicy } from '../runtime/retry';

/** Somebody, or an earlier delivery of the same event, changed the role meanwhile: look again. */
export const outdatedObservation: RetryPolicy = {
  name: 'outdated observation',
  matches: (error) => error instanceof ObservationOutdated,
  delayMs: backoff(500, 1.5, 2_000),
  limitMs: 30_000,
};
