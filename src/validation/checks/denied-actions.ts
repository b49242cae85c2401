import { awsCommand, awsCommands } from '../../iam/cli-commands';
import { boundaryStep } from '../../iam/role/boundary';
import { INLINE_POLICY_NAME } from '../../iam/role/desired';
import { parseDocument } from '../../policy/parse';
import type { DeniedBy, SimulatedAction } from '../simulated-action';
import type { RoleSituation, Situation } from '../situation';
import { commandsFor, restore } from './restore';

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

export function remedyForDenied(
  denied: DeniedActions,
  present: RoleSituation,
  situation: Situation,
): readonly string[] {
  const { role } = present;
  const { permissionsBoundary: wanted } = situation.desired;
  switch (denied.deniedBy) {
    case 'permissions boundary': {
      if (present.plan !== null && role.permissionsBoundary !== wanted)
        return [
          `The stack asks for ${wanted === null ? 'no permissions boundary' : `the permissions boundary ${wanted}`}. Have whoever set this one widen it, or:`,
          ...commandsFor([boundaryStep(wanted)], present, situation),
        ];
      const statement = { Effect: 'Allow', Action: denied.actions, Resource: '*' };
      return [
        `Add this statement to the document of the permissions boundary, as boundary.json: ${JSON.stringify(statement)}`,
        `${awsCommand('iam', 'create-policy-version', { PolicyArn: role.permissionsBoundary ?? '', SetAsDefault: true })} --policy-document file://boundary.json`,
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
        ...restore(present, situation, ({ kind }) => kind === 'put-inline-policy'),
        ...awsCommands(role.name, denying),
      ];
      return [
        `Find the statement that denies ${denied.actions.join(', ')}, and remove it; in an inline policy:`,
        ...(inline.length > 0 ? inline : [awsCommand('iam', 'list-role-policies', { RoleName: role.name })]),
        'In an attached policy:',
        awsCommand('iam', 'list-attached-role-policies', { RoleName: role.name }),
      ];
    }
  }
}

function denies(document: string): boolean {
  return parseDocument(document).statements.some(({ effect }) => effect === 'Deny');
}
