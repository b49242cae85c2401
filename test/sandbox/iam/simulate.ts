import type { ConditionContext } from '../authorize/conditions';
import type { Decision } from '../authorize/decision';
import { type AuthorizationRequest, decide, effectOf, type PolicyLayer } from '../authorize/evaluate';
import type { Operation, ResultFields } from '../service';
import { listPage } from './paging';
import { prepareSimulation, type Simulation, type Source } from './simulation';

/**
 * Evaluates a role's policies for actions that nobody takes, service control policies with their conditions among them.
 * Condition keys come from the call alone.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const SIMULATE_PRINCIPAL_POLICY: Operation = {
  write: false,
  required: ['PolicySourceArn', 'ActionNames'],
  permissions: (call) => [
    { action: 'iam:SimulatePrincipalPolicy', resource: call.parameters.text('PolicySourceArn') ?? '' },
  ],
  run: (call) => {
    const simulation = prepareSimulation(call);
    const resources = call.parameters.texts('ResourceArns');
    return listPage(call, 'EvaluationResults', call.parameters.texts('ActionNames'), (action) =>
      evaluate(simulation, action, resources.length > 0 ? resources : ['*']),
    );
  },
};

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

/**
 * The keys that policies ask for and the call did not give. Those of service control policies are not among them.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
function missingKeys(layers: readonly PolicyLayer[], context: ConditionContext): string[] {
  const statements = layers
    .filter(({ type }) => type !== 'service control policy')
    .flatMap(({ policies }) => policies)
    .flatMap((policy) => policy.statements);
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
