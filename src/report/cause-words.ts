/**
 * Causes of denials and of failed calls as people read them: each completes "Datadog has no access, because ...".
 * Reports keep the codes, which rules of others match.
 */
const WORDS: Readonly<Record<string, string>> = {
  assume_role_denied_unspecified: 'AssumeRole is refused, and AWS names no policy',
  clock_skew: 'the clock of this machine is wrong',
  datadog_ui_assume_role_denied_all_regions: 'Datadog is refused AssumeRole in every region',
  datadog_ui_assume_role_denied_some_regions: 'Datadog is refused AssumeRole in some regions',
  declarative_policy_default_message: 'a policy of the organization denies it',
  expired_token: 'the credentials have expired',
  identity_center_credentials_refused: 'IAM Identity Center gives no access',
  identity_policy_explicit_deny: 'an identity-based policy denies it',
  identity_policy_implicit_deny: 'no identity-based policy allows it',
  invalid_role_arn: 'the ARN of the role is none',
  invalid_token_or_region_not_enabled: 'the credentials are not taken there, or the region is not enabled',
  no_answer: 'there was no answer',
  no_such_region: 'the account has no region of this name',
  not_tried_in_time: 'there was no time left to try it',
  not_an_aws_deny: 'AWS answered with another error',
  permissions_boundary_explicit_deny: 'a permissions boundary denies it',
  permissions_boundary_implicit_deny: 'no permissions boundary allows it',
  rcp_explicit_deny: 'a resource control policy denies it',
  region_not_enabled: 'the account has not enabled the region',
  resource_policy_explicit_deny: 'a resource-based policy denies it',
  resource_policy_implicit_deny: 'no resource-based policy allows it',
  role_not_assumed: 'the role was not assumed',
  role_chaining_duration: 'a chained session may last an hour at most',
  scp_explicit_deny: 'a service control policy denies it',
  scp_implicit_deny: 'no service control policy allows it',
  service_error: 'AWS failed to answer',
  service_not_subscribed: 'the account is not signed up for the service',
  session_policy_explicit_deny: 'a session policy denies it',
  session_policy_implicit_deny: 'no session policy allows it',
  sts_region_not_activated: 'STS is not activated in the region',
  throttled: 'AWS throttled the calls',
  trust_policy_explicit_deny: 'the trust policy denies it',
  trust_policy_implicit_deny: 'the trust policy does not allow it',
  trust_policy_missing_tagsession: 'the trust policy does not allow sts:TagSession',
  unspecified_deny: 'access is denied, and AWS names no policy',
  vpce_explicit_deny: 'the policy of a VPC endpoint denies it',
  vpce_implicit_deny: 'no policy of a VPC endpoint allows it',
};

/** A code is never part of a longer name, such as that of a role. */
const CODE = /(?<![\w/:.=@+-])[a-z]+(?:_[a-z]+)+(?![\w/:.=@+-]*\w)|(?<=\()throttled(?=\))/g;

/** A cause, or what else a report calls by a code, in words. */
export function inWords(code: string): string {
  return WORDS[code] ?? code.replaceAll(/[_-]/g, ' ');
}

/** A sentence in which the codes of causes are words. */
export function withoutCodes(text: string): string {
  return text.replaceAll(CODE, (code) => WORDS[code] ?? code);
}
