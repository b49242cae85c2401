import type { Call, OperationTable, ResultFields } from '../service';
import type { Role } from '../state';
import { limitExceeded, noSuchEntity, quotaExceeded } from './errors';
import { attachablePolicy, requiredBoundary } from './lookup';
import { roleOperation } from './operations';
import { listPage, underPath } from './paging';
import { checkGrammar } from './policy-grammar';
import { findPolicy } from './policy-lookup';
import { countedSize } from './quotas';
import { encodeDocument } from './wire';

/** What a role may do: inline policies, attached managed policies and the permissions boundary. */
export const ROLE_POLICY_OPERATIONS: OperationTable = {
  PutRolePolicy: roleOperation('PutRolePolicy', true, ['PolicyName', 'PolicyDocument'], putInline),
  GetRolePolicy: roleOperation('GetRolePolicy', false, ['PolicyName'], (call, role) => {
    const name = call.parameters.requiredText('PolicyName');
    return {
      RoleName: role.name,
      PolicyName: name,
      PolicyDocument: encodeDocument(requiredInline(role, name)),
    };
  }),
  DeleteRolePolicy: roleOperation('DeleteRolePolicy', true, ['PolicyName'], (call, role) => {
    const name = call.parameters.requiredText('PolicyName');
    requiredInline(role, name);
    role.inline.delete(name);
    role.removedAt.set('inline policy', call.now);
    return undefined;
  }),
  ListRolePolicies: roleOperation('ListRolePolicies', false, [], (call, role) =>
    listPage(call, 'PolicyNames', [...role.inline.keys()].sort(), (name) => name),
  ),
  AttachRolePolicy: roleOperation('AttachRolePolicy', true, ['PolicyArn'], attach),
  DetachRolePolicy: roleOperation('DetachRolePolicy', true, ['PolicyArn'], detach),
  ListAttachedRolePolicies: roleOperation('ListAttachedRolePolicies', false, [], (call, role) => {
    const attached = [...role.attached]
      .map((arn) => findPolicy(call.account, arn))
      .filter((policy) => !!policy);
    return listPage(call, 'AttachedPolicies', underPath(call, attached), ({ name, arn }) => ({
      PolicyName: name,
      PolicyArn: arn,
    }));
  }),
  PutRolePermissionsBoundary: roleOperation(
    'PutRolePermissionsBoundary',
    true,
    ['PermissionsBoundary'],
    (call, role) => {
      role.boundaryArn = requiredBoundary(call);
      return undefined;
    },
  ),
  DeleteRolePermissionsBoundary: roleOperation('DeleteRolePermissionsBoundary', true, [], (_call, role) => {
    role.boundaryArn = undefined;
    return undefined;
  }),
};

function putInline(call: Call, role: Role): undefined {
  const name = call.parameters.requiredText('PolicyName');
  const document = call.parameters.requiredText('PolicyDocument');
  checkGrammar(document, 'permissions');
  const { RolePolicySizeQuota } = call.world.quotas(call.account);
  const others = [...role.inline].filter(([other]) => other !== name).map(([, text]) => text);
  const size = [...others, document].reduce((sum, text) => sum + countedSize(text), 0);
  if (size > RolePolicySizeQuota) {
    throw limitExceeded(`Maximum policy size of ${RolePolicySizeQuota} bytes exceeded for role ${role.name}`);
  }
  role.inline.set(name, document);
}

function requiredInline(role: Role, name: string): string {
  const document = role.inline.get(name);
  if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  return document;
}

function attach(call: Call, role: Role): ResultFields | undefined {
  const { arn } = attachablePolicy(call);
  const { AttachedPoliciesPerRoleQuota } = call.world.quotas(call.account);
  if (!role.attached.has(arn) && role.attached.size >= AttachedPoliciesPerRoleQuota) {
    throw quotaExceeded('PoliciesPerRole', AttachedPoliciesPerRoleQuota);
  }
  role.attached.add(arn);
  return undefined;
}

function detach(call: Call, role: Role): undefined {
  const arn = call.parameters.requiredText('PolicyArn');
  const policy = findPolicy(call.account, arn);
  if (!role.attached.delete(policy?.arn ?? arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  role.removedAt.set('attachment', call.now);
  if (policy !== undefined) policy.detachedAt = call.now;
}
