import type { Parameters } from '../parameters';

/**
 * The patterns of IAM's API model: the path of a policy has fewer characters than that of a role, and a prefix of it must
 * be a whole path. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html,
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 */
const PATTERNS = {
  policyPathType: /^(?:\/[A-Za-z0-9.,+@=_-]+)*\/$/,
  pathType: /^(?:\/|\/[!-~]+\/)$/,
  pathPrefixType: /^\/[!-\u007F]*$/,
} as const;

type PathType = keyof typeof PATTERNS;

/** Operations on policies; all others take the paths of roles, users and instance profiles. */
const OF_POLICIES: ReadonlySet<string> = new Set([
  'CreatePolicy',
  'ListPolicies',
  'ListAttachedRolePolicies',
]);

/** @throws AwsError ValidationError in IAM's words, which for a prefix leave out that it must end with a slash, too */
export function checkPaths(parameters: Parameters, operation: string): void {
  const ofPolicy = OF_POLICIES.has(operation);
  if (!fits(parameters.text('Path'), ofPolicy ? 'policyPathType' : 'pathType'))
    throw parameters.refused(
      'The specified value for path is invalid. ' +
        'It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  // https://github.com/aws/aws-cli/issues/5860
  if (!fits(parameters.text('PathPrefix'), ofPolicy ? 'policyPathType' : 'pathPrefixType'))
    throw parameters.refused(
      'The specified value for pathPrefix is invalid. ' +
        'It must begin with the / character and contain only alphanumeric characters and/or / characters.',
    );
}

function fits(path: string | undefined, type: PathType): boolean {
  return path === undefined || PATTERNS[type].test(path);
}
