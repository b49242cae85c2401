/*
 * What every trial of a role has in common: how long its sessions last, what they are called and what they may do.
 */

/** The role to be tried, and what to try it with. */
export interface ProbeTarget {
  readonly roleArn: string;
  readonly externalId: string;
}

/** How STS answers a request that it must refuse. */
export type ExternalIdAnswer = 'refused' | 'accepted' | 'inconclusive';

/** How a role answers those who do not know its external id. */
export interface ExternalIdProbe {
  readonly withoutExternalId: ExternalIdAnswer;
  readonly withWrongExternalId: ExternalIdAnswer;
}

/**
 * All that one region's probe may take from its own start, retries included; a region that hangs costs the run no more than
 * this. A connection that is not made takes three seconds, so that there is time for another two.
 */
export const PROBE_LIMIT_MS = 10_000;

/** The shortest that STS gives: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const SESSION_SECONDS = 900;
/** Of the validator's sessions. */
export const VALIDATOR_SESSION_NAME = 'datadog-integration-role-validator';
/** Of the provider's sessions. */
export const SELF_TEST_SESSION_NAME = 'datadog-integration-role-self-test';

/** What the validator's session tries: a call that Datadog makes in every region. */
export const PROBED_ACTION = 'cloudwatch:ListMetrics';

/** The session may do what the probe does and nothing else. */
export const PROBE_SESSION_POLICY = /* @__PURE__ */ sessionPolicy('Allow', PROBED_ACTION);

/** A session that is never used, or handed out by mistake, is allowed nothing. */
export const EMPTY_SESSION_POLICY = /* @__PURE__ */ sessionPolicy('Deny', '*');

/** Datadog's own external ids are 32 hexadecimal digits. */
export const WRONG_EXTERNAL_ID = 'not-the-external-id-of-this-role';

function sessionPolicy(effect: 'Allow' | 'Deny', action: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: action, Resource: '*' }],
  });
}
