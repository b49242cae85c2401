import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { SendOptions } from '../aws/calls';
import { awsErrorFacts, isAccessDenied } from '../aws/errors';
import { throttling, transient } from '../aws/retry-policies';
import { backoff, type RetryContext, type RetryPolicy, retry } from '../runtime/retry';
import { classifyDenial } from './denial';
import { saysNothingOfOthers } from './own-refusal';
import { EMPTY_SESSION_POLICY, type ProbeTarget, SELF_TEST_SESSION_NAME, SESSION_SECONDS } from './session';

/** `undecided` where what went wrong proves nothing about Datadog. */
export type SelfTestResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed' | 'undecided'; readonly cause: string; readonly message: string };

/** A role just made or changed is refused until IAM has spread it: poll densely. */
const rolePropagation: RetryPolicy = {
  name: 'role propagation',
  matches: isAccessDenied,
  delayMs: backoff(250, 1.2, 1_000),
  limitMs: 25_000,
};

/** STS handed out a session that it should not have. */
class NotRefused extends Error {
  override readonly name = 'NotRefused';
}

/** The trust policy before a change goes on counting for a while: what it let in is no hole in the new one. */
const trustPropagation: RetryPolicy = {
  ...rolePropagation,
  name: 'trust propagation',
  matches: (error) => error instanceof NotRefused,
};

/**
 * Assumes a role at the client's own STS endpoint with its external id, and then without one, which must be
 * refused; waits out IAM's propagation for both. Never throws for what STS answers: that is the result.
 */
export async function selfTest(
  sts: STSClient,
  target: ProbeTarget,
  context: RetryContext,
): Promise<SelfTestResult> {
  const options: SendOptions = { abortSignal: context.deadline.signal };
  const assume = (externalId?: string) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: target.roleArn,
        RoleSessionName: SELF_TEST_SESSION_NAME,
        DurationSeconds: SESSION_SECONDS,
        Policy: EMPTY_SESSION_POLICY,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      }),
      options,
    );
  try {
    await retry(context, [rolePropagation, throttling, transient], () => assume(target.externalId));
  } catch (error) {
    const facts = awsErrorFacts(error);
    const kind = saysNothingOfOthers(error) ? 'undecided' : 'failed';
    return { kind, cause: classifyDenial(facts).cause, message: facts.message };
  }
  try {
    await retry(context, [trustPropagation, throttling, transient], () => refuse(assume));
    return { kind: 'passed' };
  } catch (error) {
    const { message } = awsErrorFacts(error);
    return error instanceof NotRefused
      ? { kind: 'failed', cause: 'external_id_not_enforced', message }
      : {
          kind: 'undecided',
          cause: 'external_id_check_failed',
          message: `Without an external id, STS answered: ${message}`,
        };
  }
}

/** Resolves when STS refuses. @throws NotRefused, or what STS answers otherwise */
async function refuse(assume: () => Promise<unknown>): Promise<void> {
  try {
    await assume();
  } catch (error) {
    if (isAccessDenied(error)) return;
    throw error;
  }
  throw new NotRefused('The role can be assumed without an external id: its trust policy lets others in.');
}
