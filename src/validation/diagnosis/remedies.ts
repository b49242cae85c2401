import { findSite, sitesWithAccount } from '../../datadog/sites';
import { awsCommand } from '../../iam/cli-commands';
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
  const { spec, roleArn, validatorArn } = context;
  switch (group.deniedBy) {
    case 'service control policy': {
      const exempt =
        group.call === 'sts:AssumeRole' && validatorArn !== null ? [roleArn, validatorArn] : [roleArn];
      return [
        `If Datadog shall see ${regions}: have the organization's administrators add this to the Condition of the denying statement of the service control policy, or add the regions to those that it allows: ${JSON.stringify({ ArnNotLike: { 'aws:PrincipalArn': exempt } })}`,
        ...exclusion(regions, context),
      ];
    }
    case 'service control policy on the validator': {
      const exempt = { ArnNotLike: { 'aws:PrincipalArn': [validatorArn ?? '<ARN of the validator>'] } };
      return [
        `To have ${regions} validated, have the organization's administrators exempt the validator, not Datadog: add this to the Condition of the denying statement of the service control policy: ${JSON.stringify(exempt)}`,
      ];
    }
    case 'resource control policy':
      if (sitesWithAccount(spec.partition, spec.datadogAccountId).length === 0) {
        return [
          `No exemption is given for ${spec.datadogAccountId}: Datadog publishes no such account. See the property DatadogAccountId of the stack.`,
          ...exclusion(regions, context),
        ];
      }
      return [
        `If Datadog shall see ${regions}: have the organization's administrators exempt Datadog's account ${spec.datadogAccountId} in the Condition of the denying statement of the resource control policy: ${JSON.stringify({ StringNotEqualsIfExists: { 'aws:PrincipalAccount': [spec.datadogAccountId, spec.accountId] } })}`,
        ...exclusion(regions, context),
      ];
    case 'permissions boundary':
      return [
        `Allow cloudwatch:ListMetrics in ${regions} in the permissions boundary of the role ${spec.roleName} (${spec.permissionsBoundary ?? 'it is not one that the stack calls for'}).`,
        ...exclusion(regions, context),
      ];
    case 'identity-based policy':
      return [
        `Find the statement that denies cloudwatch:ListMetrics in ${regions} among the policies of the role, and remove it:`,
        awsCommand('iam', 'list-role-policies', { RoleName: spec.roleName }),
        awsCommand('iam', 'list-attached-role-policies', { RoleName: spec.roleName }),
      ];
    case 'STS not activated':
      return [
        `In the IAM console of account ${spec.accountId}, under Account settings > Security Token Service (STS), set the endpoints of ${regions} to Active; there is no API for it.`,
        ...exclusion(regions, context),
      ];
    case 'region not enabled':
      return [
        ...group.regions.map((region) => awsCommand('account', 'enable-region', { RegionName: region })),
        `Or leave ${regions} out of the property Regions.`,
      ];
    case 'credentials not taken':
      return [
        `Let the validator's credentials come from a regional endpoint of STS (AWS_STS_REGIONAL_ENDPOINTS=regional where they are requested), and validate again: session tokens of the global endpoint are valid only in regions that are enabled by default.`,
        'Or make the tokens of the global endpoint valid everywhere: aws iam set-security-token-service-preferences --global-endpoint-token-version v2Token',
        `If ${regions} still do not take them, see whether they are enabled: aws account get-region-opt-status --region-name <region>`,
      ];
    case 'VPC endpoint policy':
      return [
        `Allow ${group.call} in the policy of the VPC endpoint that the validator's requests go through.`,
      ];
    case 'account not subscribed':
      return [
        `Sign in to account ${spec.accountId} as its administrator and complete what is open (registration, payment, verification, or the activation of the service in ${regions}), or ask AWS Support: no policy is involved.`,
        ...exclusion(regions, context),
      ];
    case 'not tried in time':
      return [
        `Wait for the next run, or validate this integration alone: its event is ${JSON.stringify({ roleName: spec.roleName })}.`,
      ];
    case 'no answer':
    case 'throttling':
      return [
        `Wait for the next run. If ${regions} stay without an answer, see whether the validator's network lets it reach https://sts.<region>.amazonaws.com and https://monitoring.<region>.amazonaws.com there.`,
      ];
    case 'trust policy':
    case 'unnamed policy':
      return [
        `If the role was changed within the last minutes, wait for the next run: IAM takes a while to spread changes.`,
        `Ask the organization's administrators for service control policies and resource control policies that deny ${group.call} in ${regions}; AWS did not name the policy.`,
        ...exclusion(regions, context),
      ];
  }
}

/** Datadog stops asking for the regions, and the validator stops expecting an answer. */
function exclusion(regions: string, { spec, isDeclared, workingRegions }: RemedyContext): readonly string[] {
  if (workingRegions.length === 0) return [];
  const api = findSite(spec.datadogSite)?.api ?? `api.${spec.datadogSite}`;
  const body = {
    data: {
      type: 'account',
      attributes: { aws_account_id: spec.accountId, aws_regions: { include_only: workingRegions } },
    },
  };
  return [
    `Otherwise exclude ${regions} in Datadog: on the AWS integration page, account ${spec.accountId}, tab General; or PATCH https://${api}/api/v2/integration/aws/accounts/<config id> with ${JSON.stringify(body)}`,
    `Then ${isDeclared ? 'set the property Regions of the stack to' : 'validate again with Regions'} ${workingRegions.join(',')}, so that the validator expects no access elsewhere.`,
  ];
}
