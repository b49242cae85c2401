import type { Call, OperationTable, ResultFields } from '../service';
import type { ManagedPolicy, PolicyVersion } from '../state';
import { deleteConflict, limitExceeded, noSuchEntity } from './errors';
import { ownPolicy } from './lookup';
import { checkedPolicyDocument } from './managed-policies';
import { policyOperation } from './operations';
import { listPage } from './paging';
import { date, encodeDocument } from './wire';

const OWN = { find: ownPolicy };

export const POLICY_VERSION_OPERATIONS: OperationTable = {
  CreatePolicyVersion: policyOperation('CreatePolicyVersion', true, ['PolicyDocument'], createVersion, OWN),
  GetPolicyVersion: policyOperation('GetPolicyVersion', false, ['VersionId'], (call, policy) => {
    const version = requiredVersion(call, policy);
    return { PolicyVersion: { ...showVersion(policy, version), Document: encodeDocument(version.document) } };
  }),
  ListPolicyVersions: policyOperation('ListPolicyVersions', false, [], (call, policy) =>
    listPage(call, 'Versions', [...policy.versions.values()].reverse(), (version) =>
      showVersion(policy, version),
    ),
  ),
  SetDefaultPolicyVersion: policyOperation(
    'SetDefaultPolicyVersion',
    true,
    ['VersionId'],
    (call, policy) => {
      policy.defaultVersionId = requiredVersion(call, policy).id;
      policy.updatedAt = call.now;
      return undefined;
    },
    OWN,
  ),
  DeletePolicyVersion: policyOperation('DeletePolicyVersion', true, ['VersionId'], deleteVersion, OWN),
};

function createVersion(call: Call, policy: ManagedPolicy): ResultFields {
  const { account, now, parameters, world } = call;
  const document = checkedPolicyDocument(call);
  const { VersionsPerPolicyQuota } = world.quotas(account);
  if (policy.versions.size >= VersionsPerPolicyQuota) {
    throw limitExceeded(
      `A managed policy can have up to ${VersionsPerPolicyQuota} versions. ` +
        'Before you create a new version, you must delete an existing version.',
    );
  }
  const version = { id: `v${policy.nextVersion}`, document, createdAt: now };
  policy.nextVersion += 1;
  policy.updatedAt = now;
  policy.versions.set(version.id, version);
  if (parameters.flag('SetAsDefault')) policy.defaultVersionId = version.id;
  return { PolicyVersion: showVersion(policy, version) };
}

function deleteVersion(call: Call, policy: ManagedPolicy): undefined {
  const { id } = requiredVersion(call, policy);
  if (id === policy.defaultVersionId) throw deleteConflict('Cannot delete the default version of a policy.');
  policy.versions.delete(id);
  policy.updatedAt = call.now;
}

function requiredVersion(call: Call, policy: ManagedPolicy): PolicyVersion {
  const id = call.parameters.requiredText('VersionId');
  const version = policy.versions.get(id);
  if (version === undefined) {
    throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  }
  return version;
}

function showVersion(policy: ManagedPolicy, version: PolicyVersion): ResultFields {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: date(version.createdAt),
  };
}
