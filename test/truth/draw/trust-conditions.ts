import {
  ACCOUNT,
  DATADOG,
  DATADOG_ORGANIZATION,
  DATADOG_ROOT,
  EXTERNAL_ID,
  NOW,
  ORGANIZATION,
  STRANGER,
  VALIDATOR_ARN,
} from '../places';
import type { Condition } from '../situation';
import type { Draw } from './draw';

const DAY_MS = 86_400_000;
const TOMORROW = new Date(NOW + DAY_MS).toISOString();
const YESTERDAY = new Date(NOW - DAY_MS).toISOString();

/** A condition in a trust policy. */
export interface DrawnCondition {
  readonly form: string;
  readonly condition: Condition;
  /** Whether it follows from what is known of Datadog: account, kind of principal, region, time. */
  readonly isDecided: boolean;
}

/** What conditions are made of besides constants. */
export interface ConditionFacts {
  readonly regions: readonly string[];
  /** ARN of a role in Datadog's account: the one that Datadog uses, or another one. */
  readonly datadogRole: string;
}

const decided = (form: string, condition: Condition): DrawnCondition => ({
  form,
  condition,
  isDecided: true,
});
const open = (form: string, condition: Condition): DrawnCondition => ({ form, condition, isDecided: false });

/** Conditions under which an Allow lets Datadog in, or does not. */
export function drawAllowCondition(draw: Draw, { regions, datadogRole }: ConditionFacts): DrawnCondition {
  const some = draw.some(regions);
  return draw.pick([
    decided('in some regions', { StringEquals: { 'aws:RequestedRegion': some } }),
    decided('in regions of Europe and the USA', { StringLike: { 'aws:RequestedRegion': ['eu-*', 'us-*'] } }),
    decided('roles only', { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }),
    decided('users only', { StringEquals: { 'aws:PrincipalType': 'User' } }),
    decided('the root user only', { StringEquals: { 'aws:PrincipalType': 'Account' } }),
    decided('over TLS', { Bool: { 'aws:SecureTransport': 'true' } }),
    decided('without TLS', { Bool: { 'aws:SecureTransport': 'false' } }),
    decided('until tomorrow', { DateLessThan: { 'aws:CurrentTime': TOMORROW } }),
    decided('until yesterday', { DateLessThan: { 'aws:CurrentTime': YESTERDAY } }),
    decided('since yesterday, in seconds', {
      NumericGreaterThan: { 'aws:EpochTime': String(Math.floor((NOW - DAY_MS) / 1000)) },
    }),
    decided('by the ARN of the root user', { ArnEquals: { 'aws:PrincipalArn': DATADOG_ROOT } }),
    decided('by any role of the account', {
      ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${DATADOG}:role/*` },
    }),
    decided('by any ARN of the account', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${DATADOG}:*` } }),
    decided('but not the root user', { ArnNotEquals: { 'aws:PrincipalArn': DATADOG_ROOT } }),
    decided('of Datadog’s account', { StringEquals: { 'aws:PrincipalAccount': DATADOG } }),
    decided('of another account', { StringEquals: { 'aws:PrincipalAccount': STRANGER } }),
    decided('no service', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }),
    decided('through no service', { Bool: { 'aws:ViaAWSService': 'false' } }),
    decided('of its own account, by a variable', {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how policies write variables
      StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' },
    }),
    decided('with an external id', { Null: { 'sts:ExternalId': 'false' } }),
    open('by one role of the account', { ArnEquals: { 'aws:PrincipalArn': datadogRole } }),
    open('by roles of a name', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${DATADOG}:role/Datadog*` } }),
    open('by session name', { StringLike: { 'sts:RoleSessionName': 'datadog*' } }),
    open('named like the user', {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how policies write variables
      StringLike: { 'sts:RoleSessionName': '${aws:username}' },
    }),
    open('from addresses', { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '2001:db8::/32'] } }),
    open('by user agent', { StringLike: { 'aws:UserAgent': '*datadog*' } }),
    open('of Datadog’s organization', { StringEquals: { 'aws:PrincipalOrgID': DATADOG_ORGANIZATION } }),
    open('of its own organization', { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }),
    open('of some organization', { Null: { 'aws:PrincipalOrgID': 'false' } }),
    open('with a tag', { StringEquals: { 'aws:PrincipalTag/team': 'integrations' } }),
    open('with a tag, if any', { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'integrations' } }),
    open('with MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    open('with MFA, if it is known', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }),
    open('through a VPC', { StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } }),
    open('through a VPC, if any', { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } }),
    open('with a young token', { DateGreaterThan: { 'aws:TokenIssueTime': YESTERDAY } }),
    open('by unique id', { StringLike: { 'aws:userid': 'AROA*:*' } }),
  ]);
}

/** Conditions under which a Deny for everybody shuts Datadog out, or does not. Most of them spare the validator. */
export function drawDenyCondition(draw: Draw, { regions, datadogRole }: ConditionFacts): DrawnCondition {
  const some = draw.some(regions);
  return draw.pick([
    decided('accounts that are not listed', {
      StringNotEquals: { 'aws:PrincipalAccount': [ACCOUNT, DATADOG] },
    }),
    decided('all other accounts', { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } }),
    decided('all but organization and Datadog', {
      StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:PrincipalAccount': DATADOG },
    }),
    decided('other regions', { StringNotEquals: { 'aws:RequestedRegion': some } }),
    decided('some regions', { StringEquals: { 'aws:RequestedRegion': some } }),
    decided('all but Datadog’s root user', {
      ArnNotEquals: { 'aws:PrincipalArn': [DATADOG_ROOT, VALIDATOR_ARN] },
    }),
    decided('all but Datadog’s roles', {
      ArnNotLike: { 'aws:PrincipalArn': [`arn:aws:iam::${DATADOG}:role/*`, VALIDATOR_ARN] },
    }),
    decided('sessions of roles', { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }),
    decided('sessions of roles of other accounts', {
      StringEquals: { 'aws:PrincipalType': 'AssumedRole' },
      StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT },
    }),
    decided('users', { StringEquals: { 'aws:PrincipalType': 'User' } }),
    decided('calls without TLS', { Bool: { 'aws:SecureTransport': 'false' } }),
    decided('calls since yesterday', { DateGreaterThan: { 'aws:CurrentTime': YESTERDAY } }),
    decided('calls from tomorrow on', { DateGreaterThan: { 'aws:CurrentTime': TOMORROW } }),
    decided('calls without an external id', { Null: { 'sts:ExternalId': 'true' } }),
    decided('another external id', { StringNotEquals: { 'sts:ExternalId': EXTERNAL_ID } }),
    decided('the right external id', { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } }),
    open('all but the organization', {
      StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION },
    }),
    open('all but one role of Datadog’s', {
      ArnNotEquals: { 'aws:PrincipalArn': [datadogRole, VALIDATOR_ARN] },
    }),
    open('other addresses', { NotIpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '127.0.0.0/8'] } }),
    open('other session names', {
      StringNotLike: { 'sts:RoleSessionName': ['datadog*', '*validator*'] },
    }),
    open('other user agents', { StringNotLike: { 'aws:UserAgent': ['*datadog*', 'aws-sdk-js*'] } }),
    open('calls without MFA', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
    open('calls outside a VPC', {
      StringNotEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0', 'aws:PrincipalAccount': ACCOUNT },
    }),
    open('roles without a tag', {
      StringNotEquals: { 'aws:PrincipalTag/team': 'integrations', 'aws:PrincipalAccount': ACCOUNT },
    }),
  ]);
}
