import { principalOf } from '../../policy/caller';
import { evaluateTrust } from '../../policy/trust';
import { PROBED_ACTION } from '../../probe/region';
import { diagnose } from '../diagnosis/diagnose';
import { takesAway } from '../gather/simulation';
import type { Situation } from '../situation';
import type { Check } from './check';
import { lackingActions } from './permission-findings';

/** Do the probes of all regions come through, and if not, what do they have in common? */
export const regions: Check = {
  id: 'regions',
  essential: true,
  judge: (situation) => {
    const { regions: results, probeMode, regionList, record, desired, caller } = situation;
    return diagnose({
      mode: probeMode,
      regions: results,
      assumeExplainedBy: assumeExplainedBy(situation),
      sessionExplainedBy: sessionExplainedBy(situation),
      context: {
        spec: record.spec,
        roleArn: desired.arn,
        validatorArn: caller.ok ? principalOf(caller.value, record.selfTestPrincipals) : null,
      },
      listTrouble: regionList.trouble?.message ?? null,
    });
  },
};

function assumeExplainedBy({ present, observed, caller, record, desired }: Situation): readonly string[] {
  if (present === null) return observed.ok ? ['role-exists'] : [];
  const { role, trust } = present;
  if (role.arn !== desired.arn) return ['role-name'];
  if (!trust.principal.allowed) return ['trust-principal'];
  if (!trust.externalId.allowed) return ['external-id'];
  if (!trust.datadog.allowed) return ['trust-no-deny'];
  const { externalId } = record.spec;
  const admitsUs =
    !caller.ok || evaluateTrust(role.trustPolicy, { principalArn: caller.value, externalId }).allowed;
  return admitsUs ? [] : ['drift-trust-policy'];
}

function sessionExplainedBy(situation: Situation): readonly string[] {
  const { present, simulation } = situation;
  if (present === null) return [];
  const isLacking = lackingActions([PROBED_ACTION], present, situation).length > 0;
  const isCut =
    simulation.ok &&
    simulation.value.some(({ action, obstacle }) => action === PROBED_ACTION && takesAway(obstacle));
  return [...(isLacking ? ['permissions-complete'] : []), ...(isCut ? ['boundary-allows'] : [])];
}
