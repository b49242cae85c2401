import { assumeRoleContext, decideAssumeRole, isAssumable } from '../authorize/assume-role';
import { requestTagKeys } from '../authorize/context';
import { denialText } from '../authorize/decision';
import { AwsError } from '../aws-error';
import { checkGrammar } from '../iam/policy-grammar';
import { defaultDocument, findPolicy } from '../iam/policy-lookup';
import { checkRegion, checkStsActivated } from '../regions';
import type { Call, Operation, ResultFields } from '../service';
import type { Account, Role } from '../state';
import { checkAssumeRole } from './assume-role-parameters';

const DEFAULT_SECONDS = 3600;
const CHAINING_SECONDS = 3600;
const SESSION_POLICY_CHARACTERS = 2048;

const ROLE_ARN = /^arn:([^:]+):iam::(\d{12}):role(\/(?:[!-~]+\/)?)([\w+=,.@-]+)$/;

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const ASSUME_ROLE: Operation = {
  write: false,
  required: ['RoleArn', 'RoleSessionName'],
  // Decided in the run: the trust policy belongs to the role, which may lie in another account.
  permissions: () => [],
  run: assumeRole,
};

interface Target {
  readonly arn: string;
  readonly account: Account;
  readonly role: Role | undefined;
}

function assumeRole(call: Call): ResultFields {
  const { now, parameters, world } = call;
  checkAssumeRole(parameters);
  const target = findTarget(call);
  checkRegion(target.account, call.region, 'InvalidClientTokenId');
  checkStsActivated(target.account, call.region);
  const policies = sessionPolicies(call, target.account);
  const role = authorizedRole(call, target);
  const durationSeconds = parameters.number('DurationSeconds') ?? DEFAULT_SECONDS;
  checkDuration(call, role, durationSeconds);
  const { session, credentials } = world.openSession(target.account, role, {
    sessionName: parameters.requiredText('RoleSessionName'),
    policies,
    tags: sessionTags(call),
    durationSeconds,
    now,
  });
  return {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(credentials.expiresAt),
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    PackedPolicySize: policies.length > 0 ? packedPercent(policies) : undefined,
  };
}

function findTarget(call: Call): Target {
  const arn = call.parameters.requiredText('RoleArn');
  const [, partition, accountId, path, name] = ROLE_ARN.exec(arn) ?? [];
  if (accountId === undefined || name === undefined) throw call.parameters.refused(`${arn} is invalid`);
  const account = call.world.account(accountId);
  const role = account.contents.roles.get(name.toLowerCase());
  const same = role?.arn === arn && role.path === path && account.partition === partition;
  return { arn, account, role: same ? role : undefined };
}

/** @throws AwsError AccessDenied, in the same words for a role that does not exist and one that refuses */
function authorizedRole(call: Call, { arn, account, role }: Target): Role {
  const { caller, now, parameters, world } = call;
  const sameAccount = account.id === caller.accountId;
  if (role === undefined || !isAssumable(world, role, now))
    throw new AwsError('AccessDenied', denialText(caller.arn, 'sts:AssumeRole', arn, undefined), 403);
  const tags = sessionTags(call);
  const target = { account, role };
  const context = assumeRoleContext(world, caller, target, call.region, now, {
    'aws:UserAgent': call.userAgent,
    'sts:ExternalId': parameters.text('ExternalId'),
    'sts:RoleSessionName': parameters.text('RoleSessionName'),
    ...requestTagKeys(tags),
  });
  for (const action of tags.size > 0 ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole']) {
    const decision = decideAssumeRole(
      world,
      caller,
      { account, role },
      { action, resource: arn, context },
      now,
    );
    if (decision.allowed) continue;
    throw new AwsError(
      'AccessDenied',
      denialText(caller.arn, action, arn, sameAccount ? decision : undefined),
      403,
    );
  }
  return role;
}

function checkDuration(call: Call, role: Role, seconds: number): void {
  if (call.caller.kind === 'session' && seconds > CHAINING_SECONDS) {
    throw call.parameters.refused(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (seconds > role.maxSessionSeconds) {
    throw call.parameters.refused(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
}

function sessionTags({ parameters }: Call): Map<string, string> {
  return new Map(
    parameters.records('Tags').map((tag) => [tag.requiredText('Key'), tag.requiredText('Value')]),
  );
}

/** The inline session policy and the managed ones: together they bound what the session may do. */
function sessionPolicies(call: Call, account: Account): string[] {
  const inline = call.parameters.text('Policy');
  if (inline !== undefined) checkGrammar(inline, 'permissions');
  const managed = call.parameters.records('PolicyArns').map((record) => {
    const arn = record.requiredText('arn');
    const policy = findPolicy(account, arn);
    if (policy === undefined)
      throw new AwsError('MalformedPolicyDocument', `PolicyArn ${arn} does not exist.`);
    return defaultDocument(policy);
  });
  return inline === undefined ? managed : [inline, ...managed];
}

function packedPercent(policies: readonly string[]): number {
  const characters = policies.reduce((sum, policy) => sum + policy.length, 0);
  return Math.min(100, Math.ceil((characters / SESSION_POLICY_CHARACTERS) * 100));
}
