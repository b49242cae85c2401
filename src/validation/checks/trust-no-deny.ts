import { not } from '../../policy/answer';
import { type EvaluatedStatement, principalsOf } from '../../policy/statement';
import type { RoleSituation, Situation } from '../situation';
import { namesOf, type RegionsByAnswer, regionsByAnswer } from '../trust-regions';
import { describeUndecided, exceptDatadog, remedyOfUndecided } from '../trust-texts';
import { aboutRole, type Check, pass } from './check';
import { restoreTrustPolicy } from './restore';

/** Does a Deny of the trust policy shut Datadog out? */
export const trustNoDeny: Check = {
  id: 'trust-no-deny',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { trust } = present;
    const spared = regionsByAnswer(trust.byRegion, ({ deny }) => not(deny.answer));
    if (spared.no.length === trust.byRegion.length) {
      return {
        status: 'fail',
        summary: 'A Deny of the trust policy shuts Datadog out.',
        evidence: reasonsOf(spared),
        remedy: remedyOf(spared, present, situation),
      };
    }
    if (spared.depends.length > 0) {
      const statements = statementsOf(spared.depends);
      return {
        status: 'unknown',
        summary: `Whether a Deny of the trust policy shuts Datadog out depends on ${spared.keys.join(', ')}.`,
        evidence: [
          ...describeUndecided(statements, spared.keys),
          ...(spared.no.length === 0
            ? []
            : [`It certainly does in ${namesOf(spared.no)}.`, ...reasonsOf(spared)]),
        ],
        remedy: remedyOfUndecided(statements, situation),
      };
    }
    if (spared.no.length > 0) {
      const { datadogAccountId } = situation.target.spec;
      return {
        status: 'warn',
        summary: `A Deny of the trust policy keeps Datadog out of ${namesOf(spared.no)}.`,
        evidence: [...reasonsOf(spared), `It does not in ${namesOf(spared.yes)}.`],
        remedy: [
          ...exceptDatadog(statementsOf(spared.no), situation, 'If Datadog is to work there'),
          `Otherwise take these regions out in Datadog: on the AWS integration page, account ${situation.target.spec.accountId}, tab General. Then no request of ${datadogAccountId} is refused.`,
        ],
      };
    }
    return pass('No Deny of the trust policy concerns Datadog.');
  }),
};

/** A Deny that is not about Datadog alone may be somebody's guard rail: an exception is enough. */
function remedyOf(spared: RegionsByAnswer, present: RoleSituation, situation: Situation): readonly string[] {
  const { datadogAccountId } = situation.target.spec;
  const isAimed = ({ statement }: EvaluatedStatement) => principalsOf(statement).includes(datadogAccountId);
  const wide = statementsOf(spared.no).filter((deny) => !isAimed(deny));
  return [
    ...exceptDatadog(wide, situation, 'If it is a guard rail of your organization'),
    ...restoreTrustPolicy(present, situation),
  ];
}

function statementsOf(regions: RegionsByAnswer['no']): readonly EvaluatedStatement[] {
  const statements = regions.flatMap(({ deny }) => deny.decidedBy);
  return [...new Map(statements.map((deny) => [deny.label, deny])).values()];
}

/** Each reason once, for most hold in every region. */
function reasonsOf({ no }: RegionsByAnswer): readonly string[] {
  return [...new Set(no.map(({ deny }) => deny.reason))];
}
