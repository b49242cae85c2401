import { wantedPermissions } from '../../integration/wanted-permissions';
import { actionSet } from '../../policy/action-set';
import type { LiveNews } from '../../state/live-permissions';
import { actionsOf, grantedActions, missingActions } from '../permissions';
import type { RoleSituation, Situation } from '../situation';
import { aboutRole, type Check, pass } from './check';
import { listActions } from './permission-findings';

/**
 * Does Datadog call actions now that this release's permission set does not have? Nothing is granted by itself: whoever grants more
 * wants to have seen it before. Of what `ExcludeActions` leaves out it says nothing.
 */
export const permissionsLive: Check = {
  id: 'permissions-live',
  essential: false,
  isAsked: ({ livePermissions }) => livePermissions !== undefined,
  evaluate: aboutRole((present, situation) => {
    const { news, problem } = situation.livePermissions ?? {};
    const { permissions } = situation.target.spec;
    const lacking = news === undefined ? [] : lackingOf(news, present, situation);
    const sources = [
      ...(news === undefined ? [] : [describeSource(news)]),
      ...(problem === undefined ? [] : [`They could not be had just now: ${problem}`]),
    ];
    if (news !== undefined && lacking.length > 0) {
      return {
        status: 'warn',
        summary: `Datadog calls actions by now that the permission set ${permissions} of this release does not have.`,
        evidence: [`Not granted: ${listActions(lacking)}.`, ...sources],
        remedy: [
          'Update the stack with a newer release of this project, whose permission set has them, and see in its changelog what it grants. Nothing is granted by itself; until then Datadog does without what it needs them for.',
        ],
      };
    }
    if (news === undefined || problem !== undefined) {
      return {
        status: 'unknown',
        summary: 'Which actions Datadog calls by now could not be found out.',
        evidence: sources,
        remedy: [
          'Wait for the next run, which asks again. If it stays, see that the validator reaches Datadog’s API.',
        ],
      };
    }
    return pass(
      `Datadog calls no action that the permission set ${permissions} of this release does not have.`,
      sources,
    );
  }),
};

/** What Datadog lists and the role neither has nor is meant to have, but for what is left out on purpose. */
function lackingOf(
  { standard, resourceCollection }: LiveNews,
  { observed }: RoleSituation,
  { target: { spec }, permissionSets }: Situation,
): readonly string[] {
  const listed = spec.permissions === 'Full' ? [...standard, ...resourceCollection] : standard;
  const meant = actionsOf(wantedPermissions(spec, permissionSets));
  const { intersects } = actionSet(spec.excludeActions);
  return [...new Set(missingActions(listed, [...meant, ...grantedActions(observed)]))]
    .filter((action) => !intersects(action))
    .sort();
}

function describeSource({ at, site, leftAway }: LiveNews): string {
  const more = leftAway === 0 ? '' : ` They had ${leftAway} more new actions than there was room to keep.`;
  return `By the lists of Datadog's API at ${site} of ${new Date(at).toISOString()}.${more}`;
}
