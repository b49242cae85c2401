import type { Call, Operation, OperationTable, ResultFields } from '../service';
import { arnOf, type InstanceProfile } from '../state';
import { conditionKeysFor } from './condition-keys';
import { deleteConflict, entityAlreadyExists, noSuchEntity, quotaExceeded } from './errors';
import { requiredInstanceProfile, requiredRole } from './lookup';
import { roleOperation } from './operations';
import { listPage, underPath } from './paging';
import { showBasics } from './roles';
import { date } from './wire';

const ROLES_PER_PROFILE = 1;

export const INSTANCE_PROFILE_OPERATIONS: OperationTable = {
  CreateInstanceProfile: profileOperation('CreateInstanceProfile', true, [], create),
  GetInstanceProfile: profileOperation('GetInstanceProfile', false, [], (call) => ({
    InstanceProfile: show(call, requiredInstanceProfile(call)),
  })),
  DeleteInstanceProfile: profileOperation('DeleteInstanceProfile', true, [], (call) => {
    const profile = requiredInstanceProfile(call);
    if (profile.roleName !== undefined) {
      throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    }
    call.account.contents.instanceProfiles.delete(profile.name.toLowerCase());
    return undefined;
  }),
  AddRoleToInstanceProfile: profileOperation('AddRoleToInstanceProfile', true, ['RoleName'], (call) => {
    const profile = requiredInstanceProfile(call);
    const role = requiredRole(call);
    if (profile.roleName !== undefined) {
      throw quotaExceeded('InstanceSessionsPerInstanceProfile', ROLES_PER_PROFILE);
    }
    profile.roleName = role.name;
    return undefined;
  }),
  RemoveRoleFromInstanceProfile: profileOperation(
    'RemoveRoleFromInstanceProfile',
    true,
    ['RoleName'],
    (call) => {
      const profile = requiredInstanceProfile(call);
      const role = requiredRole(call);
      if (profile.roleName !== role.name) {
        throw noSuchEntity(`Role ${role.name} is not attached to Instance Profile ${profile.name}`);
      }
      profile.roleName = undefined;
      role.removedAt.set('instance profile', call.now);
      return undefined;
    },
  ),
  ListInstanceProfiles: {
    write: false,
    permissions: (call) => [
      {
        action: 'iam:ListInstanceProfiles',
        resource: '*',
        resourceLabel: arnOf(call.account, 'iam', 'instance-profile/'),
      },
    ],
    run: (call) => list(call, call.account.contents.instanceProfiles.values()),
  },
  ListInstanceProfilesForRole: roleOperation('ListInstanceProfilesForRole', false, [], (call, role) =>
    list(
      call,
      [...call.account.contents.instanceProfiles.values()].filter(({ roleName }) => roleName === role.name),
    ),
  ),
};

function profileOperation(
  action: string,
  write: boolean,
  required: readonly string[],
  run: (call: Call) => ResultFields | undefined,
): Operation {
  return {
    write,
    required: ['InstanceProfileName', ...required],
    permissions: (call) => [
      {
        action: `iam:${action}`,
        resource: profileArn(call),
        conditionKeys: conditionKeysFor(action, 'instance-profile', call),
      },
    ],
    run,
  };
}

function profileArn(call: Call): string {
  const name = call.parameters.text('InstanceProfileName') ?? '';
  const path = call.parameters.text('Path') ?? '/';
  const profile = call.account.contents.instanceProfiles.get(name.toLowerCase());
  return profile?.arn ?? arnOf(call.account, 'iam', `instance-profile${path}${name}`);
}

function create(call: Call): ResultFields {
  const { account, now, parameters, world } = call;
  const name = parameters.requiredText('InstanceProfileName');
  const { instanceProfiles } = account.contents;
  if (instanceProfiles.has(name.toLowerCase())) {
    throw entityAlreadyExists(`Instance Profile ${name} already exists.`);
  }
  const { InstanceProfilesQuota } = world.quotas(account);
  if (instanceProfiles.size >= InstanceProfilesQuota) {
    throw quotaExceeded('InstanceProfilesPerAccount', InstanceProfilesQuota);
  }
  const profile: InstanceProfile = {
    name,
    path: parameters.text('Path') ?? '/',
    arn: profileArn(call),
    id: world.newId('AIPA'),
    createdAt: now,
    roleName: undefined,
  };
  instanceProfiles.set(name.toLowerCase(), profile);
  return { InstanceProfile: show(call, profile) };
}

function list(call: Call, profiles: Iterable<InstanceProfile>): ResultFields {
  return listPage(call, 'InstanceProfiles', underPath(call, profiles), (profile) => show(call, profile));
}

function show(call: Call, profile: InstanceProfile): ResultFields {
  const role = profile.roleName && call.account.contents.roles.get(profile.roleName.toLowerCase());
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: date(profile.createdAt),
    Roles: role ? [showBasics(call, role)] : [],
  };
}
