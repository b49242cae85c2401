import { actionSet } from '../../policy/action-set';
import type { PolicyDocument } from '../../policy/document';

/**
 * Actions of services that answer from one global endpoint, whatever region a caller thinks it is in; their calls carry
 * that endpoint's region, us-east-1 in most cases, so a restriction to regions must leave them alone. Those of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html and of
 * AWS Control Tower's region deny control that Datadog's permission sets touch.
 */
const GLOBAL_SERVICE_ACTIONS = [
  'account:*',
  'bcm-data-exports:*',
  'billingconductor:*',
  'budgets:*',
  'ce:*',
  'cloudfront:*',
  'cur:*',
  'globalaccelerator:*',
  'health:*',
  'iam:*',
  'networkmanager:*',
  'organizations:*',
  'route53-recovery-control-config:*',
  'route53-recovery-readiness:*',
  'route53:*',
  'route53domains:*',
  's3:GetAccountPublicAccessBlock',
  's3:ListAllMyBuckets',
  's3:ListMultiRegionAccessPoints',
  'savingsplans:*',
  'shield:*',
  'sts:*',
  'support:*',
  'trustedadvisor:*',
  'waf:*',
  'wafv2:*',
] as const;

/** Does the action belong to a service that answers from one global endpoint? */
export function isGlobalAction(action: string): boolean {
  return globalActions.covers(action);
}

const globalActions = /* @__PURE__ */ actionSet(GLOBAL_SERVICE_ACTIONS);

/**
 * The role's inline policy: the permission set, and with regions a denial of every regional call made elsewhere.
 * A denial, because it also holds for the managed policies attached beside it, and because one document that carries
 * both is replaced in one call.
 */
export function permissionsDocument(actions: readonly string[], regions: readonly string[]): PolicyDocument {
  const allow = { Effect: 'Allow', Action: [...actions].sort(), Resource: '*' } as const;
  if (regions.length === 0) return { Version: '2012-10-17', Statement: [allow] };
  const deny = {
    Sid: 'DenyOtherRegions',
    Effect: 'Deny',
    NotAction: [...GLOBAL_SERVICE_ACTIONS],
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': [...regions].sort() } },
  } as const;
  return { Version: '2012-10-17', Statement: [allow, deny] };
}
