import { type EvaluationResult, type IAMClient, paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam';
import { allPages, type Call } from '../../aws/calls';
import { allSettled } from '../../runtime/all-settled';
import type { DeniedBy, SimulatedAction } from '../simulated-action';

/** Actions of one request: IAM answers up to 1,000 at once, but a request of 700 is tens of kilobytes long. */
const ACTIONS_PER_REQUEST = 100;
const PAGE_SIZE = 1_000;

/**
 * Asks IAM's own evaluator what the role may do in a region: its policies, its boundary, and the service control
 * policies as far as they have no conditions. Actions must be free of wildcards.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function simulateActions(
  iam: IAMClient,
  call: Call,
  roleArn: string,
  actions: readonly string[],
  region: string,
): Promise<readonly SimulatedAction[]> {
  const requests = Array.from({ length: Math.ceil(actions.length / ACTIONS_PER_REQUEST) }, (_, index) => {
    const start = index * ACTIONS_PER_REQUEST;
    const input = {
      PolicySourceArn: roleArn,
      ActionNames: actions.slice(start, start + ACTIONS_PER_REQUEST),
      ContextEntries: [
        {
          ContextKeyName: 'aws:RequestedRegion',
          ContextKeyType: 'string' as const,
          ContextKeyValues: [region],
        },
      ],
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
  return {
    action: result.EvalActionName ?? '',
    deniedBy: deniedByIn(result),
    policies: (result.MatchedStatements ?? []).map((statement) => statement.SourcePolicyId ?? ''),
  };
}

function deniedByIn(result: EvaluationResult): DeniedBy | null {
  if (result.EvalDecision === 'allowed') return null;
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false)
    return 'permissions boundary';
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'organization';
  return result.EvalDecision === 'explicitDeny' ? 'explicit deny' : 'not granted';
}
