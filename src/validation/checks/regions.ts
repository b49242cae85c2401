import { principalOf } from '../../policy/caller';
import { evaluateTrust } from '../../policy/trust';
import { PROBED_ACTION } from '../../probe/session';
import { diagnose } from '../diagnosis/diagnose';
import { takesAway } from '../simulated-action';
import { simulatorWord } from '../simulator-word';
import type { Situation } from '../situation';
import { isDeclared } from '../target';
import { refusedEverywhereBy } from '../trust-findings';
import type { Check } from './check';
import { lackOf } from './permission-findings';

/** Do the probes of all regions come through, and if not, what do they have in common? */
export const regions: Check = {
  id: 'regions',
  essential: true,
  evaluate: (situation) => {
    const { regions: results, probeMode, regionList, target, desired, caller } = situation;
    return diagnose({
      mode: probeMode,
      regions: results,
      assumeExplainedBy: assumeExplainedBy(situation),
      sessionExplainedBy: sessionExplainedBy(situation),
      simulator: simulatorWord(situation),
      triedBy: target.selfTestPrincipals,
      context: {
        spec: target.spec,
        roleArn: desired.arn,
        isDeclared: isDeclared(target),
        validatorArn: caller.ok
          ? (principalOf(caller.value, target.selfTestPrincipals) ?? caller.value)
          : null,
      },
      listFailure: regionList.failure?.message ?? null,
    });
  },
};

function assumeExplainedBy({
  present,
  observed,
  caller,
  target,
  desired,
  probeMode,
}: Situation): readonly string[] {
  if (present === null) return observed.ok ? ['role-exists'] : [];
  const { role, trust } = present;
  if (role.arn !== desired.arn) return ['role-name'];
  const refusing = refusedEverywhereBy(trust);
  if (refusing !== null) return [refusing];
  if (probeMode !== 'assume-role') return [];
  const { externalId } = target.spec;
  const admitsUs =
    !caller.ok || evaluateTrust(role.trustPolicy, { principalArn: caller.value, externalId }).allowed;
  return admitsUs ? [] : ['drift-trust-policy'];
}

function sessionExplainedBy(situation: Situation): readonly string[] {
  const { present, simulation } = situation;
  if (present === null) return [];
  const isLacking = lackOf([PROBED_ACTION], present, situation).certain.length > 0;
  const isCut =
    simulation.ok &&
    simulation.value.some(({ action, deniedBy }) => action === PROBED_ACTION && takesAway(deniedBy));
  return [...(isLacking ? ['permissions-complete'] : []), ...(isCut ? ['boundary-allows'] : [])];
}
