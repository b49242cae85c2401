import type { Attempt } from '../../../src/probe/call-failure';
import type { ProbeMode } from '../../../src/validation/evidence';
import { decideProbeMode } from '../../../src/validation/gather/probe-mode';
import { type Target, targetOfRecord } from '../../../src/validation/target';
import { ACCOUNT, recordOf } from '../../support/validation/situations';

const LISTED: Attempt<string> = {
  ok: true,
  value: `arn:aws:sts::${ACCOUNT}:assumed-role/datadog-ValidatorRole/validator`,
};
const OTHER: Attempt<string> = { ok: true, value: `arn:aws:iam::${ACCOUNT}:user/engineer` };
const UNKNOWN: Attempt<string> = { ok: false, failure: { cause: 'throttled', message: 'Rate exceeded' } };

const declared = targetOfRecord(recordOf());
const closed: Target = { ...declared, selfTestPrincipals: [] };
const off = targetOfRecord(recordOf({ SelfTest: 'Off' }));

test.each<[string, Target, Attempt<string>, ProbeMode]>([
  ['who is let in assumes the role', declared, LISTED, 'assume-role'],
  ['who is not let in, and another is, tries with his own credentials', declared, OTHER, 'own-credentials'],
  ['who does not know who he is knocks where somebody is let in', declared, UNKNOWN, 'assume-role'],
  ['who does not know who he is does not where nobody is', closed, UNKNOWN, 'own-credentials'],
  ['nobody knocks where nobody but Datadog is let in', closed, LISTED, 'own-credentials'],
  ['nobody tries anything with SelfTest Off', off, LISTED, 'off'],
])('%s', async (_, target, caller, mode) => {
  await expect(decideProbeMode(target, Promise.resolve(caller))).resolves.toBe(mode);
});
