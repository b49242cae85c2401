import { ABSENT, type KeyKnowledge, known, maybeSent, type RequestContext, someValue } from './knowledge';

/** What is known of an `sts:AssumeRole` that some session of a role sends from another account, without any service between. */
export interface SessionRequest {
  /** Whoever asks. */
  readonly caller: { readonly partition: string; readonly accountId: string };
  readonly externalId: KeyKnowledge;
  /** Of the STS endpoint that is asked; null where it may be any. */
  readonly region: string | null;
  /** Milliseconds since the Unix epoch; null where it may be any time. */
  readonly now: number | null;
  /** The role that is to be assumed. */
  readonly role: { readonly accountId: string; readonly tags: Readonly<Record<string, string>> };
}

/** One condition key, or all that begin as it does, and what is known of it. */
export interface SessionKey {
  /** As AWS writes it; what ends in `/` stands for all that begin so. */
  readonly key: string;
  readonly knowledge: (request: SessionRequest, key: string) => KeyKnowledge;
  /** Why, for people: what AWS says of when it sends the key. */
  readonly why: string;
  readonly page: string;
}

const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const GLOBAL = `${GUIDE}/reference_policies_condition-keys.html`;
const STS = `${GUIDE}/reference_policies_iam-condition-keys.html#condition-keys-sts`;
const SESSION_TAGS = `${GUIDE}/id_session-tags.html`;

const ALWAYS = 'AWS always sends it; its value is the caller’s own affair.';
const DIRECT = 'Sent only where a service calls on behalf of somebody; the caller calls directly.';
const OF_SERVICES = 'Sent only where the caller is a service of AWS.';
const BY_ENDPOINT = 'Sent only where the caller uses a VPC endpoint; nobody outside can tell.';
const OF_ORGANIZATION =
  'Sent only where the caller’s account is in an organization; which, nobody outside can tell.';
const NO_TAGS =
  'Tags and a source identity need sts:TagSession and sts:SetSourceIdentity in the trust policy; the one of Datadog’s guide allows neither.';

/**
 * The condition keys of such a request. A key that is not listed may be sent or not.
 *
 * Who asks is a session of a role: the root user may not assume roles
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html), and Datadog’s programs have no users.
 */
export const SESSION_KEYS: readonly SessionKey[] = [
  // The principal
  of('aws:PrincipalAccount', 'Always sent.', ({ caller }) => known(caller.accountId)),
  of('aws:PrincipalArn', 'Always sent; for a session it is the ARN of its role.', ({ caller }) =>
    someValue(`arn:${caller.partition}:iam::${caller.accountId}:role/*`),
  ),
  of('aws:PrincipalType', 'Always sent.', () => known('AssumedRole')),
  of('aws:PrincipalIsAWSService', 'Sent with all signed requests.', () => known('false')),
  of('aws:PrincipalServiceName', OF_SERVICES, () => ABSENT),
  of('aws:PrincipalServiceNamesList', OF_SERVICES, () => ABSENT),
  of('aws:PrincipalOrgID', OF_ORGANIZATION, () => maybeSent('o-*')),
  of('aws:PrincipalOrgPaths', OF_ORGANIZATION, () => maybeSent('o-*/*')),
  of('aws:PrincipalTag/', 'Sent where the caller’s role or session has such a tag.', () => maybeSent()),
  of(
    'aws:userid',
    'Always sent; for a session it is the id of its role and its name.',
    () => someValue('AROA*:*'),
    `${GUIDE}/reference_policies_variables.html#principaltable`,
  ),
  of('aws:username', 'Sent with requests of IAM users only.', () => ABSENT),
  // The session
  of('aws:AssumedRoot', 'Sent with sessions of AssumeRoot only.', () => ABSENT),
  of('aws:FederatedProvider', 'Sent where the session began with a web identity.', () => maybeSent()),
  of('aws:TokenIssueTime', 'Sent with temporary credentials.', () => someValue()),
  of(
    'aws:MultiFactorAuthPresent',
    'Sent with some temporary credentials; those that AssumeRole gives carry no word of MFA.',
    () => maybeSent(),
    `${GUIDE}/id_credentials_mfa_configure-api-require.html`,
  ),
  of(
    'aws:MultiFactorAuthAge',
    'Sent with some temporary credentials; those that AssumeRole gives carry no word of MFA.',
    () => maybeSent(),
    `${GUIDE}/id_credentials_mfa_configure-api-require.html`,
  ),
  of('aws:SourceIdentity', NO_TAGS, () => ABSENT, `${GUIDE}/id_credentials_temp_control-access_monitor.html`),
  of('aws:Ec2InstanceSourceVpc', 'Sent with credentials of an EC2 instance.', () => maybeSent()),
  of('aws:Ec2InstanceSourcePrivateIPv4', 'Sent with credentials of an EC2 instance.', () => maybeSent()),
  // The network
  of(
    'aws:SourceIp',
    'Sent unless the caller uses a VPC endpoint; Datadog’s addresses are its own affair.',
    () => maybeSent(),
  ),
  of('aws:SourceVpc', BY_ENDPOINT, () => maybeSent('vpc-*')),
  of('aws:SourceVpcArn', BY_ENDPOINT, () => maybeSent()),
  of('aws:SourceVpce', BY_ENDPOINT, () => maybeSent('vpce-*')),
  of('aws:VpceAccount', BY_ENDPOINT, () => maybeSent()),
  of('aws:VpceOrgID', BY_ENDPOINT, () => maybeSent('o-*')),
  of('aws:VpceOrgPaths', BY_ENDPOINT, () => maybeSent('o-*/*')),
  of('aws:VpcSourceIp', BY_ENDPOINT, () => maybeSent()),
  // The role that is to be assumed
  of('aws:ResourceAccount', 'Always sent by most services, STS among them.', ({ role }) =>
    known(role.accountId),
  ),
  of('aws:ResourceOrgID', 'Sent where the role’s account is in an organization.', () => maybeSent('o-*')),
  of('aws:ResourceOrgPaths', 'Sent where the role’s account is in an organization.', () =>
    maybeSent('o-*/*'),
  ),
  of('aws:ResourceTag/', 'Sent for each tag of the role.', tagOfRole),
  of('iam:ResourceTag/', 'Sent for each tag of the role.', tagOfRole, STS),
  // The request
  of('aws:RequestedRegion', 'Always sent; of the STS endpoint that is asked.', ({ region }) =>
    region === null ? someValue() : known(region),
  ),
  of('aws:CurrentTime', 'Always sent.', ({ now }) =>
    now === null ? someValue() : known(new Date(now).toISOString()),
  ),
  of('aws:EpochTime', 'Always sent.', ({ now }) =>
    now === null ? someValue() : known(String(Math.floor(now / 1_000))),
  ),
  of('aws:SecureTransport', 'Always sent; STS listens on HTTPS only.', () => known('true')),
  of('aws:UserAgent', ALWAYS, () => someValue()),
  of('aws:referer', 'Sent only where a browser follows a link.', () => ABSENT),
  of('aws:ViaAWSService', 'Always sent; true only where a service calls on behalf of somebody.', () =>
    known('false'),
  ),
  of('aws:CalledVia', DIRECT, () => ABSENT),
  of('aws:CalledViaFirst', DIRECT, () => ABSENT),
  of('aws:CalledViaLast', DIRECT, () => ABSENT),
  of('aws:SourceAccount', OF_SERVICES, () => ABSENT),
  of('aws:SourceArn', OF_SERVICES, () => ABSENT),
  of('aws:SourceOrgID', OF_SERVICES, () => ABSENT),
  of('aws:SourceOrgPaths', OF_SERVICES, () => ABSENT),
  of('aws:RequestTag/', NO_TAGS, () => ABSENT, SESSION_TAGS),
  of('aws:TagKeys', NO_TAGS, () => ABSENT, SESSION_TAGS),
  of('sts:TransitiveTagKeys', NO_TAGS, () => ABSENT, SESSION_TAGS),
  of('sts:SourceIdentity', NO_TAGS, () => ABSENT, STS),
  of('sts:ExternalId', 'Sent where the caller gives one.', ({ externalId }) => externalId, STS),
  of('sts:RoleSessionName', ALWAYS, () => someValue(), STS),
  of('sts:AWSServiceName', 'Sent where a bearer token is asked for.', () => ABSENT, STS),
  of(
    'sts:DurationSeconds',
    'Sent where a bearer token is asked for, not with AssumeRole.',
    () => ABSENT,
    STS,
  ),
];

/** What is known of each condition key of such a request. */
export function sessionContext(request: SessionRequest): RequestContext {
  return (key) => sessionKeyOf(key)?.knowledge(request, key) ?? maybeSent();
}

const BY_NAME: ReadonlyMap<string, SessionKey> = new Map(
  SESSION_KEYS.map((listed) => [listed.key.toLowerCase(), listed]),
);

/** What is known of a condition key, in any letter case; undefined where nothing is. */
export function sessionKeyOf(key: string): SessionKey | undefined {
  const name = key.toLowerCase();
  return BY_NAME.get(name) ?? BY_NAME.get(name.slice(0, name.indexOf('/') + 1));
}

/** The page of a global key has an anchor for each. */
function of(
  key: string,
  why: string,
  knowledge: SessionKey['knowledge'],
  page = `${GLOBAL}#condition-keys-${key.replace(/^aws:|\/$/g, '').toLowerCase()}`,
): SessionKey {
  return { key, knowledge, why, page };
}

/** Letter case of tag keys in condition keys does not count. */
function tagOfRole({ role }: SessionRequest, key: string): KeyKnowledge {
  const wanted = key.slice(key.indexOf('/') + 1).toLowerCase();
  return known(
    ...Object.entries(role.tags)
      .filter(([tag]) => tag.toLowerCase() === wanted)
      .map(([, value]) => value),
  );
}
