import { backoff, type RetryPolicy } from '../runtime/retry';
import {
  awsErrorFacts,
  isAccessDenied,
  isExplicitDenial,
  isInvalidPrincipal,
  isThrottling,
  isTransient,
} from './errors';

/** Throttling: exponential backoff with jitter, for as long as the deadline allows. */
export const throttling: RetryPolicy = {
  name: 'throttling',
  matches: isThrottling,
  delayMs: backoff(200, 2, 5_000),
  limitMs: Number.POSITIVE_INFINITY,
};

/** 5xx answers and lost connections. */
export const transient: RetryPolicy = {
  name: 'transient',
  matches: isTransient,
  delayMs: backoff(100, 2, 3_000),
  limitMs: 60_000,
};

/** IAM works on the same entity for somebody else: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export const conflict: RetryPolicy = {
  name: 'conflict',
  matches: (error) =>
    [
      'ConcurrentModification',
      'ConcurrentModificationException',
      'EntityTemporarilyUnmodifiable',
      'EntityTemporarilyUnmodifiableException',
    ].includes(awsErrorFacts(error).name),
  delayMs: backoff(100, 1.5, 1_000),
  limitMs: 30_000,
};

/**
 * The caller's own permissions may have been attached seconds ago, in the same stack. A policy that has still to be seen can only
 * allow: what is denied explicitly stays denied (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
 * Up to 31 s have been reported, and IAM promises no time:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export const freshPermissions: RetryPolicy = {
  name: 'fresh permissions',
  matches: (error) => isAccessDenied(error) && !isExplicitDenial(error),
  delayMs: backoff(500, 1.6, 3_000),
  limitMs: 45_000,
};

/** Any other denial: what the call itself depends on, such as the boundary of a role, may have been changed a moment ago. */
export const settledPermissions: RetryPolicy = {
  ...freshPermissions,
  name: 'settled permissions',
  matches: isAccessDenied,
  limitMs: 8_000,
};

/** A principal made a moment ago is not yet known where trust policies are checked. */
export const principalPropagation: RetryPolicy = {
  name: 'principal propagation',
  matches: isInvalidPrincipal,
  delayMs: backoff(250, 1.2, 1_000),
  limitMs: 20_000,
};

/** An entity made or changed a moment ago is not yet seen everywhere: poll densely. */
export const entityPropagation: RetryPolicy = {
  name: 'entity propagation',
  matches: (error) => ['NoSuchEntity', 'NoSuchEntityException'].includes(awsErrorFacts(error).name),
  delayMs: backoff(250, 1.2, 1_000),
  limitMs: 10_000,
};

/** `DeleteConflict` right after the last detach. */
export const detachPropagation: RetryPolicy = {
  name: 'detach propagation',
  matches: (error) => ['DeleteConflict', 'DeleteConflictException'].includes(awsErrorFacts(error).name),
  delayMs: backoff(250, 1.2, 1_000),
  limitMs: 10_000,
};
