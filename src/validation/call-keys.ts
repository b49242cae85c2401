import { ABSENT, known, maybeSent, type RequestContext } from '../policy/knowledge';

/** A condition key of a call that Datadog makes in a session of the role, with its value. */
export interface CallKey {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'date' | 'numeric';
  readonly value: string;
}

/** What the keys of a call follow from. */
export interface CallFacts {
  readonly roleArn: string;
  readonly accountId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Where the call is made. */
  readonly region: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * The condition keys that are known of a call by Datadog to the account's own resources: it comes from a session that was
 * opened a moment ago, over TLS, and not through another service. What Datadog's address and program are, or which
 * organization a resource is in, is not known.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function callKeys({ roleArn, accountId, tags, region, now }: CallFacts): readonly CallKey[] {
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
    { name: 'aws:CurrentTime', type: 'date', value: date },
    { name: 'aws:TokenIssueTime', type: 'date', value: date },
    { name: 'aws:EpochTime', type: 'numeric', value: String(Math.floor(now / 1_000)) },
  ];
}

/** The same for policies that are read: what is not given may be anything, but for tags that the role does not have. */
export function contextOfCall(keys: readonly CallKey[]): RequestContext {
  const values = new Map(keys.map(({ name, value }) => [name.toLowerCase(), value]));
  return (key) => {
    const value = values.get(key.toLowerCase());
    if (value !== undefined) return known(value);
    return key.toLowerCase().startsWith('aws:principaltag/') ? ABSENT : maybeSent();
  };
}

function text(name: string, value: string): CallKey {
  return { name, type: 'string', value };
}

function flag(name: string, value: boolean): CallKey {
  return { name, type: 'boolean', value: String(value) };
}
