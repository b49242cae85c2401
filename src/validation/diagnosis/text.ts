import type { RegionResult } from '../../report/report';
import type { Findings } from './findings';
import type { RegionGroup } from './region-groups';

/** What is wrong with a group of regions, as a part of a sentence. */
export const conclusion =
  (everywhere: boolean) =>
  ({ deniedBy, call, regions }: RegionGroup): string => {
    const where = everywhere ? 'in all of them' : `in ${regions.join(', ')}`;
    switch (deniedBy) {
      case 'service control policy on the validator':
        return `a service control policy refuses ${call} to the validator ${where}`;
      case 'STS not activated':
        return `STS is not activated ${where}`;
      case 'region not enabled':
        return `the account has not enabled ${regions.join(', ')}`;
      case 'no such region':
        return `the account has no region ${regions.join(', ')}`;
      case 'credentials not taken':
        return `${regions.join(', ')} ${regions.length === 1 ? 'does' : 'do'} not take the credentials of the validator`;
      case 'account not subscribed':
        return `the account may not use the service of ${call} ${where}`;
      case 'no answer':
        return `no answer ${where}`;
      case 'not tried in time':
        return `not tried in time ${where}`;
      case 'throttling':
        return `AWS throttled the probe ${where}`;
      case 'unnamed policy':
        return `AWS refuses ${toWhom(call)} ${where}, and does not say by which policy`;
      default:
        return `${deniedBy === 'identity-based policy' ? 'an' : 'a'} ${deniedBy} refuses ${toWhom(call)} ${where}`;
    }
  };

/** A session's calls are the role's; AssumeRole is our own. */
function toWhom(call: RegionGroup['call']): string {
  return call === 'sts:AssumeRole' ? `${call} to the validator` : call;
}

/** What AWS answered in a group of regions. */
export const describeGroup =
  ({ mode }: Findings) =>
  ({ deniedBy, call, regions, message }: RegionGroup): string => {
    if (deniedBy === 'not tried in time') return `${regions.join(', ')}: ${message}`;
    const asRole = mode === 'assume-role' && call === 'cloudwatch:ListMetrics';
    const who = asRole ? 'the session of the role' : 'the validator';
    return `${regions.join(', ')}: the answer to ${who} was: ${message}`;
  };

/** The policies that AWS names, which it does for policies of the caller's own account and organization. */
export function describePolicies(groups: readonly RegionGroup[]): readonly string[] {
  return groups
    .filter(({ policyArns }) => policyArns.length > 0)
    .map(
      ({ call, deniedBy, regions, policyArns }) =>
        `AWS names the ${deniedBy} that refuses ${call} in ${regions.join(', ')}: ${policyArns.join(', ')}`,
    );
}

/** Why what an organization's policy refuses to the validator says nothing about Datadog. */
export function describeOutsider(groups: readonly RegionGroup[]): readonly string[] {
  const isBy = (policy: string) => groups.some(({ deniedBy }) => deniedBy.startsWith(policy));
  return [
    ...(isBy('service control policy')
      ? [
          "Datadog's own AssumeRole comes from outside the account, and is not bound by its service control policies: this refusal is the validator's own.",
        ]
      : []),
    ...(isBy('resource control policy')
      ? [
          'A resource control policy may refuse the validator and let Datadog in, or the other way round: this refusal is the validator’s own.',
        ]
      : []),
  ];
}

/** Why a refusal says nothing where it may be meant for us alone. */
export function describeNobody({ context, regions }: Findings): readonly string[] {
  const isRefused = regions.some(({ status }) => status === 'assume-role-denied');
  return isRefused && context.validatorArn === null
    ? ['Who asked could not be found out (sts:GetCallerIdentity): the role may not be meant to let them in.']
    : [];
}

/** Where everything worked, if anywhere. */
export function describeWorking(working: readonly RegionResult[]): readonly string[] {
  if (working.length === 0) return [];
  return [
    `AssumeRole and cloudwatch:ListMetrics worked in ${working.map(({ region }) => region).join(', ')}.`,
  ];
}

/** Which regions were left out, and why. */
export function describeUnwanted(
  { listFailure, context }: Findings,
  off: readonly string[],
): readonly string[] {
  const { regions } = context.spec;
  return [
    ...(off.length === 0
      ? []
      : [
          `${listFailure === null ? 'Not' : 'Probably not'} enabled in the account, so not needed: ${off.join(', ')}.`,
        ]),
    ...(regions.length === 0 ? [] : [`The property Regions restricts the role to ${regions.join(', ')}.`]),
    ...(listFailure === null
      ? []
      : [`The account's regions could not be listed (${listFailure}); those of the partition were tried.`]),
  ];
}
