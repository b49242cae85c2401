import type { ConditionContext } from '../authorize/conditions';
import { layersOfRole, type PolicyLayer } from '../authorize/evaluate';
import type { CompiledPolicy } from '../authorize/policy-library';
import { AwsError } from '../aws-error';
import type { Call } from '../service';
import type { Role } from '../state';
import { isAwsManagedArn } from './aws-managed-policies';
import { noSuchEntity } from './errors';
import { attachedDocument } from './policy-lookup';

/** An identity-based policy with the name and type under which results show it. */
export interface Source {
  readonly id: string;
  readonly type: string;
  readonly policy: CompiledPolicy;
}

export interface Simulation {
  readonly layers: readonly PolicyLayer[];
  readonly sources: readonly Source[];
  readonly context: ConditionContext;
}

/** What a simulation goes by. @throws AwsError NoSuchEntity, InvalidInput */
export function prepareSimulation(call: Call): Simulation {
  const { parameters, world } = call;
  const role = requiredSource(call);
  const added = parameters.texts('PolicyInputList').map((document, index) => ({
    id: `PolicyInputList.${index + 1}`,
    type: 'IAM Policy',
    policy: compile(call, document),
  }));
  const sources = [...sourcesOf(call, role), ...added];
  const boundaries = parameters.texts('PermissionsBoundaryPolicyInputList');
  const layers: PolicyLayer[] = layersOfRole(world, call.account, role)
    .filter(({ type }) => type !== 'permissions boundary' || boundaries.length === 0)
    .map((layer) => simulated(layer, sources));
  if (boundaries.length > 0) {
    layers.push({
      type: 'permissions boundary',
      policies: boundaries.map((document) => compile(call, document)),
    });
  }
  return { layers, sources, context: contextOf(call) };
}

/** The simulator takes added policies along. */
function simulated({ type, policies }: PolicyLayer, sources: readonly Source[]): PolicyLayer {
  return type === 'identity-based policy'
    ? { type, policies: sources.map(({ policy }) => policy) }
    : { type, policies };
}

function requiredSource(call: Call): Role {
  const arn = call.parameters.requiredText('PolicySourceArn');
  const [, type, name = ''] = /^arn:[^:]+:iam::\d{12}:(role|user|group)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (type === undefined)
    throw new AwsError(
      'InvalidInput',
      `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
    );
  const role = type === 'role' ? call.account.contents.roles.get(name.toLowerCase()) : undefined;
  if (role === undefined || role.arn !== arn) {
    throw noSuchEntity(`The ${type} with name ${name} cannot be found.`);
  }
  return role;
}

function sourcesOf({ account, world }: Call, role: Role): Source[] {
  const inline = [...role.inline].map(([name, document]) => ({
    id: `role_${role.name}_${name}`,
    type: 'IAM Policy',
    policy: world.policies.compile(document),
  }));
  const attached = [...role.attached].map((arn) => ({
    id: arn.slice(arn.lastIndexOf('/') + 1),
    type: isAwsManagedArn(arn) ? 'AWS Managed Policy' : 'IAM Policy',
    policy: world.policies.compile(attachedDocument(account, arn)),
  }));
  return [...inline, ...attached];
}

function compile({ world }: Call, document: string): CompiledPolicy {
  try {
    return world.policies.compile(document);
  } catch (error) {
    throw new AwsError('InvalidInput', error instanceof Error ? error.message : String(error));
  }
}

function contextOf(call: Call): ConditionContext {
  const entries = call.parameters.records('ContextEntries');
  return new Map(
    entries.map((entry) => [
      entry.requiredText('ContextKeyName').toLowerCase(),
      entry.texts('ContextKeyValues'),
    ]),
  );
}
