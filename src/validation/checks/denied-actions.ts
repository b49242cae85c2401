import { awsCommands } from '../../iam/cli-commands';
import { INLINE_POLICY_NAME } from '../../iam/role/desired';
import { parseDocument } from '../../policy/parse';
import type { Obstacle, SimulatedAction } from '../gather/simulation';
import type { RoleSituation } from '../situation';
import { restore } from './restore';

/** Actions that the same obstacle takes away. */
export interface Cut {
  readonly obstacle: Obstacle;
  readonly actions: readonly string[];
  /** Names of the policies that decide, where AWS tells. */
  readonly policies: readonly string[];
}

export function cutsOf(simulated: readonly SimulatedAction[]): readonly Cut[] {
  const obstacles = [...new Set(simulated.flatMap(({ obstacle }) => obstacle ?? []))];
  return obstacles.map((obstacle) => {
    const affected = simulated.filter((entry) => entry.obstacle === obstacle);
    return {
      obstacle,
      actions: affected.map(({ action }) => action),
      policies: [...new Set(affected.flatMap(({ policies }) => policies))],
    };
  });
}

export function describeCut({ obstacle, actions }: Cut, boundary: string | null): string {
  switch (obstacle) {
    case 'permissions boundary':
      return `the permissions boundary ${boundary} takes away ${actions.length} actions`;
    case 'organization':
      return `a service control policy takes away ${actions.length} actions`;
    default:
      return `a Deny in a policy of the role takes away ${actions.length} actions`;
  }
}

export function remedyForCut(cut: Cut, { role, plan }: RoleSituation): readonly string[] {
  switch (cut.obstacle) {
    case 'permissions boundary': {
      const exchange = restore(plan, ({ kind }) => kind === 'put-boundary' || kind === 'delete-boundary');
      if (exchange.length > 0) return exchange;
      const statement = { Effect: 'Allow', Action: cut.actions, Resource: '*' };
      return [
        `Add this statement to the document of the permissions boundary, as boundary.json: ${JSON.stringify(statement)}`,
        `aws iam create-policy-version --policy-arn ${role.permissionsBoundary} --policy-document file://boundary.json --set-as-default`,
      ];
    }
    case 'organization':
      return [
        `Have the organization's administrators allow ${role.arn} these actions in the service control policies of account and organizational units: ${cut.actions.join(', ')}.`,
      ];
    default: {
      const denying = Object.entries(role.inlinePolicies)
        .filter(([name, document]) => name !== INLINE_POLICY_NAME && denies(document))
        .map(([policyName]) => ({ kind: 'delete-inline-policy', policyName }) as const);
      return [
        `Find the statement that denies ${cut.actions.join(', ')}, and remove it; in an inline policy:`,
        ...restore(plan, ({ kind }) => kind === 'put-inline-policy'),
        ...awsCommands(role.name, denying),
        'In an attached policy:',
        `aws iam list-attached-role-policies --role-name ${role.name}`,
      ];
    }
  }
}

function denies(document: string): boolean {
  return parseDocument(document).statements.some(({ effect }) => effect === 'Deny');
}
