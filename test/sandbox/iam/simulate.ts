import type { ConditionContext } from '../authorize/conditions';
import type { Decision } from '../authorize/decision';
import {
  type AuthorizationRequest,
  decide,
  effectOf,
  layersOfRole,
  type PolicyLayer,
} from '../authorize/evaluate';
import type { CompiledPolicy } from '../authorize/policy-library';
import { AwsError } from '../aws-error';
import type { Call, Operation, ResultFields } from '../service';
import type { Role } from '../state';
import { isAwsManagedArn } from './aws-managed-policies';
import { noSuchEntity } from './errors';
import { listPage } from './paging';
import { attachedDocument } from './policy-lookup';

/**
 * Evaluates a role's policies for actions that nobody takes. Condition keys come from the call alone.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const SIMULATE_PRINCIPAL_POLICY: Operation = {
  write: false,
  required: ['PolicySourceArn', 'ActionNames'],
  permissions: (call) => [
    { action: 'iam:SimulatePrincipalPolicy', resource: call.parameters.text('PolicySourceArn') ?? '' },
  ],
  run: (call) => {
    const simulation = prepare(call);
    const resources = call.parameters.texts('ResourceArns');
    return listPage(call, 'EvaluationResults', call.parameters.texts('ActionNames'), (action) =>
      evaluate(simulation, action, resources.length > 0 ? resources : ['*']),
    );
  },
};

/** An identity-based policy with the name and type under which results show it. */
interface Source {
  readonly id: string;
  readonly type: string;
  readonly policy: CompiledPolicy;
}

interface Simulation {
  readonly layers: readonly PolicyLayer[];
  readonly sources: readonly Source[];
  readonly context: ConditionContext;
}

function prepare(call: Call): Simulation {
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

/** The simulator takes added policies along, and leaves out statements of SCPs that have conditions. */
function simulated({ type, policies }: PolicyLayer, sources: readonly Source[]): PolicyLayer {
  if (type === 'identity-based policy') return { type, policies: sources.map(({ policy }) => policy) };
  if (type !== 'service control policy') return { type, policies };
  const unconditional = policies.map(({ statements }) => ({
    statements: statements.filter(({ conditionKeys }) => conditionKeys.length === 0),
  }));
  return { type, policies: unconditional };
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

/** One result per action: the most restrictive over all resources, and each resource's own beneath it. */
function evaluate(simulation: Simulation, action: string, resources: readonly string[]): ResultFields {
  const perResource = resources.map((resource) => evaluateOne(simulation, action, resource));
  const decisions = perResource.map(({ decision }) => decision);
  const worst = SEVERITY.find((decision) => decisions.includes(decision)) ?? 'implicitDeny';
  const decisive = perResource.find(({ decision }) => decision === worst);
  return {
    EvalActionName: action,
    EvalResourceName: resources.length === 1 ? resources[0] : '*',
    EvalDecision: worst,
    ...decisive?.details,
    ResourceSpecificResults: perResource
      .filter(({ resource }) => resource !== '*')
      .map(({ resource, decision, details: { OrganizationsDecisionDetail: _, ...details } }) => ({
        EvalResourceName: resource,
        EvalResourceDecision: decision,
        ...details,
      })),
  };
}

const SEVERITY = ['explicitDeny', 'implicitDeny', 'allowed'] as const;

function evaluateOne({ layers, sources, context }: Simulation, action: string, resource: string) {
  const request = { action, resource, context };
  const outcome = decide(layers, request);
  return {
    resource,
    decision: decisionName(outcome),
    details: {
      MatchedStatements: matched(sources, request, outcome),
      MissingContextValues: missingKeys(layers, context),
      OrganizationsDecisionDetail: detail(
        layers,
        'service control policy',
        'AllowedByOrganizations',
        request,
      ),
      PermissionsBoundaryDecisionDetail: detail(
        layers,
        'permissions boundary',
        'AllowedByPermissionsBoundary',
        request,
      ),
    },
  };
}

function decisionName(decision: Decision): (typeof SEVERITY)[number] {
  if (decision.allowed) return 'allowed';
  return decision.explicit ? 'explicitDeny' : 'implicitDeny';
}

/** The policies whose statements decide: those that deny, or else those that allow. */
function matched(
  sources: readonly Source[],
  request: AuthorizationRequest,
  decision: Decision,
): ResultFields[] {
  const effect = !decision.allowed && decision.explicit ? 'deny' : 'allow';
  return sources
    .filter(({ policy }) => effectOf([policy], request) === effect)
    .map(({ id, type }) => ({ SourcePolicyId: id, SourcePolicyType: type }));
}

function missingKeys(layers: readonly PolicyLayer[], context: ConditionContext): string[] {
  const statements = layers.flatMap(({ policies }) => policies).flatMap((policy) => policy.statements);
  const keys = new Set(statements.flatMap(({ conditionKeys }) => conditionKeys));
  return [...keys].filter((key) => !context.has(key.toLowerCase()));
}

function detail(
  layers: readonly PolicyLayer[],
  type: PolicyLayer['type'],
  name: string,
  request: AuthorizationRequest,
): ResultFields | undefined {
  const layer = layers.find((candidate) => candidate.type === type);
  return layer && { [name]: effectOf(layer.policies, request) === 'allow' };
}
