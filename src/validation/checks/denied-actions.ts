import { parseArn } from '../../aws/arn';
import { awsCommand } from '../../iam/cli-commands';
import { boundaryStep } from '../../iam/role/boundary';
import { actionSet } from '../../policy/action-set';
import { parseDocument } from '../../policy/parse';
import { DRIFT_PATHS } from '../drift';
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
      const arn = role.permissionsBoundary ?? '';
      const actions = denied.actions.join(', ');
      // Nobody but AWS edits a policy of AWS's own.
      if (parseArn(arn)?.accountId === 'aws')
        return [
          `The permissions boundary ${arn} is AWS's own and cannot be edited: have a policy of the account's own that allows ${actions} put in its place.`,
        ];
      const statement = { Effect: 'Allow', Action: denied.actions, Resource: '*' };
      return [
        `In the document of the permissions boundary, take these actions out of any statement that denies them, as an Allow does nothing about a Deny; where none does, add this statement to it, as boundary.json: ${JSON.stringify(statement)}`,
        `${awsCommand('iam', 'create-policy-version', { PolicyArn: arn, SetAsDefault: true })} --policy-document file://boundary.json`,
      ];
    }
    case 'organization':
      return [
        `Have the organization's administrators allow ${role.arn} these actions in the service control policies of account and organizational units: ${denied.actions.join(', ')}.`,
      ];
    default: {
      const added = situation.drift
        .filter(({ path, kind }) => path.startsWith(DRIFT_PATHS.otherInlinePolicies) && kind === 'unexpected')
        .map(({ path }) => path.slice(DRIFT_PATHS.otherInlinePolicies.length))
        .filter((name) => denies(role.inlinePolicies[name], denied.actions));
      const inline = [
        ...restore(present, situation, ({ kind }) => kind === 'put-inline-policy'),
        ...commandsFor(
          added.map((policyName) => ({ kind: 'delete-inline-policy', policyName })),
          present,
          situation,
        ),
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

/** Has the document a Deny of one of these actions? */
function denies(document: string | undefined, actions: readonly string[]): boolean {
  if (document === undefined) return false;
  return parseDocument(document).statements.some(({ effect, actions: denied = [], notActions }) => {
    const { covers } = actionSet(notActions ?? denied);
    return effect === 'Deny' && actions.some((action) => covers(action) === (notActions === undefined));
  });
}
