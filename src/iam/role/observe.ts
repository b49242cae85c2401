import {
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListInstanceProfilesForRole,
  paginateListRolePolicies,
  type Role,
} from '@aws-sdk/client-iam';
import { allPages, type Call } from '../../aws/calls';
import { allSettled } from '../../runtime/all-settled';
import type { RetryPolicy } from '../../runtime/retry';
import { absentAsNull, tagsOf } from '../answers';
import { observePolicies } from '../managed-policies/observe';
import { observeReferences } from '../managed-policies/observe-references';
import { INLINE_POLICY_NAME } from './desired';
import { observeQuotas } from './observe-quotas';
import type { ObservedRole } from './observed';

export interface ObserveRequest {
  readonly roleName: string;
  /** Managed policies whose existence the plan depends on, as soon as they are known. */
  readonly referencedPolicyArns: readonly string[] | Promise<readonly string[]>;
  /** Policies known to have been made, which IAM's lists may not show yet. */
  readonly knownPolicyArns?: readonly string[];
  /** Whether to find out what policies there are under other paths; needed once a name has turned out to be taken. */
  readonly everyPolicyPath?: boolean;
  /** What to wait out while reading the role: `entityPropagation` when it is known to have been made. */
  readonly waitForRole?: readonly RetryPolicy[];
}

/** Reads everything that belongs to one integration, in two rounds of parallel calls. Changes nothing. */
export async function observeRole(
  iam: IAMClient,
  call: Call,
  request: ObserveRequest,
): Promise<ObservedRole> {
  const { roleName } = request;
  const attachments = listAttachments(iam, call, roleName);
  const [identity, attachedPolicyArns, inlinePolicies, instanceProfiles, policies, quotas, referenced] =
    await allSettled([
      observeIdentity(iam, call, roleName, request.waitForRole),
      attachments,
      observeInlinePolicies(iam, call, roleName),
      listInstanceProfiles(iam, call, roleName),
      observePolicies(iam, call, {
        roleName,
        knownArns: request.knownPolicyArns ?? [],
        attachments,
        everyPath: request.everyPolicyPath ?? false,
      }),
      observeQuotas(iam, call),
      observeReferences(iam, call, request.referencedPolicyArns),
    ]);
  return {
    role: identity === null ? null : { ...identity, attachedPolicyArns, inlinePolicies, instanceProfiles },
    policies: policies.own,
    ...(request.everyPolicyPath ? { takenPolicyNames: policies.takenNames } : {}),
    quotas,
    ...referenced,
  };
}

/** The role by itself, or null when there is none. */
export async function observeIdentity(
  iam: IAMClient,
  call: Call,
  roleName: string,
  waitFor: readonly RetryPolicy[] = [],
) {
  const answer = await absentAsNull(
    call((options) => iam.send(new GetRoleCommand({ RoleName: roleName }), options), ...waitFor),
  );
  return answer?.Role === undefined ? null : identityOf(answer.Role);
}

async function listAttachments(iam: IAMClient, call: Call, roleName: string): Promise<readonly string[]> {
  const attached = await absentAsNull(
    allPages(
      call,
      iam,
      (client) => paginateListAttachedRolePolicies({ client }, { RoleName: roleName }),
      (page) => page.AttachedPolicies,
    ),
  );
  return (attached ?? []).map((policy) => policy.PolicyArn ?? '').sort();
}

async function listInstanceProfiles(
  iam: IAMClient,
  call: Call,
  roleName: string,
): Promise<readonly string[]> {
  const profiles = await absentAsNull(
    allPages(
      call,
      iam,
      (client) => paginateListInstanceProfilesForRole({ client }, { RoleName: roleName }),
      (page) => page.InstanceProfiles,
    ),
  );
  return (profiles ?? []).map((profile) => profile.InstanceProfileName ?? '').sort();
}

function identityOf(role: Role) {
  return {
    arn: role.Arn ?? '',
    name: role.RoleName ?? '',
    path: role.Path ?? '/',
    roleId: role.RoleId ?? '',
    createdAt: role.CreateDate?.getTime() ?? 0,
    description: role.Description ?? '',
    maxSessionDurationSeconds: role.MaxSessionDuration ?? 3_600,
    permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    trustPolicy: decodeURIComponent(role.AssumeRolePolicyDocument ?? ''),
    tags: tagsOf(role.Tags),
  };
}

/** The policy of the project's own name is read at once, without waiting for the list that has it. */
async function observeInlinePolicies(
  iam: IAMClient,
  call: Call,
  roleName: string,
): Promise<Readonly<Record<string, string>>> {
  const own = readInlinePolicy(iam, call, roleName, INLINE_POLICY_NAME);
  const others = listInlinePolicies(iam, call, roleName).then((names) =>
    allSettled(
      names
        .filter((name) => name !== INLINE_POLICY_NAME)
        .map((name) => readInlinePolicy(iam, call, roleName, name)),
    ),
  );
  const [first, further] = await allSettled([own, others]);
  return Object.fromEntries([first, ...further].flat());
}

async function listInlinePolicies(iam: IAMClient, call: Call, roleName: string): Promise<readonly string[]> {
  const names = await absentAsNull(
    allPages(
      call,
      iam,
      (client) => paginateListRolePolicies({ client }, { RoleName: roleName }),
      (page) => page.PolicyNames,
    ),
  );
  return names ?? [];
}

/** Name and document; empty when there is no such policy. */
async function readInlinePolicy(
  iam: IAMClient,
  call: Call,
  roleName: string,
  name: string,
): Promise<readonly (readonly [string, string])[]> {
  const input = { RoleName: roleName, PolicyName: name };
  const answer = await absentAsNull(call((options) => iam.send(new GetRolePolicyCommand(input), options)));
  return answer === null ? [] : [[name, decodeURIComponent(answer.PolicyDocument ?? '')]];
}
