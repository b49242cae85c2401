import { awsCommands } from '../../iam/cli-commands';
import { INLINE_POLICY_NAME } from '../../iam/role/desired';
import { parseDocument } from '../../policy/parse';
import type { DeniedBy, SimulatedAction } from '../simulated-action';
import type { RoleSituation } from '../situation';
import { restore } from './restore';

/** Actions that are denied by the same thing. */
export interface DeniedActions {
  readonly deniedBy: DeniedBy;
  readonly actions: readonly string[];
  /** Names of the policies that decide, where AWS tells. */
  readonly policies: readonly string[];
}

export function deniedActionsOf(simulated: readonly SimulatedAction[]): readonly DeniedActions[] {
  const denials = [...new Set(simulated.flatMap(({ deniedBy }) => deniedBy ?? []))];
  return denials.map((deniedBy) => {
    const affected = simulated.filter((entry) => entry.deniedBy === deniedBy);
    return {
      deniedBy,
      actions: affected.map(({ action }) => action),
      policies: [...new Set(affected.flatMap(({ policies }) => policies))],
    };
  });
}

export function describeDenied({ deniedBy, actions }: DeniedActions, boundary: string | null): string {
  switch (deniedBy) {
    case 'permissions boundary':
      return `the permissions boundary ${boundary} takes away ${actions.length} actions`;
    case 'organization':
      return `a service control policy takes away ${actions.length} actions`;
    default:
      return `a Deny in a policy of the role takes away ${actions.length} actions`;
  }
}

export function remedyForDenied(denied: DeniedActions, { role, plan }: RoleSituation): readonly string[] {
  switch (denied.deniedBy) {
    case 'permissions boundary': {
      const exchange = restore(plan, ({ kind }) => kind === 'put-boundary' || kind === 'delete-boundary');
      if (exchange.length > 0) return exchange;
      const statement = { Effect: 'Allow', Action: denied.actions, Resource: '*' };
      return [
        `Add this statement to the document of the permissions boundary, as boundary.json: ${JSON.stringify(statement)}`,
        `aws iam create-policy-version --policy-arn ${role.permissionsBoundary} --policy-document file://boundary.json --set-as-default`,
      ];
    }
    case 'organization':
      return [
        `Have the organization's administrators allow ${role.arn} these actions in the service control policies of account and organizational units: ${denied.actions.join(', ')}.`,
      ];
    default: {
      const denying = Object.entries(role.inlinePolicies)
        .filter(([name, document]) => name !== INLINE_POLICY_NAME && denies(document))
        .map(([policyName]) => ({ kind: 'delete-inline-policy', policyName }) as const);
      const inline = [
        ...restore(plan, ({ kind }) => kind === 'put-inline-policy'),
        ...awsCommands(role.name, denying),
      ];
      return [
        `Find the statement that denies ${denied.actions.join(', ')}, and remove it; in an inline policy:`,
        ...(inline.length > 0 ? inline : [`aws iam list-role-policies --role-name ${role.name}`]),
        'In an attached policy:',
        `aws iam list-attached-role-policies --role-name ${role.name}`,
      ];
    }
  }
}

function denies(document: string): boolean {
  return parseDocument(document).statements.some(({ effect }) => effect === 'Deny');
}
