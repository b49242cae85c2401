import type { Call, OperationTable, Permission, ResultFields } from '../service';
import { arnOf, type Role } from '../state';
import { conditionKeysFor } from './condition-keys';
import { deleteConflict, entityAlreadyExists, quotaExceeded } from './errors';
import { requiredBoundary } from './lookup';
import { roleOperation } from './operations';
import { listPage, underPath } from './paging';
import { checkGrammar } from './policy-grammar';
import { countedSize } from './quotas';
import { requestedTags } from './requested-tags';
import { readTrust, shownTrust } from './trust-principals';
import { date, encodeDocument, tagList } from './wire';

const DEFAULT_SESSION_SECONDS = 3600;
/** What keeps a role from being deleted, in the order in which IAM names it. */
const REMOVAL_CONFLICTS = [
  ['attachment', 'Cannot delete entity, must detach all policies first.'],
  ['inline policy', 'Cannot delete entity, must delete policies first.'],
  ['instance profile', 'Cannot delete entity, must remove roles from instance profile first.'],
] as const;

export const ROLE_OPERATIONS: OperationTable = {
  CreateRole: {
    write: true,
    required: ['RoleName', 'AssumeRolePolicyDocument'],
    permissions: createPermissions,
    run: createRole,
  },
  GetRole: roleOperation('GetRole', false, [], (call, role) => ({ Role: showRole(call, role) })),
  ListRoles: {
    write: false,
    permissions: (call) => [
      { action: 'iam:ListRoles', resource: '*', resourceLabel: arnOf(call.account, 'iam', 'role/') },
    ],
    run: (call) =>
      listPage(call, 'Roles', underPath(call, call.account.contents.roles.values()), (role) =>
        showBasics(call, role),
      ),
  },
  UpdateRole: roleOperation('UpdateRole', true, [], (call, role) => {
    const { parameters } = call;
    role.description = parameters.text('Description') ?? role.description;
    role.maxSessionSeconds = parameters.number('MaxSessionDuration') ?? role.maxSessionSeconds;
    return {};
  }),
  UpdateRoleDescription: roleOperation('UpdateRoleDescription', true, ['Description'], (call, role) => {
    role.description = call.parameters.requiredText('Description');
    return { Role: showBasics(call, role) };
  }),
  UpdateAssumeRolePolicy: roleOperation('UpdateAssumeRolePolicy', true, ['PolicyDocument'], (call, role) => {
    const { now, world } = call;
    const trust = requestedTrust(call, call.parameters.requiredText('PolicyDocument'));
    const current = role.trust.findLastIndex(({ effectiveAt }) => effectiveAt <= now);
    const effectiveAt = now + world.propagation.trustChangeMs;
    role.trust = [...role.trust.slice(Math.max(current, 0)), { ...trust, effectiveAt }];
    return undefined;
  }),
  DeleteRole: roleOperation('DeleteRole', true, [], (call, role) => {
    checkDeletable(call, role);
    call.account.contents.roles.delete(role.name.toLowerCase());
    return undefined;
  }),
};

function createPermissions(call: Call): Permission[] {
  const { parameters, account } = call;
  const name = parameters.text('RoleName') ?? '';
  const arn = arnOf(account, 'iam', `role${parameters.text('Path') ?? '/'}${name}`);
  const actions = parameters.records('Tags').length > 0 ? ['CreateRole', 'TagRole'] : ['CreateRole'];
  return actions.map((action) => ({
    action: `iam:${action}`,
    resource: arn,
    conditionKeys: conditionKeysFor(action, 'role', call),
  }));
}

function createRole(call: Call): ResultFields {
  const { account, now, parameters, world } = call;
  const name = parameters.requiredText('RoleName');
  const path = parameters.text('Path') ?? '/';
  const { roles } = account.contents;
  const trust = requestedTrust(call, parameters.requiredText('AssumeRolePolicyDocument'));
  if (roles.has(name.toLowerCase())) throw entityAlreadyExists(`Role with name ${name} already exists.`);
  const { RolesQuota } = world.quotas(account);
  if (roles.size >= RolesQuota) throw quotaExceeded('RolesPerAccount', RolesQuota);
  const role: Role = {
    name,
    path,
    arn: arnOf(account, 'iam', `role${path}${name}`),
    id: world.newId('AROA'),
    createdAt: now,
    description: parameters.text('Description') ?? '',
    maxSessionSeconds: parameters.number('MaxSessionDuration') ?? DEFAULT_SESSION_SECONDS,
    boundaryArn: requiredBoundary(call),
    trust: [{ ...trust, effectiveAt: now }],
    tags: requestedTags(call),
    inline: new Map(),
    attached: new Set(),
    removedAt: new Map(),
    lastUsed: undefined,
  };
  roles.set(name.toLowerCase(), role);
  return { Role: { ...showBasics(call, role), Tags: tagList(role.tags), ...showBoundary(role) } };
}

function requestedTrust(call: Call, document: string) {
  const { AssumeRolePolicySizeQuota } = call.world.quotas(call.account);
  const policy = checkGrammar(document, 'trust');
  if (countedSize(document) > AssumeRolePolicySizeQuota) {
    throw quotaExceeded('ACLSizePerRole', AssumeRolePolicySizeQuota);
  }
  return readTrust(call.world, call.account, document, policy, call.now);
}

function checkDeletable(call: Call, role: Role): void {
  const profiles = [...call.account.contents.instanceProfiles.values()];
  const left = {
    attachment: role.attached.size > 0,
    'inline policy': role.inline.size > 0,
    'instance profile': profiles.some(({ roleName }) => roleName === role.name),
  };
  for (const [kind, message] of REMOVAL_CONFLICTS) {
    const removedAt = role.removedAt.get(kind) ?? 0;
    const settling = call.now < removedAt + call.world.propagation.deleteAfterDetachMs;
    if (left[kind] || settling) throw deleteConflict(message);
  }
}

function showRole(call: Call, role: Role): ResultFields {
  const lastUsed = role.lastUsed && { LastUsedDate: date(role.lastUsed.at), Region: role.lastUsed.region };
  return {
    ...showBasics(call, role),
    Tags: tagList(role.tags),
    ...showBoundary(role),
    RoleLastUsed: lastUsed ?? {},
  };
}

function showBoundary(role: Role): ResultFields {
  if (role.boundaryArn === undefined) return {};
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: role.boundaryArn,
    },
  };
}

/** A role as lists show it: without tags, boundary and last use. */
export function showBasics(call: Call, role: Role): ResultFields {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(shownTrust(call.world, role)),
    Description: role.description === '' ? undefined : role.description,
    MaxSessionDuration: role.maxSessionSeconds,
  };
}
