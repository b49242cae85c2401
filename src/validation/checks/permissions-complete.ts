import { INLINE_POLICY_NAME } from '../../iam/role/desired';
import type { RoleSituation, Situation } from '../situation';
import { aboutRole, type Check, pass } from './check';
import { configuredActions, isOutdated, lackOf, listActions } from './permission-findings';
import { restore } from './restore';
import { restoreManagedPolicies } from './restore-managed-policies';

/** Has the role every action of the configured permission set? */
export const permissionsComplete: Check = {
  id: 'permissions-complete',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { permissions } = situation.target.spec;
    const { version } = situation.permissionSets[permissions];
    const { certain: lacking, open } = lackOf(configuredActions(situation), present, situation);
    if (lacking.length === 0 && open.length > 0) {
      return {
        status: 'unknown',
        summary: `Whether the role has every action of the permission set ${permissions} could not be told.`,
        evidence: [
          `Granted by a policy that was not read, or on a condition, or not at all: ${listActions(open)}.`,
          ...(situation.simulation.ok ? [] : [situation.simulation.failure.message]),
          ...describeLeftOut(situation),
        ],
        remedy: [
          situation.simulation.ok
            ? 'Grant them without a condition, or see in Datadog whether it collects what they are for.'
            : 'Allow the validator iam:SimulatePrincipalPolicy on the role: AWS’s evaluator knows what other policies grant.',
        ],
      };
    }
    if (lacking.length === 0) {
      return pass(`The role has every action of the permission set ${permissions}.`, [
        `${configuredActions(situation).length} actions and patterns, as published on ${version}.`,
        ...describeLeftOut(situation),
      ]);
    }
    if (isOutdated(situation)) {
      return {
        status: 'unknown',
        summary: `The role was given an older release of the permission set ${permissions}.`,
        evidence: [`Not in its policies: ${listActions(lacking)}.`],
        remedy: ['Carry out the remedy of permissions-current.'],
      };
    }
    return {
      status: 'fail',
      summary: `The role lacks ${lacking.length} actions of the permission set ${permissions}.`,
      evidence: [`Missing: ${listActions(lacking)}.`, ...describeLeftOut(situation)],
      remedy: present.plan === null ? grant(lacking) : restorePermissions(present, situation),
    };
  }),
};

/** What the role is not meant to have, and who may grant it all the same. */
function describeLeftOut({ desired: { leftOutActions, attachedPolicyArns } }: Situation): readonly string[] {
  if (leftOutActions.length === 0) return [];
  return [
    `Without ${listActions(leftOutActions)}, left out by ExcludeActions: Datadog cannot do what it needs them for.`,
    ...attachedPolicyArns.map(
      (arn) =>
        `${arn}, which the properties have attached, may grant them all the same: it was not read for that.`,
    ),
  ];
}

/** What lets a role that nobody declares do what it lacks; its policies are not ours to write. */
function grant(actions: readonly string[]): readonly string[] {
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  return [`Add this statement to a policy of the role: ${JSON.stringify(statement)}`];
}

/** Puts the role's own policies back, and attaches them. */
export function restorePermissions(present: RoleSituation, situation: Situation): readonly string[] {
  return [
    ...restore(
      present,
      situation,
      (step) => step.kind === 'put-inline-policy' && step.policyName === INLINE_POLICY_NAME,
    ),
    ...restoreManagedPolicies(present, situation, true),
  ];
}
