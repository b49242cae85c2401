import { type CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Call } from '../aws/calls';
import { createFailFastCall } from '../aws/fail-fast-call';
import type { RegionalClients, SessionCredentials } from '../aws/validator-clients';
import type { RegionResult, RegionStatus } from '../report/report';
import type { RetryContext } from '../runtime/retry';
import { withTimeout } from '../runtime/with-timeout';
import { type CallFailureCause, callFailureOf } from './call-failure';
import {
  PROBE_LIMIT_MS,
  PROBE_SESSION_POLICY,
  type ProbeTarget,
  SESSION_SECONDS,
  VALIDATOR_SESSION_NAME,
} from './session';

/** A namespace that nobody uses: the answer is empty, and whether there is one is all that counts. */
const PROBE_NAMESPACE = 'DatadogIntegrationRole/Probe';

/**
 * Tries one region as Datadog would use it: AssumeRole at its STS endpoint, then `cloudwatch:ListMetrics` there with
 * the session. Where we are refused the first, nothing that our own credentials may do says more: see
 * validation/proof.ts. Never throws; takes `PROBE_LIMIT_MS` at most.
 */
export async function probeRegion(
  clients: RegionalClients,
  region: string,
  target: ProbeTarget,
  context: RetryContext,
): Promise<RegionResult> {
  return timed(region, context, PROBE_LIMIT_MS, async (limited, reached) => {
    const call = createFailFastCall(limited);
    const credentials = await call(async (options) => {
      const input = {
        RoleArn: target.roleArn,
        ExternalId: target.externalId,
        RoleSessionName: VALIDATOR_SESSION_NAME,
        DurationSeconds: SESSION_SECONDS,
        Policy: PROBE_SESSION_POLICY,
      };
      const answer = await clients.sts(region).send(new AssumeRoleCommand(input), options);
      return sessionCredentials(answer.Credentials);
    });
    reached('session-denied');
    await listMetrics(call, clients.cloudWatch(region, credentials));
  });
}

/**
 * Tries one region without touching the role: whether its STS answers, and whether what Datadog calls there is allowed
 * to us, who are under the same service control policies as the role. Never throws.
 */
export function surveyRegion(
  clients: RegionalClients,
  region: string,
  context: RetryContext,
): Promise<RegionResult> {
  return timed(region, context, PROBE_LIMIT_MS, async (limited, reached) => {
    const call = createFailFastCall(limited);
    await call((options) => clients.sts(region).send(new GetCallerIdentityCommand({}), options));
    reached('session-denied');
    await listMetrics(call, clients.cloudWatch(region));
  });
}

/** Asks one region's STS who we are, and nothing else. Never throws. */
export function identifyInRegion(
  clients: RegionalClients,
  region: string,
  context: RetryContext,
): Promise<RegionResult> {
  return timed(region, context, PROBE_LIMIT_MS, async (limited) => {
    const call = createFailFastCall(limited);
    await call((options) => clients.sts(region).send(new GetCallerIdentityCommand({}), options));
  });
}

async function listMetrics(call: Call, cloudWatch: CloudWatchClient): Promise<void> {
  const command = new ListMetricsCommand({ Namespace: PROBE_NAMESPACE });
  await call((options) => cloudWatch.send(command, options));
}

/** The result of a region that was asked. */
interface TriedRegion extends RegionResult {
  readonly latencyMs: number;
}

async function timed(
  region: string,
  context: RetryContext,
  limitMs: number,
  work: (limited: RetryContext, reached: (ifDenied: RegionStatus) => void) => Promise<void>,
): Promise<TriedRegion> {
  const { clock } = context;
  const startedAt = clock.now();
  let denied: RegionStatus = 'assume-role-denied';
  const reached = (ifDenied: RegionStatus) => {
    denied = ifDenied;
  };
  try {
    await withTimeout(context, limitMs, (limited) => work(limited, reached));
    return { region, status: 'ok', cause: null, message: null, latencyMs: clock.now() - startedAt };
  } catch (error) {
    const { cause, message } = callFailureOf(error);
    return { region, status: statusOf(cause, denied), cause, message, latencyMs: clock.now() - startedAt };
  }
}

function statusOf(cause: CallFailureCause, denied: RegionStatus): RegionStatus {
  switch (cause) {
    case 'sts_region_not_activated':
      return 'sts-not-activated';
    // Or the region is enabled and our token not valid there: the account's list tells, where it could be had.
    case 'invalid_token_or_region_not_enabled':
      return 'region-not-enabled';
    case 'throttled':
      return 'throttled';
    // Nothing was decided about the role: our own request did not get through.
    case 'clock_skew':
    case 'expired_token':
    case 'no_answer':
    case 'service_error':
      return 'unreachable';
    default:
      return denied;
  }
}

/** What STS has issued, as clients take it. */
export function sessionCredentials(
  credentials:
    | {
        readonly AccessKeyId: string | undefined;
        readonly SecretAccessKey: string | undefined;
        readonly SessionToken: string | undefined;
      }
    | undefined,
): SessionCredentials {
  return {
    accessKeyId: credentials?.AccessKeyId ?? '',
    secretAccessKey: credentials?.SecretAccessKey ?? '',
    sessionToken: credentials?.SessionToken ?? '',
  };
}
