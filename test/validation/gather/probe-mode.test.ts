import type { ObservedRole } from '../../../src/iam/role/observed';
import type { Attempt } from '../../../src/probe/call-failure';
import type { ProbeMode } from '../../../src/validation/evidence';
import { decideProbeMode } from '../../../src/validation/gather/probe-mode';
import { type Target, targetOfRecord } from '../../../src/validation/target';
import { ACCOUNT, observedAsDesired, recordOf } from '../../support/validation/situations';

const LISTED: Attempt<string> = {
  ok: true,
  value: `arn:aws:sts::${ACCOUNT}:assumed-role/datadog-ValidatorRole/validator`,
};
const OTHER = { ok: true, value: `arn:aws:iam::${ACCOUNT}:user/engineer` } as const;
const UNKNOWN: Attempt<string> = { ok: false, failure: { cause: 'throttled', message: 'Rate exceeded' } };

const trusting = (principal: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }],
  });
const observing = async (trustPolicy: string): Promise<Attempt<ObservedRole>> => {
  const observed = observedAsDesired(recordOf());
  return { ok: true, value: { ...observed, role: { ...observed.role, trustPolicy } } };
};

const declared = targetOfRecord(recordOf());
const closed: Target = { ...declared, selfTestPrincipals: [] };
const off = targetOfRecord(recordOf({ SelfTest: 'Off' }));

test.each<[string, Target, Attempt<string>, ProbeMode, string?]>([
  ['who is let in assumes the role', declared, LISTED, 'assume-role'],
  ['who is not let in, and another is, tries with his own credentials', declared, OTHER, 'own-credentials'],
  ['who does not know who he is knocks where somebody is let in', declared, UNKNOWN, 'assume-role'],
  ['who does not know who he is does not where nobody is', closed, UNKNOWN, 'own-credentials'],
  ['nobody knocks where nobody but Datadog is let in', closed, LISTED, 'own-credentials'],
  ['nobody tries anything with SelfTest Off', off, LISTED, 'off'],
  [
    'who is let in by the trust policy as it reads assumes the role, whoever it is meant for',
    closed,
    OTHER,
    'assume-role',
    trusting(OTHER.value),
  ],
])('%s', async (_, target, caller, mode, trustPolicy = trusting('arn:aws:iam::464622532012:root')) => {
  await expect(decideProbeMode(target, Promise.resolve(caller), observing(trustPolicy))).resolves.toBe(mode);
});
