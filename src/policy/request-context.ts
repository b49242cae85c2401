import { parseArn, roleArn } from '../aws/arn';
import { ABSENT, known, type RequestContext } from './knowledge';
import { type PrincipalId, parsePrincipalId } from './principal-id';

/** A call to STS that asks for a role's credentials. */
export interface TrustRequest {
  /** The caller's ARN, as `sts:GetCallerIdentity` reports it; or a service's name, or an identity provider's ARN. */
  readonly principalArn: string;
  readonly externalId?: string;
  /** `sts:AssumeRole` unless given. */
  readonly action?: string;
  readonly sessionTags?: Readonly<Record<string, string>>;
}

/**
 * The condition keys of a request as far as they follow from it. What else AWS would know (source address, time, MFA,
 * organization) is absent, so conditions on it are answered as for a request without the key.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function requestContext(request: TrustRequest): RequestContext {
  const tags = Object.entries(request.sessionTags ?? {});
  const entries: [string, readonly string[]][] = [
    ...callerKeys(request.principalArn),
    ['aws:SecureTransport', ['true']],
    ['aws:TagKeys', tags.map(([key]) => key)],
    ...tags.map(([key, value]): [string, string[]] => [`aws:RequestTag/${key}`, [value]]),
  ];
  if (request.externalId !== undefined) entries.push(['sts:ExternalId', [request.externalId]]);
  return knownContext(entries);
}

/** The context of a request of which every condition key is known: those that are not listed are absent. */
export function knownContext(entries: readonly (readonly [string, readonly string[]])[]): RequestContext {
  const values = new Map(entries.map(([key, listed]) => [key.toLowerCase(), known(...listed)]));
  return (key) => values.get(key.toLowerCase()) ?? ABSENT;
}

function callerKeys(callerArn: string): [string, readonly string[]][] {
  const caller = parsePrincipalId(callerArn);
  const isService = caller.kind === 'other' && parseArn(callerArn) === undefined;
  const keys: [string, readonly string[]][] = [['aws:PrincipalIsAWSService', [String(isService)]]];
  if (!('accountId' in caller)) return keys;
  keys.push(['aws:PrincipalAccount', [caller.accountId]]);
  keys.push(['aws:PrincipalArn', [principalArnKey(callerArn, caller)]]);
  keys.push(['aws:PrincipalType', [PRINCIPAL_TYPES[caller.kind]]]);
  if (caller.kind === 'user') keys.push(['aws:username', [caller.name]]);
  return keys;
}

/** For a session it is the role's ARN, as far as it is known: a session's own ARN leaves out the role's path. */
function principalArnKey(callerArn: string, caller: PrincipalId): string {
  return caller.kind === 'session'
    ? roleArn(caller.partition, caller.accountId, '/', caller.role)
    : callerArn;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltype */
const PRINCIPAL_TYPES = {
  account: 'Account',
  user: 'User',
  'federated-user': 'FederatedUser',
  role: 'AssumedRole',
  session: 'AssumedRole',
} as const;
