import { type CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Call } from '../aws/calls';
import { createFailFastCall } from '../aws/fail-fast-call';
import type { RegionalClients, SessionCredentials } from '../aws/validator-clients';
import { NOT_TRIED_IN_TIME, type RegionResult, type RegionStatus, ROLE_NOT_ASSUMED } from '../report/report';
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
 * validation/proof.ts. Never throws; takes `PROBE_LIMIT_MS` at most from now, which is why its turn has to have come.
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
 * Asks one region's STS who we are, without touching the role: that shows whether STS is activated and the region enabled,
 * and nothing about what the role may do. Never throws.
 */
export async function identifyInRegion(
  clients: RegionalClients,
  region: string,
  context: RetryContext,
): Promise<RegionResult> {
  const identified = await timed(region, context, PROBE_LIMIT_MS, async (limited) => {
    const call = createFailFastCall(limited);
    await call((options) => clients.sts(region).send(new GetCallerIdentityCommand({}), options));
  });
  if (identified.status !== 'ok' && identified.status !== 'assume-role-denied') return identified;
  const answer = identified.message ?? "sts:GetCallerIdentity worked with the caller's own credentials";
  const message = `${answer}; the role was not assumed.`;
  return { ...identified, status: 'not-tried', cause: ROLE_NOT_ASSUMED, message };
}

/** A region whose turn did not come before the time of the run was over. */
export function notTriedInTime(region: string): RegionResult {
  const message = 'The time of the run was over before the turn of this region came.';
  return { region, status: 'not-tried', cause: NOT_TRIED_IN_TIME, message, latencyMs: null };
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
  const { clock, deadline } = context;
  const startedAt = clock.now();
  const endsWithRun = deadline.workLeft() < limitMs;
  let denied: RegionStatus = 'assume-role-denied';
  const reached = (ifDenied: RegionStatus) => {
    denied = ifDenied;
  };
  try {
    await withTimeout(context, limitMs, (limited) => work(limited, reached));
    return { region, status: 'ok', cause: null, message: null, latencyMs: clock.now() - startedAt };
  } catch (error) {
    const { message, ...failure } = callFailureOf(error);
    const latencyMs = clock.now() - startedAt;
    // Less time than any other region had: that there was no answer in it says nothing about the region.
    if (endsWithRun && failure.cause === 'no_answer')
      return { region, status: 'not-tried', cause: NOT_TRIED_IN_TIME, message, latencyMs };
    return { region, status: statusOf(failure.cause, denied), ...failure, message, latencyMs };
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
    // Nothing was decided about the role: our own request did not get through, or was none that is decided about.
    case 'clock_skew':
    case 'expired_token':
    case 'identity_center_credentials_refused':
    case 'no_answer':
    case 'not_an_aws_deny':
    case 'role_chaining_duration':
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
