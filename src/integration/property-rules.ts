import { type Arn, parseArn } from '../aws/arn';
import { findPartition, partitionOfRegion } from '../aws/partitions';
import { show } from '../runtime/text';
import { contract } from './contract';
import { OWN_POLICY_PATH } from './names';
import type { AccountScope } from './spec';

/*
 * One rule a property: each function returns what is wrong by the contract and the way out, or undefined.
 */
type Problem = string | undefined;

/** Path and name: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const MANAGED_POLICY_RESOURCE = /^policy(\/[A-Za-z0-9_+=,.@-]+)*\/[A-Za-z0-9_+=,.@-]{1,128}$/;

/**
 * AWS's policies for service-linked roles, which IAM attaches to no other role (PolicyNotAttachable):
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export const SERVICE_LINKED_POLICY_PATH = '/aws-service-role/';

export function externalIdProblem(value: string): Problem {
  if (value.toUpperCase() === contract.ExternalId.placeholder)
    return 'it is the placeholder of the documentation: copy the external id from the AWS integration page in Datadog.';
  const blank = /\s/.exec(value);
  if (blank !== null) {
    return `character ${blank.index + 1} of ${value.length} is ${show(blank[0])}, and an external id has no blanks: copy it from Datadog again, without anything around it.`;
  }
  const illegal = firstOutside(contract.ExternalId.characters, value);
  if (illegal !== undefined) {
    return `the character ${show(illegal)} is not allowed: letters, digits and _+=,.@:/- are.`;
  }
  return lengthProblem(value, contract.ExternalId);
}

export function roleNameProblem(value: string): Problem {
  if (value !== value.trim()) {
    return 'it begins or ends with a blank, which makes Datadog look for a role of another name: remove the blank.';
  }
  const illegal = firstOutside(contract.RoleName.characters, value);
  if (illegal !== undefined) {
    const way = illegal === '/' ? ' A path goes into the property Path.' : '';
    return `the character ${show(illegal)} is not allowed in a role name: letters, digits and _+=,.@- are.${way}`;
  }
  return lengthProblem(value, contract.RoleName);
}

export function pathProblem(value: string): Problem {
  if (!new RegExp(contract.Path.pattern).test(value)) {
    return 'a path begins and ends with / and has neither blanks nor characters outside ASCII, such as /monitoring/.';
  }
  return lengthProblem(value, contract.Path);
}

export function descriptionProblem(value: string): Problem {
  const illegal = firstOutside(contract.Description.characters, value);
  if (illegal !== undefined) {
    return `IAM does not accept the character ${show(illegal)} in a description: only Latin-1 text is allowed.`;
  }
  return lengthProblem(value, contract.Description);
}

export function sessionDurationProblem(value: string): Problem {
  const { minimum, maximum } = contract.MaxSessionDuration;
  const seconds = Number(value);
  const fits = /^\d+$/.test(value) && seconds >= minimum && seconds <= maximum;
  return fits ? undefined : `it must be a whole number of seconds from ${minimum} to ${maximum}.`;
}

export function accountIdProblem(value: string): Problem {
  if (new RegExp(contract.DatadogAccountId.pattern).test(value)) return undefined;
  if (/^\d{4}-\d{4}-\d{4}$/.test(value)) return 'write the account id without dashes.';
  return 'an AWS account id is 12 digits; quote it in YAML, so that a leading 0 stays.';
}

/**
 * Any text: CloudFormation sends an Update when a property changes, and this one changes nothing else.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-update.html
 */
export function revisionProblem(value: string): Problem {
  const { maxCharacters } = contract.Revision;
  const { length } = [...value];
  if (length <= maxCharacters) return undefined;
  return `it has ${length} characters, and at most ${maxCharacters} are taken: any short text will do, such as the date.`;
}

export function releaseProblem(value: string): Problem {
  if (new RegExp(contract.Release.pattern).test(value)) return undefined;
  return 'it must be the version that `npm run package` writes into the template, such as 1.2.3+0123456789ab; leave it out of templates of your own.';
}

/** A managed policy that can be attached to (or bound) a role of this account. */
export function policyArnProblem(scope: AccountScope): (value: string) => Problem {
  return (value) => {
    const arn = parseArn(value);
    if (arn === undefined || !isManagedPolicy(arn)) {
      if (value.split('arn:').length > 2)
        return 'it has more than one ARN in it: write each policy as an entry of its own, with nothing before or after it.';
      return `it must be the ARN of a managed policy, such as arn:${scope.partition}:iam::aws:policy/ReadOnlyAccess.`;
    }
    if (arn.partition !== scope.partition) {
      return `this stack is in the partition ${scope.partition}; an ARN of ${arn.partition} does not exist there.`;
    }
    if (arn.accountId !== 'aws' && arn.accountId !== scope.accountId) {
      return `it belongs to account ${arn.accountId}; only policies of account ${scope.accountId} or of AWS can be used here.`;
    }
    if (isUnder(arn, OWN_POLICY_PATH)) {
      return `policies under ${OWN_POLICY_PATH} are made by this resource itself: leave it out.`;
    }
    if (arn.accountId === 'aws' && isUnder(arn, SERVICE_LINKED_POLICY_PATH)) {
      return `policies of AWS under ${SERVICE_LINKED_POLICY_PATH} are for service-linked roles, and IAM attaches them to no other: leave it out.`;
    }
    return undefined;
  };
}

/** IAM finds policies regardless of letter case. */
function isUnder({ resource }: Arn, path: string): boolean {
  return resource.toLowerCase().startsWith(`policy${path}`);
}

function isManagedPolicy({ partition, service, region, accountId, resource }: Arn): boolean {
  return (
    findPartition(partition) !== undefined &&
    service === 'iam' &&
    region === '' &&
    /^(aws|\d{12})$/.test(accountId) &&
    MANAGED_POLICY_RESOURCE.test(resource)
  );
}

/** A region of the stack's own partition. */
export function regionProblem(scope: AccountScope): (value: string) => Problem {
  return (value) => {
    const partition = partitionOfRegion(value);
    if (partition?.id === scope.partition) return undefined;
    const known = findPartition(scope.partition)?.regions.map((entry) => entry.region) ?? [];
    const problem =
      partition === undefined ? 'there is no such region' : `that region is in the partition ${partition.id}`;
    return `${problem}. Regions of ${scope.partition}: ${known.join(', ')}.`;
  };
}

/** The first character of `value` that is none of `characters`. */
function firstOutside(characters: string, value: string): string | undefined {
  return new RegExp(`[^${characters}]`, 'u').exec(value)?.[0];
}

interface Length {
  readonly minCharacters: number;
  readonly maxCharacters: number;
}

function lengthProblem(value: string, { minCharacters, maxCharacters }: Length): Problem {
  return value.length >= minCharacters && value.length <= maxCharacters
    ? undefined
    : `it has ${value.length} characters; ${minCharacters} to ${maxCharacters} are allowed.`;
}
