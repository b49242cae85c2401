/** A condition key of a call that Datadog makes in a session of the role, with its value. */
export interface SessionKey {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'date' | 'numeric';
  readonly value: string;
}

/** What the keys of a session follow from. */
export interface SessionFacts {
  readonly roleArn: string;
  readonly accountId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Where the call is made. */
  readonly region: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * The condition keys that are known of a call by Datadog to the account's own resources: it comes from a session that an
 * AssumeRole without a second factor opened a moment ago, over TLS, and not through another service. What Datadog's
 * address and program are, or which organization a resource is in, is not known.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function sessionKeys({ roleArn, accountId, tags, region, now }: SessionFacts): readonly SessionKey[] {
  const date = `${new Date(now).toISOString().slice(0, -'.000Z'.length)}Z`;
  return [
    text('aws:PrincipalArn', roleArn),
    text('aws:PrincipalAccount', accountId),
    text('aws:PrincipalType', 'AssumedRole'),
    ...Object.entries(tags).map(([key, value]) => text(`aws:PrincipalTag/${key}`, value)),
    text('aws:ResourceAccount', accountId),
    text('aws:RequestedRegion', region),
    flag('aws:SecureTransport', true),
    flag('aws:ViaAWSService', false),
    flag('aws:PrincipalIsAWSService', false),
    flag('aws:MultiFactorAuthPresent', false),
    { name: 'aws:CurrentTime', type: 'date', value: date },
    { name: 'aws:TokenIssueTime', type: 'date', value: date },
    { name: 'aws:EpochTime', type: 'numeric', value: String(Math.floor(now / 1_000)) },
  ];
}

function text(name: string, value: string): SessionKey {
  return { name, type: 'string', value };
}

function flag(name: string, value: boolean): SessionKey {
  return { name, type: 'boolean', value: String(value) };
}
