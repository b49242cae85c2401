import { type CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Call } from '../aws/calls';
import { createFailFastCall } from '../aws/fail-fast-call';
import type { RegionalClients, SessionCredentials } from '../aws/validator-clients';
import {
  NOT_TRIED_IN_TIME,
  type RegionResult,
  type RegionStatus,
  ROLE_NOT_ASSUMED,
  VALIDATOR_REFUSED_BY_SCP,
} from '../report/report';
import type { RetryContext } from '../runtime/retry';
import { withTimeout } from '../runtime/with-timeout';
import { type CallFailureCause, callFailureOf } from './call-failure';
import {
  PROBE_LIMIT_MS,
  PROBE_SESSION_POLICY,
  PROBED_ACTION,
  type ProbeTarget,
  SESSION_SECONDS,
  VALIDATOR_SESSION_NAME,
} from './session';

/** A namespace that nobody uses: the answer is empty, and whether there is one is all that counts. */
const PROBE_NAMESPACE = 'DatadogIntegrationRole/Probe';

/**
 * Tries one region as Datadog would use it: AssumeRole at its STS endpoint, then `cloudwatch:ListMetrics` there with
 * the session. Where a service control policy refuses us the first, the second is tried with our own credentials.
 * Never throws; takes `PROBE_LIMIT_MS` at most from now, which is why its turn has to have come.
 */
export async function probeRegion(
  clients: RegionalClients,
  region: string,
  target: ProbeTarget,
  context: RetryContext,
): Promise<RegionResult> {
  const probed = await timed(region, context, PROBE_LIMIT_MS, async (limited, reached) => {
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
  const isOurRefusal = probed.status === 'assume-role-denied' && isByScp(probed);
  return isOurRefusal ? tellWhomScpBinds(clients, probed, context) : probed;
}

/**
 * The account's service control policies bind us, and the sessions of the role, but not Datadog's own AssumeRole, which
 * comes from outside. What keeps Datadog out as well is one that refuses what its sessions do.
 */
async function tellWhomScpBinds(
  clients: RegionalClients,
  probed: TriedRegion,
  context: RetryContext,
): Promise<RegionResult> {
  const { region, message } = probed;
  const own = await timed(region, context, PROBE_LIMIT_MS - probed.latencyMs, (limited) =>
    listMetrics(createFailFastCall(limited), clients.cloudWatch(region)),
  );
  const answer = own.message === null ? 'was allowed' : `came to: ${own.message}`;
  return {
    ...probed,
    cause: isByScp(own) ? probed.cause : VALIDATOR_REFUSED_BY_SCP,
    message: `${message}; ${PROBED_ACTION} with the validator's own credentials ${answer}`,
    latencyMs: probed.latencyMs + own.latencyMs,
  };
}

function isByScp({ cause }: RegionResult): boolean {
  return cause === 'scp_explicit_deny' || cause === 'scp_implicit_deny';
}

/**
 * Tries one region without touching the role: whether its STS answers, and whether what Datadog calls there is allowed
 * to us. A region that answers is one in which the role was not tried. Never throws.
 */
export async function surveyRegion(
  clients: RegionalClients,
  region: string,
  context: RetryContext,
): Promise<RegionResult> {
  const surveyed = await timed(region, context, PROBE_LIMIT_MS, async (limited, reached) => {
    const call = createFailFastCall(limited);
    await call((options) => clients.sts(region).send(new GetCallerIdentityCommand({}), options));
    reached('session-denied');
    await listMetrics(call, clients.cloudWatch(region));
  });
  return asOurselves(surveyed, `sts:GetCallerIdentity and ${PROBED_ACTION}`);
}

/** Asks one region's STS who we are, and nothing else. Never throws. */
export async function identifyInRegion(
  clients: RegionalClients,
  region: string,
  context: RetryContext,
): Promise<RegionResult> {
  const identified = await timed(region, context, PROBE_LIMIT_MS, async (limited) => {
    const call = createFailFastCall(limited);
    await call((options) => clients.sts(region).send(new GetCallerIdentityCommand({}), options));
  });
  return asOurselves(identified, 'sts:GetCallerIdentity');
}

function asOurselves(result: RegionResult, calls: string): RegionResult {
  if (result.status !== 'ok') return result;
  const message = `${calls} worked with the caller's own credentials; the role was not assumed.`;
  return { ...result, status: 'not-tried', cause: ROLE_NOT_ASSUMED, message };
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
