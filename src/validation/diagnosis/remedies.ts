import { parseArn } from '../../aws/arn';
import { findSite, sitesWithAccount } from '../../datadog/sites';
import { awsCommand } from '../../iam/cli-commands';
import { regionProblem } from '../../integration/property-rules';
import type { IntegrationSpec } from '../../integration/spec';
import type { RegionGroup } from './region-groups';

/** What remedies have to name. */
export interface RemedyContext {
  readonly spec: IntegrationSpec;
  readonly roleArn: string;
  /** Whether a stack declares the role, so that a remedy may change the stack. */
  readonly isDeclared: boolean;
  /** The role (or user) that the validator runs as; null when it is not known. */
  readonly validatorArn: string | null;
  /** Regions in which everything works. */
  readonly workingRegions: readonly string[];
}

/** The steps that let Datadog into the regions of a group, or keep it from asking there. */
export function remedyFor(group: RegionGroup, context: RemedyContext): readonly string[] {
  const regions = group.regions.join(', ');
  const { spec, validatorArn } = context;
  switch (group.deniedBy) {
    case 'service control policy':
      return [...admitRole(group, context), ...exclusion(group.regions, context)];
    case 'service control policy on the validator': {
      const arn = validatorArn ?? '<ARN of the validator>';
      return [
        group.isImplicit
          ? `To have ${regions} validated, have the organization's administrators allow ${arn}, the validator, ${group.call} there: ${ALLOWED_AT_EVERY_LEVEL}`
          : `To have ${regions} validated, have the organization's administrators exempt the validator, not Datadog: add this to the Condition of the denying statement of the service control policy: ${JSON.stringify({ ArnNotLike: { 'aws:PrincipalArn': [arn] } })}`,
      ];
    }
    case 'resource control policy':
      if (sitesWithAccount(spec.partition, spec.datadogAccountId).length === 0) {
        return [
          `No exemption is given for ${spec.datadogAccountId}: Datadog publishes no such account. See the property DatadogAccountId of the stack.`,
          ...exclusion(group.regions, context),
        ];
      }
      return [
        `If Datadog shall see ${regions}: have the organization's administrators exempt Datadog's account ${spec.datadogAccountId} in the Condition of the denying statement of the resource control policy: ${JSON.stringify({ StringNotEqualsIfExists: { 'aws:PrincipalAccount': [spec.datadogAccountId, spec.accountId] } })}`,
        ...exclusion(group.regions, context),
      ];
    case 'permissions boundary':
      return [...widenBoundary(group, context), ...exclusion(group.regions, context)];
    case 'identity-based policy':
      return [
        group.isImplicit
          ? `No policy of the role allows ${group.call} in ${regions}. Where a policy does so elsewhere, add ${regions} to the regions in the Condition of its Allow, such as aws:RequestedRegion:`
          : `Find the statement that denies ${group.call} in ${regions} among the policies of the role, and remove it:`,
        awsCommand('iam', 'list-role-policies', { RoleName: spec.roleName }),
        awsCommand('iam', 'list-attached-role-policies', { RoleName: spec.roleName }),
      ];
    case 'STS not activated':
      return [
        `In the IAM console of account ${spec.accountId}, under Account settings > Security Token Service (STS), set the endpoints of ${regions} to Active; there is no API for it.`,
        ...exclusion(group.regions, context),
      ];
    case 'region not enabled':
      return [
        ...group.regions.map((region) => awsCommand('account', 'enable-region', { RegionName: region })),
        `Or leave ${regions} out of the property Regions.`,
      ];
    case 'no such region':
      return [
        `Correct ${regions} in the property Regions${context.isDeclared ? ' of the stack' : ', and validate again'}: aws account list-regions lists the regions that the account has.`,
      ];
    case 'credentials not taken':
      return [
        `Let the validator's credentials come from a regional endpoint of STS (AWS_STS_REGIONAL_ENDPOINTS=regional where they are requested), and validate again: session tokens of the global endpoint are valid only in regions that are enabled by default.`,
        'Or make the tokens of the global endpoint valid everywhere: aws iam set-security-token-service-preferences --global-endpoint-token-version v2Token',
        `If ${regions} still will not take them, see what is enabled: aws account get-region-opt-status --region-name <region>`,
      ];
    case 'VPC endpoint policy':
      return [
        `Allow ${group.call} in the policy of the VPC endpoint that the validator's requests go through.`,
      ];
    case 'account not subscribed':
      return [
        `Sign in to account ${spec.accountId} as its administrator and complete what is open (registration, payment, verification, or the activation of the service in ${regions}), or ask AWS Support: no policy is involved.`,
        ...exclusion(group.regions, context),
      ];
    case 'not tried in time':
      return [
        `Wait for the next run, or validate this integration alone: its event is ${JSON.stringify({ roleName: spec.roleName })}.`,
      ];
    case 'no answer':
    case 'throttling':
      return [
        `Wait for the next run. If there is still no answer from ${regions}, see whether the validator's network lets it reach https://sts.<region>.amazonaws.com and https://monitoring.<region>.amazonaws.com there.`,
      ];
    case 'trust policy':
    case 'unnamed policy':
      return [
        `If the role was changed within the last minutes, wait for the next run: IAM takes a while to spread changes.`,
        `Ask the organization's administrators for service control policies and resource control policies that deny ${group.call} in ${regions}; AWS did not name the policy.`,
        ...exclusion(group.regions, context),
      ];
  }
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html */
const ALLOWED_AT_EVERY_LEVEL =
  'a service control policy has to allow it at every level from the root to the account, and at one of them none does.';

/**
 * A service control policy of an organization binds the role of each account, in whichever of its partitions: the ARN names them
 * all. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
function admitRole({ call, regions, isImplicit }: RegionGroup, context: RemedyContext): readonly string[] {
  const { spec, validatorArn } = context;
  const where = regions.join(', ');
  const roles = `arn:*:iam::*:role${spec.path}${spec.roleName}`;
  const isOurs = call === 'sts:AssumeRole' && validatorArn !== null;
  const exempt = isOurs ? [roles, validatorArn] : [roles];
  if (isImplicit)
    return [
      `If Datadog shall see ${where}: have the organization's administrators add ${where} to the regions, and what Datadog reads to the actions, that their service control policies allow ${exempt.join(' and ')}: ${ALLOWED_AT_EVERY_LEVEL}`,
    ];
  return [
    `If Datadog shall see ${where}: have the organization's administrators add this to the Condition of the denying statement of the service control policy, or add the regions to those that it allows: ${JSON.stringify({ ArnNotLike: { 'aws:PrincipalArn': exempt } })}`,
  ];
}

/** Nobody but AWS edits a policy of AWS's own, and an Allow does nothing about a Deny. */
function widenBoundary(
  { call, regions, isImplicit }: RegionGroup,
  { spec, isDeclared }: RemedyContext,
): readonly string[] {
  const { permissionsBoundary: arn, roleName } = spec;
  const where = regions.join(', ');
  if (arn === null)
    return [
      `See what the permissions boundary of the role ${roleName} says of ${call} in ${where}${isDeclared ? '; the stack calls for none, so that the remedy of drift-permissions-boundary may take it off' : ''}.`,
    ];
  if (isOfAws(arn))
    return [
      `The permissions boundary of the role ${roleName}, ${arn}, is AWS's own and cannot be edited: have a policy of the account's own that allows ${call} in ${where} put in its place.`,
    ];
  return [
    isImplicit
      ? `Allow ${call} in ${where} in the permissions boundary of the role ${roleName} (${arn}).`
      : `Take ${where} out of the statement that denies ${call} in the permissions boundary of the role ${roleName} (${arn}).`,
  ];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html#aws-managed-policies */
function isOfAws(policyArn: string): boolean {
  return parseArn(policyArn)?.accountId === 'aws';
}

/** Datadog stops asking for the regions, and the validator stops expecting an answer. */
function exclusion(
  excluded: readonly string[],
  { spec, isDeclared, workingRegions }: RemedyContext,
): readonly string[] {
  if (workingRegions.length === 0) return [];
  const regions = excluded.join(', ');
  const accounts = `https://${findSite(spec.datadogSite)?.api ?? `api.${spec.datadogSite}`}/api/v2/integration/aws/accounts`;
  const body = {
    data: {
      type: 'account',
      attributes: { aws_account_id: spec.accountId, aws_regions: { include_only: workingRegions } },
    },
  };
  const isTaken = workingRegions.every((region) => regionProblem(spec)(region) === undefined);
  return [
    // https://docs.datadoghq.com/api/latest/aws-integration/#update-an-aws-integration
    `Otherwise exclude ${regions} in Datadog: on the AWS integration page, account ${spec.accountId}, tab General; or PATCH ${accounts}/<config id> with ${JSON.stringify(body)}, where the config id is the id that GET ${accounts}?aws_account_id=${spec.accountId} shows for the account.`,
    ...(isTaken
      ? [
          `Then ${isDeclared ? 'set the property Regions of the stack to' : 'validate again with Regions'} ${workingRegions.join(',')}, so that the validator expects no access elsewhere.`,
        ]
      : []),
  ];
}
