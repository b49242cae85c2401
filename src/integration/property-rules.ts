import { type Arn, parseArn } from '../aws/arn';
import { findPartition, partitionOfRegion } from '../aws/partitions';
import {
  DESCRIPTION_CHARACTERS,
  EXTERNAL_ID_MAXIMUM_CHARACTERS,
  EXTERNAL_ID_MINIMUM_CHARACTERS,
  MAX_SESSION_DURATION_MAXIMUM_SECONDS,
  MAX_SESSION_DURATION_MINIMUM_SECONDS,
  PATH_CHARACTERS,
  ROLE_NAME_CHARACTERS,
} from '../policy/quotas';
import { show } from '../runtime/text';
import { OWN_POLICY_PATH } from './names';
import type { AccountScope } from './spec';

/*
 * One rule a property: each function returns what is wrong and the way out, or undefined.
 * Character sets: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html and
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (external id).
 */
type Problem = string | undefined;

/** As many as a tag's value has: enough for a date, a version or the id of a commit. */
const REVISION_CHARACTERS = 256;

/** Path and name: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
const MANAGED_POLICY_RESOURCE = /^policy(\/[A-Za-z0-9_+=,.@-]+)*\/[A-Za-z0-9_+=,.@-]{1,128}$/;

/**
 * AWS's policies for service-linked roles, which IAM attaches to no other role (PolicyNotAttachable):
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
const SERVICE_LINKED_POLICY_PATH = '/aws-service-role/';

/** What stands in README.md for the external id of the reader. */
const EXTERNAL_ID_PLACEHOLDER = 'YOUR-EXTERNAL-ID';

export function externalIdProblem(value: string): Problem {
  if (value.toUpperCase() === EXTERNAL_ID_PLACEHOLDER)
    return 'it is the placeholder of the documentation: copy the external id from the AWS integration page in Datadog.';
  const blank = /\s/.exec(value);
  if (blank !== null) {
    return `character ${blank.index + 1} of ${value.length} is ${show(blank[0])}, and an external id has no blanks: copy it from Datadog again, without anything around it.`;
  }
  const illegal = /[^A-Za-z0-9_+=,.@:/-]/u.exec(value);
  if (illegal !== null) {
    return `the character ${show(illegal[0])} is not allowed: letters, digits and _+=,.@:/- are.`;
  }
  return lengthProblem(value, EXTERNAL_ID_MINIMUM_CHARACTERS, EXTERNAL_ID_MAXIMUM_CHARACTERS);
}

export function roleNameProblem(value: string): Problem {
  if (value !== value.trim()) {
    return 'it begins or ends with a blank, which makes Datadog look for a role of another name: remove the blank.';
  }
  const illegal = /[^A-Za-z0-9_+=,.@-]/u.exec(value);
  if (illegal !== null) {
    const way = illegal[0] === '/' ? ' A path goes into the property Path.' : '';
    return `the character ${show(illegal[0])} is not allowed in a role name: letters, digits and _+=,.@- are.${way}`;
  }
  return lengthProblem(value, 1, ROLE_NAME_CHARACTERS);
}

export function pathProblem(value: string): Problem {
  if (!/^\/([\x21-\x7e]+\/)?$/.test(value)) {
    return 'a path begins and ends with / and has neither blanks nor characters outside ASCII, such as /monitoring/.';
  }
  return lengthProblem(value, 1, PATH_CHARACTERS);
}

export function descriptionProblem(value: string): Problem {
  const illegal = /[^\t\n\r\x20-\x7e\u00a1-\u00ff]/u.exec(value);
  if (illegal !== null) {
    return `IAM does not accept the character ${show(illegal[0])} in a description: only Latin-1 text is allowed.`;
  }
  return lengthProblem(value, 0, DESCRIPTION_CHARACTERS);
}

export function sessionDurationProblem(value: string): Problem {
  const seconds = Number(value);
  const fits =
    /^\d+$/.test(value) &&
    seconds >= MAX_SESSION_DURATION_MINIMUM_SECONDS &&
    seconds <= MAX_SESSION_DURATION_MAXIMUM_SECONDS;
  return fits
    ? undefined
    : `it must be a whole number of seconds from ${MAX_SESSION_DURATION_MINIMUM_SECONDS} to ${MAX_SESSION_DURATION_MAXIMUM_SECONDS}.`;
}

export function accountIdProblem(value: string): Problem {
  if (/^\d{12}$/.test(value)) return undefined;
  if (/^\d{4}-\d{4}-\d{4}$/.test(value)) return 'write the account id without dashes.';
  return 'an AWS account id is 12 digits; quote it in YAML, so that a leading 0 stays.';
}

/**
 * Any text: CloudFormation sends an Update when a property changes, and this one changes nothing else.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-update.html
 */
export function revisionProblem(value: string): Problem {
  if (value.length <= REVISION_CHARACTERS) return undefined;
  return `it has ${value.length} characters, and at most ${REVISION_CHARACTERS} are taken: any short text will do, such as the date.`;
}

/** The version of a package, with a digest of its code behind a plus sign: https://semver.org/ */
export function releaseProblem(value: string): Problem {
  if (/^\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,64})?(\+[0-9A-Za-z.-]{1,64})?$/.test(value))
    return undefined;
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

function lengthProblem(value: string, min: number, max: number): Problem {
  return value.length >= min && value.length <= max
    ? undefined
    : `it has ${value.length} characters; ${min} to ${max} are allowed.`;
}
