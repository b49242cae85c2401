/** Why a call was refused, as far as the error alone supports it. */
export type DenialCause =
  | PolicyDenialCause
  | 'trust_policy_missing_tagsession'
  | 'assume_role_denied_unspecified'
  | 'datadog_ui_assume_role_denied_all_regions'
  | 'datadog_ui_assume_role_denied_some_regions'
  | 'declarative_policy_default_message'
  | 'expired_token'
  | 'identity_center_credentials_refused'
  | 'invalid_role_arn'
  | 'invalid_token_or_region_not_enabled'
  | 'role_chaining_duration'
  /** The account may not use the service: not signed up for it, not verified yet, or blocked. No policy is involved. */
  | 'service_not_subscribed'
  | 'sts_region_not_activated'
  | 'throttled'
  /** AWS refused, and says neither which policy did it nor that it was an AssumeRole. */
  | 'unspecified_deny'
  | 'not_an_aws_deny';

/** AWS names the type of the policy; an implicit denial means that no policy of the type allows the call. */
type PolicyDenialCause =
  | 'identity_policy_explicit_deny'
  | 'identity_policy_implicit_deny'
  | 'permissions_boundary_explicit_deny'
  | 'permissions_boundary_implicit_deny'
  | 'rcp_explicit_deny'
  | 'resource_policy_explicit_deny'
  | 'resource_policy_implicit_deny'
  | 'scp_explicit_deny'
  | 'scp_implicit_deny'
  | 'session_policy_explicit_deny'
  | 'session_policy_implicit_deny'
  | 'trust_policy_explicit_deny'
  | 'trust_policy_implicit_deny'
  | 'vpce_explicit_deny'
  | 'vpce_implicit_deny';

export interface Denial {
  readonly cause: DenialCause;
  /** The policy that denies, where AWS names it. */
  readonly policyArn?: string;
}

/** A cause and what an error must have for it: the code, the text, or both. */
interface Rule {
  readonly cause: DenialCause;
  readonly code?: RegExp;
  readonly text?: RegExp;
}

const REFUSED = 'not authorized to perform';
/** Where AWS names two policies, the second one is that to look at: it denies, the first one only hands it on. */
const HANDED_ON = 'transitively through (?:an?|the)';

const explicit = (cause: PolicyDenialCause, policy: string): Rule => ({
  cause,
  text: new RegExp(
    `${REFUSED}.* with an explicit deny in (?:an?|the) (?:[\\w -]+ ${HANDED_ON} )?${policy}\\b(?! ${HANDED_ON})`,
    'i',
  ),
});
const implicit = (cause: PolicyDenialCause, policy: string): Rule => ({
  cause,
  text: new RegExp(`${REFUSED}.* because no ${policy} allows`, 'i'),
});

/** AWS's page once had it so, for the denial whose text is now "because no role trust policy allows". */
const NO_TRUST = 'because (?:no|the) role trust policy allows';

/** The first rule that fits decides, so the narrower ones come first. */
const RULES: readonly Rule[] = [
  {
    cause: 'throttled',
    code: /^(Throttl\w*|TooManyRequests\w*|RequestLimitExceeded|RequestThrottled\w*|SlowDown)$/,
  },
  {
    cause: 'throttled',
    text: /\bThrottling\w*\b.*\bRate exceeded\b|^Rate exceeded\b|^Request limit exceeded\b/,
  },
  { cause: 'sts_region_not_activated', code: /^RegionDisabled(Exception)?$/ },
  { cause: 'sts_region_not_activated', text: /\bSTS is not activated in this region\b/ },
  { cause: 'expired_token', code: /^ExpiredToken(Exception)?$/ },
  {
    cause: 'expired_token',
    text: /\bsecurity token included in the request is expired\b|\bprovided token has expired\b/,
  },
  {
    cause: 'invalid_token_or_region_not_enabled',
    text: /\bsecurity token included in the request is invalid\b|\bAWS was not able to validate the provided access credentials\b|\bprovided token is malformed or otherwise invalid\b/,
  },
  {
    cause: 'invalid_token_or_region_not_enabled',
    code: /^(InvalidClientTokenId|UnrecognizedClientException|InvalidToken|AuthFailure)$/,
  },
  // https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  {
    cause: 'service_not_subscribed',
    code: /^(OptInRequired|SubscriptionRequiredException|NotSignedUp|PendingVerification|Blocked)$/,
  },
  {
    cause: 'service_not_subscribed',
    text: /\bAWS Access Key Id needs a subscription for the service\b|\bYou are not subscribed to this service\b|\bYou are not authorized to use the requested service\b/i,
  },
  {
    cause: 'role_chaining_duration',
    text: /\bDurationSeconds exceeds the 1 hour session limit\b.*\brole chaining\b/,
  },
  {
    cause: 'invalid_role_arn',
    code: /^ValidationError$/,
    text: /\S+ is invalid$|'roleArn' failed to satisfy constraint/,
  },
  { cause: 'identity_center_credentials_refused', code: /^ForbiddenException$/, text: /\bNo access$/ },
  { cause: 'declarative_policy_default_message', text: /\bdenied due to an organizational policy\b/ },
  {
    cause: 'datadog_ui_assume_role_denied_all_regions',
    text: /^Datadog is not authorized to perform action sts:AssumeRole\b.*\bRegions affected: every region\b/,
  },
  {
    cause: 'datadog_ui_assume_role_denied_some_regions',
    text: /^Datadog is not authorized to perform action sts:AssumeRole\b.*\bRegions affected: \S/,
  },
  {
    cause: 'trust_policy_missing_tagsession',
    text: new RegExp(`${REFUSED}: sts:TagSession\\b.* ${NO_TRUST}`),
  },
  explicit('scp_explicit_deny', 'service control policy'),
  implicit('scp_implicit_deny', 'service control policy'),
  explicit('rcp_explicit_deny', 'resource control policy'),
  explicit('trust_policy_explicit_deny', 'role trust policy'),
  { cause: 'trust_policy_implicit_deny', text: new RegExp(`${REFUSED}.* ${NO_TRUST}`, 'i') },
  explicit('identity_policy_explicit_deny', 'identity-based policy'),
  implicit('identity_policy_implicit_deny', 'identity-based policy'),
  explicit('permissions_boundary_explicit_deny', 'permissions boundary'),
  implicit('permissions_boundary_implicit_deny', 'permissions boundary'),
  // AWS itself writes "a sessions policy" now and then.
  explicit('session_policy_explicit_deny', 'sessions? policy'),
  implicit('session_policy_implicit_deny', 'sessions? policy'),
  explicit('resource_policy_explicit_deny', 'resource-based policy'),
  implicit('resource_policy_implicit_deny', 'resource-based policy'),
  explicit('vpce_explicit_deny', 'VPC endpoint policy'),
  implicit('vpce_implicit_deny', 'VPC endpoint policy'),
  { cause: 'trust_policy_missing_tagsession', text: new RegExp(`${REFUSED}: sts:TagSession\\b`) },
  {
    cause: 'assume_role_denied_unspecified',
    text: new RegExp(`${REFUSED}:?( action)? sts:AssumeRole\\b`, 'i'),
  },
  { cause: 'unspecified_deny', text: new RegExp(`${REFUSED}(: [\\w-]+:\\w+| this operation)`, 'i') },
  { cause: 'unspecified_deny', code: /^(AccessDenied(Exception)?|NotAuthorized|UnauthorizedOperation)$/ },
];

const CODE_IN_TEXT = /\bAn error occurred \((\w+)\)|^(\w+Exception): /;
const DENYING_POLICY = /\bwith an explicit deny in (?:an?|the) [\w -]+: (arn:[^\s"']*[\w/])/;

/**
 * Names the cause of a refused call from the error's name (its AWS error code) and message. AWS names the policy type
 * in some messages only, so `assume_role_denied_unspecified` and `unspecified_deny` are honest and frequent answers.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function classifyDenial(error: { readonly name?: string; readonly message: string }): Denial {
  const text = error.message.replace(/\s+/g, ' ').trim();
  const [, fromCli, fromPrefix] = CODE_IN_TEXT.exec(text) ?? [];
  const code = fromCli ?? fromPrefix ?? error.name ?? '';
  const rule = RULES.find(
    (candidate) => (candidate.code?.test(code) ?? true) && (candidate.text?.test(text) ?? true),
  );
  const [, policyArn] = DENYING_POLICY.exec(text) ?? [];
  return { cause: rule?.cause ?? 'not_an_aws_deny', ...(policyArn === undefined ? {} : { policyArn }) };
}
