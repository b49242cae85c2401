import { ADMINISTRATOR_NAME, type Caller, principalArn, type Session } from '../identities';
import type { Account, Tags } from '../state';
import type { ConditionContext } from './conditions';

/** Condition keys by name; undefined and empty lists are absent keys. */
export type ConditionKeys = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Lies in the credentials that Lambda gives to a function, wherever they are used; resource-based policies do not know it.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
const SOURCE_FUNCTION = 'lambda:SourceFunctionArn';

export interface ContextFacts {
  readonly caller: Caller;
  /** The account of the caller, and that of the resource. */
  readonly callerAccount: Account;
  readonly resourceAccount: Account;
  readonly region: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** What the caller's program calls itself. */
  readonly userAgent?: string | undefined;
  readonly keys?: ConditionKeys;
}

/**
 * The condition keys of a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextOf(facts: ContextFacts): ConditionContext {
  const { caller, callerAccount, resourceAccount, region, now } = facts;
  const date = new Date(now).toISOString();
  const values: ConditionKeys = {
    'aws:PrincipalArn': principalArn(caller),
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalType': caller.kind === 'session' ? 'AssumedRole' : 'User',
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalOrgID': callerAccount.settings.organizationId,
    'aws:ResourceAccount': resourceAccount.id,
    'aws:ResourceOrgID': resourceAccount.settings.organizationId,
    'aws:RequestedRegion': region,
    'aws:userid': caller.userId,
    'aws:ViaAWSService': 'false',
    'aws:SecureTransport': 'true',
    'aws:SourceIp': callerAccount.settings.sourceIp ?? '127.0.0.1',
    'aws:UserAgent': facts.userAgent,
    'aws:CurrentTime': date,
    'aws:EpochTime': String(Math.floor(now / 1000)),
    ...(caller.kind === 'session' ? keysOfSession(caller) : { 'aws:username': ADMINISTRATOR_NAME }),
    ...facts.keys,
  };
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(values)) {
    const texts = typeof value === 'string' ? [value] : (value ?? []);
    if (texts.length > 0) context.set(key.toLowerCase(), texts);
  }
  return context;
}

/** What only temporary credentials bring along; nobody in the sandbox has used a second factor. */
function keysOfSession({ tags, sourceFunctionArn, issuedAt }: Session): ConditionKeys {
  return {
    ...tagKeys('aws:PrincipalTag/', tags),
    'aws:MultiFactorAuthPresent': 'false',
    'aws:TokenIssueTime': new Date(issuedAt).toISOString(),
    [SOURCE_FUNCTION]: sourceFunctionArn,
  };
}

/** The keys that a resource-based policy, such as a trust policy, can ask for. */
export function forResourcePolicies(context: ConditionContext): ConditionContext {
  return new Map([...context].filter(([key]) => key !== SOURCE_FUNCTION.toLowerCase()));
}

/** Tags as condition keys: `aws:ResourceTag/team` and so on. */
export function tagKeys(prefix: string, tags: ReadonlyMap<string, string>): ConditionKeys {
  return Object.fromEntries([...tags].map(([key, value]) => [prefix + key, value]));
}

/** The condition keys of tags that a request sends. */
export function requestTagKeys(tags: Tags): ConditionKeys {
  if (tags.size === 0) return {};
  return { ...tagKeys('aws:RequestTag/', tags), 'aws:TagKeys': [...tags.keys()] };
}
