import { earlierWishes } from '../../src/provider/earlier-wishes';
import { defaultQuotas } from '../support/iam/model-iam';
import { OWNER, specOf } from '../support/iam/specs';
import { foreignRole } from '../support/provider/roles';

const POLICY = 'arn:aws:iam::123456789012:policy/Team';
const asked = specOf({ managedPolicyArns: [POLICY.toLowerCase()] });
const spelled = specOf({ managedPolicyArns: [POLICY] });
const observed = {
  role: { ...foreignRole, attachedPolicyArns: [POLICY] },
  policies: [],
  quotas: defaultQuotas,
  missingPolicyArns: [],
};
const record = {
  schemaVersion: 1 as const,
  spec: asked,
  owner: OWNER,
  roleId: foreignRole.roleId,
  selfTestPrincipals: [],
};
const wishes = (changes = {}, seen: Parameters<typeof earlierWishes>[2] = observed) =>
  earlierWishes({ owner: OWNER }, [asked, specOf()], seen, {
    record: { ...record, ...changes },
    adoptedRole: undefined,
  });

test('what has been asked for and what is on record have the spelling that IAM has', () => {
  expect(wishes()).toEqual({ told: [spelled, specOf()], recorded: spelled });
});

test('what is on record counts only for this resource, and for this very role', () => {
  expect(wishes({ owner: { ...OWNER, logicalId: 'Other' } }).recorded).toBeUndefined();
  expect(wishes({ roleId: 'AROAOTHER' }).recorded).toBeUndefined();
  expect(wishes({}, { ...observed, role: null }).recorded).toBeUndefined();
});
