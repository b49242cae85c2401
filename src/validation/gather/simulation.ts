import { type EvaluationResult, type IAMClient, paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam';
import { allPages, type Call } from '../../aws/calls';
import { allSettled } from '../../runtime/all-settled';
import type { CallKey } from '../call-keys';
import type { DeniedBy, SimulatedAction } from '../simulated-action';

/** Actions of one request: IAM answers up to 1,000 at once, but a request of 700 is tens of kilobytes long. */
const ACTIONS_PER_REQUEST = 200;
const PAGE_SIZE = 1_000;

/**
 * Asks IAM's own evaluator what the role may do: by its policies, its boundary and the service control policies, their
 * conditions included. It takes no wildcards in actions, and of condition keys it knows principal and organization only, so
 * that all others have to be given. Those that policies of the role ask for all the same come back as missing; those of
 * service control policies do not.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export async function simulateActions(
  iam: IAMClient,
  call: Call,
  roleArn: string,
  actions: readonly string[],
  keys: readonly CallKey[],
): Promise<readonly SimulatedAction[]> {
  const requests = Array.from({ length: Math.ceil(actions.length / ACTIONS_PER_REQUEST) }, (_, index) => {
    const start = index * ACTIONS_PER_REQUEST;
    const input = {
      PolicySourceArn: roleArn,
      ActionNames: actions.slice(start, start + ACTIONS_PER_REQUEST),
      ContextEntries: keys.map(({ name, type, value }) => ({
        ContextKeyName: name,
        ContextKeyType: type,
        ContextKeyValues: [value],
      })),
    };
    return allPages(
      call,
      iam,
      (client) => paginateSimulatePrincipalPolicy({ client, pageSize: PAGE_SIZE }, input),
      (page) => page.EvaluationResults,
    );
  });
  return (await allSettled(requests)).flat().map(simulatedAction);
}

function simulatedAction(result: EvaluationResult): SimulatedAction {
  const { EvalActionName: action = '', MatchedStatements: matched = [] } = result;
  const { MissingContextValues: missingKeys = [] } = result;
  return {
    action,
    deniedBy: deniedByIn(result),
    policies: matched.map((statement) => statement.SourcePolicyId ?? ''),
    ...(missingKeys.length === 0 ? {} : { missingKeys }),
  };
}

function deniedByIn(result: EvaluationResult): DeniedBy | null {
  if (result.EvalDecision === 'allowed') return null;
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false)
    return 'permissions boundary';
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'organization';
  return result.EvalDecision === 'explicitDeny' ? 'explicit deny' : 'not granted';
}
