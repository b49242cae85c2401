import type { Call, OperationTable, Permission, ResultFields } from '../service';
import { type Account, arnOf, type ManagedPolicy } from '../state';
import { awsManagedPolicies, isDeprecated } from './aws-managed-policies';
import { conditionKeysFor } from './condition-keys';
import { deleteConflict, entityAlreadyExists, quotaExceeded } from './errors';
import { ownPolicy } from './lookup';
import { policyOperation } from './operations';
import { listPage, underPath } from './paging';
import { checkGrammar } from './policy-grammar';
import { countedSize } from './quotas';
import { requestedTags } from './requested-tags';
import { date, tagList } from './wire';

export const MANAGED_POLICY_OPERATIONS: OperationTable = {
  CreatePolicy: {
    write: true,
    required: ['PolicyName', 'PolicyDocument'],
    permissions: createPermissions,
    run: createPolicy,
  },
  GetPolicy: policyOperation('GetPolicy', false, [], (call, policy) => ({
    Policy: showPolicy(call.account, policy),
  })),
  DeletePolicy: policyOperation('DeletePolicy', true, [], deletePolicy, { find: ownPolicy }),
  ListPolicies: {
    write: false,
    permissions: () => [{ action: 'iam:ListPolicies', resource: '*', resourceLabel: 'policy path /' }],
    run: listPolicies,
  },
  ListEntitiesForPolicy: policyOperation('ListEntitiesForPolicy', false, [], (call, { arn }) => {
    const filter = call.parameters.text('EntityFilter') ?? 'Role';
    const usage = call.parameters.text('PolicyUsageFilter');
    const users = filter === 'Role' ? rolesUsing(call.account, arn, usage) : [];
    const roles = listPage(call, 'PolicyRoles', users, ({ name, id }) => ({ RoleName: name, RoleId: id }));
    return { PolicyGroups: [], PolicyUsers: [], ...roles };
  }),
};

function createPermissions(call: Call): Permission[] {
  const { account, parameters } = call;
  const name = parameters.text('PolicyName') ?? '';
  const actions = parameters.records('Tags').length > 0 ? ['CreatePolicy', 'TagPolicy'] : ['CreatePolicy'];
  return actions.map((action) => ({
    action: `iam:${action}`,
    resource: arnOf(account, 'iam', `policy${parameters.text('Path') ?? '/'}${name}`),
    resourceLabel: `policy ${name}`,
    conditionKeys: conditionKeysFor(action, 'policy', call),
  }));
}

function createPolicy(call: Call): ResultFields {
  const { account, now, parameters, world } = call;
  const name = parameters.requiredText('PolicyName');
  const path = parameters.text('Path') ?? '/';
  const document = checkedPolicyDocument(call);
  const { policies } = account.contents;
  if (policies.has(name.toLowerCase())) {
    throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
  }
  const { PoliciesQuota } = world.quotas(account);
  if (policies.size >= PoliciesQuota) throw quotaExceeded('PoliciesPerAccount', PoliciesQuota);
  const policy: ManagedPolicy = {
    name,
    path,
    arn: arnOf(account, 'iam', `policy${path}${name}`),
    id: world.newId('ANPA'),
    description: parameters.text('Description') ?? '',
    createdAt: now,
    updatedAt: now,
    defaultVersionId: 'v1',
    nextVersion: 2,
    versions: new Map([['v1', { id: 'v1', document, createdAt: now }]]),
    tags: requestedTags(call),
    detachedAt: 0,
  };
  policies.set(name.toLowerCase(), policy);
  return { Policy: showPolicy(account, policy) };
}

/** The document of a managed policy that a call brings. @throws AwsError MalformedPolicyDocument, LimitExceeded */
export function checkedPolicyDocument(call: Call): string {
  const document = call.parameters.requiredText('PolicyDocument');
  checkGrammar(document, 'permissions');
  const { PolicySizeQuota } = call.world.quotas(call.account);
  if (countedSize(document) > PolicySizeQuota) throw quotaExceeded('PolicySize', PolicySizeQuota);
  return document;
}

function deletePolicy(call: Call, policy: ManagedPolicy): undefined {
  const settling = call.now < policy.detachedAt + call.world.propagation.deleteAfterDetachMs;
  if (settling || rolesUsing(call.account, policy.arn).length > 0) {
    throw deleteConflict('Cannot delete a policy attached to entities.');
  }
  if (policy.versions.size > 1) {
    throw deleteConflict(
      'This policy has more than one version. Before you delete a policy, you must delete ' +
        "the policy's versions. The default version is deleted with the policy.",
    );
  }
  call.account.contents.policies.delete(policy.name.toLowerCase());
}

function listPolicies(call: Call): ResultFields {
  const { account, parameters } = call;
  const scope = parameters.text('Scope') ?? 'All';
  const usage = parameters.text('PolicyUsageFilter');
  const own = scope === 'AWS' ? [] : [...account.contents.policies.values()];
  const aws = scope === 'Local' ? [] : awsManagedPolicies(account.partition);
  const usedOnly = parameters.flag('OnlyAttached') || usage !== undefined;
  const wanted = [...own, ...aws].filter(
    ({ arn }) => !usedOnly || rolesUsing(account, arn, usage).length > 0,
  );
  return listPage(call, 'Policies', underPath(call, wanted), (policy) => showListed(account, policy));
}

type Usage = 'PermissionsPolicy' | 'PermissionsBoundary';

/** The roles that have a policy attached, or as their permissions boundary. */
function rolesUsing(account: Account, arn: string, usage?: string) {
  const asPermissions = usage !== ('PermissionsBoundary' satisfies Usage);
  const asBoundary = usage !== ('PermissionsPolicy' satisfies Usage);
  return [...account.contents.roles.values()].filter(
    ({ attached, boundaryArn }) =>
      (asPermissions && attached.has(arn)) || (asBoundary && boundaryArn === arn),
  );
}

/** A policy as ListPolicies shows it: without description and tags. */
function showListed(account: Account, policy: ManagedPolicy): ResultFields {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: rolesUsing(account, policy.arn, 'PermissionsPolicy').length,
    PermissionsBoundaryUsageCount: rolesUsing(account, policy.arn, 'PermissionsBoundary').length,
    // Also for policies of service-linked roles: no answer of AWS's that is quoted in public says anything else.
    IsAttachable: true,
    CreateDate: date(policy.createdAt),
    UpdateDate: date(policy.updatedAt),
  };
}

function showPolicy(account: Account, policy: ManagedPolicy): ResultFields {
  return {
    ...showListed(account, policy),
    // Of a deprecated policy lists say something else: https://github.com/boto/boto3/issues/4038
    IsAttachable: !isDeprecated(account, policy),
    Description: policy.description === '' ? undefined : policy.description,
    Tags: tagList(policy.tags),
  };
}
