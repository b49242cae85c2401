import { NO_SUCH_REGION, REGION_NOT_ENABLED, type RegionResult } from '../../report/report';

/** What stands in the way of regions that have the same finding. */
export type DeniedBy =
  | 'service control policy'
  /** It binds the validator: Datadog's own AssumeRole comes from outside the account. */
  | 'service control policy on the validator'
  | 'resource control policy'
  | 'permissions boundary'
  | 'identity-based policy'
  | 'trust policy'
  | 'VPC endpoint policy'
  | 'STS not activated'
  | 'region not enabled'
  | 'no such region'
  /** Either the region is not enabled, or our session token is not valid there. */
  | 'credentials not taken'
  | 'account not subscribed'
  | 'no answer'
  | 'not tried in time'
  | 'throttling'
  /** AWS refuses and does not say which policy does it. */
  | 'unnamed policy';

/** Regions in which the same call met the same deniedBy. */
export interface RegionGroup {
  readonly deniedBy: DeniedBy;
  /** The call that was refused, as the validator made it. */
  readonly call: 'sts:AssumeRole' | 'cloudwatch:ListMetrics';
  readonly regions: readonly string[];
  /** Did no policy of the kind allow the call? Otherwise one denies it, or AWS does not say. */
  readonly isImplicit: boolean;
  /** AWS's words in the first of them. */
  readonly message: string;
  /** The policies that AWS names in any of them. */
  readonly policyArns: readonly string[];
}

const BY_CAUSE: readonly (readonly [RegExp, DeniedBy])[] = [
  [/^(scp_|declarative_policy_)/, 'service control policy'],
  [/^rcp_/, 'resource control policy'],
  [/^permissions_boundary_/, 'permissions boundary'],
  [/^identity_policy_/, 'identity-based policy'],
  [/^trust_policy_/, 'trust policy'],
  [/^vpce_/, 'VPC endpoint policy'],
  [/^service_not_subscribed$/, 'account not subscribed'],
];

export function deniedByOf({ status, cause }: RegionResult): DeniedBy {
  switch (status) {
    case 'sts-not-activated':
      return 'STS not activated';
    case 'region-not-enabled':
      if (cause === NO_SUCH_REGION) return 'no such region';
      return cause === REGION_NOT_ENABLED ? 'region not enabled' : 'credentials not taken';
    case 'throttled':
      return 'throttling';
    case 'unreachable':
      return 'no answer';
    case 'not-tried':
      return 'not tried in time';
    // An account's service control policies do not bind Datadog's AssumeRole, which comes from outside.
    case 'assume-role-denied':
      return deniedByCause(cause) === 'service control policy'
        ? 'service control policy on the validator'
        : deniedByCause(cause);
    default:
      return deniedByCause(cause);
  }
}

function deniedByCause(cause: string | null): DeniedBy {
  return BY_CAUSE.find(([pattern]) => pattern.test(cause ?? ''))?.[1] ?? 'unnamed policy';
}

/** Groups results by what stands in the way, in the order in which the regions come. */
export function groupRegions(results: readonly RegionResult[]): readonly RegionGroup[] {
  const groups = new Map<string, RegionGroup>();
  for (const result of results) {
    const deniedBy = deniedByOf(result);
    const call = result.status === 'session-denied' ? 'cloudwatch:ListMetrics' : 'sts:AssumeRole';
    const isImplicit = /_implicit_deny$/.test(result.cause ?? '');
    const key = `${deniedBy} ${call} ${isImplicit}`;
    const known = groups.get(key);
    groups.set(key, {
      deniedBy,
      call,
      isImplicit,
      regions: [...(known?.regions ?? []), result.region],
      message: known?.message ?? result.message ?? '',
      policyArns: [
        ...new Set([
          ...(known?.policyArns ?? []),
          ...(result.policyArn === undefined ? [] : [result.policyArn]),
        ]),
      ],
    });
  }
  return [...groups.values()];
}
