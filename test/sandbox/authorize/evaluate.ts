import { attachedDocument } from '../iam/policy-lookup';
import type { Caller } from '../identities';
import type { Account, Role } from '../state';
import type { World } from '../world';
import type { ConditionContext } from './conditions';
import {
  ALLOWED,
  type Decision,
  type Denial,
  explicitDenial,
  implicitDenial,
  type PolicyType,
} from './decision';
import type { CompiledPolicy } from './policy-library';

/** One question to the policies. */
export interface AuthorizationRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

/** Policies of one kind: an explicit deny in any of them refuses, an allow in any of them is enough. */
export interface PolicyLayer {
  readonly type: PolicyType;
  readonly policies: readonly CompiledPolicy[];
}

const FULL_ACCESS = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** The layers that a caller's own account lays on him, in AWS's order of evaluation. */
export function layersOfCaller(world: World, caller: Caller): PolicyLayer[] {
  const account = world.account(caller.accountId);
  if (caller.kind === 'administrator') {
    return account.settings.scpsBindAdministrator === true ? organizationLayers(world, account) : [];
  }
  const role = account.contents.roles.get(caller.roleName.toLowerCase());
  if (role === undefined) return [{ type: 'identity-based policy', policies: [] }];
  const session: PolicyLayer = {
    type: 'session policy',
    policies: caller.policies.map((document) => world.policies.compile(document)),
  };
  return [...layersOfRole(world, account, role), ...(session.policies.length > 0 ? [session] : [])];
}

/** The layers on a role itself, whoever has assumed it. */
export function layersOfRole(world: World, account: Account, role: Role): PolicyLayer[] {
  const attached = [...role.attached].map((arn) => attachedDocument(account, arn));
  const identity = [...role.inline.values(), ...attached].map((document) => world.policies.compile(document));
  const layers = organizationLayers(world, account);
  layers.push({ type: 'identity-based policy', policies: identity });
  if (role.boundaryArn !== undefined) {
    const boundary = world.policies.compile(attachedDocument(account, role.boundaryArn));
    layers.push({ type: 'permissions boundary', policies: [boundary] });
  }
  return layers;
}

function organizationLayers(world: World, account: Account): PolicyLayer[] {
  const documents = account.settings.scps ?? [];
  if (documents.length === 0) return [];
  const policies = documents.map((document) => world.policies.compile(document));
  const allowList = policies.some(({ statements }) => statements.some(({ allows }) => allows));
  if (!allowList) policies.push(world.policies.compile(FULL_ACCESS));
  return [{ type: 'service control policy', policies }];
}

/** What policies say, principals left aside. */
export function effectOf(
  policies: readonly CompiledPolicy[],
  request: AuthorizationRequest,
): 'allow' | 'deny' | 'none' {
  let allowed = false;
  for (const { statements } of policies) {
    for (const statement of statements) {
      if (allowed && statement.allows) continue;
      if (!statement.covers(request.action, request.resource, request.context)) continue;
      if (!statement.allows) return 'deny';
      allowed = true;
    }
  }
  return allowed ? 'allow' : 'none';
}

/** The first layer with an explicit deny, or else the first that does not allow. */
export function decide(layers: readonly PolicyLayer[], request: AuthorizationRequest): Decision {
  return findExplicitDenial(layers, request) ?? findImplicitDenial(layers, request) ?? ALLOWED;
}

export function findExplicitDenial(
  layers: readonly PolicyLayer[],
  request: AuthorizationRequest,
): Denial | undefined {
  const layer = layers.find(({ policies }) => effectOf(policies, request) === 'deny');
  return layer && explicitDenial(layer.type);
}

export function findImplicitDenial(
  layers: readonly PolicyLayer[],
  request: AuthorizationRequest,
): Denial | undefined {
  const layer = layers.find(({ policies }) => effectOf(policies, request) === 'none');
  return layer && implicitDenial(layer.type);
}
