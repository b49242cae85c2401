import { withIamsSpelling } from '../../../src/iam/role/policy-spelling';
import { specOf } from '../../support/iam/specs';
import { foreignRole } from '../../support/provider/roles';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const OWN = 'arn:aws:iam::123456789012:policy/Own';
const lower = (arn: string) => arn.replace(/[^/]+$/, (name) => name.toLowerCase());

describe('ARNs of policies in other letter case', () => {
  const spec = specOf({ managedPolicyArns: [lower(READ_ONLY)], permissionsBoundary: lower(OWN) });

  test('are those that IAM answers', () => {
    const policySpellings = { [lower(READ_ONLY)]: READ_ONLY, [lower(OWN)]: OWN };
    expect(withIamsSpelling(spec, { role: null, policySpellings })).toMatchObject({
      managedPolicyArns: [READ_ONLY],
      permissionsBoundary: OWN,
    });
  });

  test('are those on the role, where IAM was not asked', () => {
    const role = { ...foreignRole, attachedPolicyArns: [READ_ONLY], permissionsBoundary: OWN };
    expect(withIamsSpelling(spec, { role })).toMatchObject({
      managedPolicyArns: [READ_ONLY],
      permissionsBoundary: OWN,
    });
  });

  test('are one where two differ in nothing else', () => {
    const twice = specOf({ managedPolicyArns: [READ_ONLY, lower(READ_ONLY)] });
    const policySpellings = { [lower(READ_ONLY)]: READ_ONLY };
    expect(withIamsSpelling(twice, { role: null, policySpellings }).managedPolicyArns).toEqual([READ_ONLY]);
  });

  test('stay as they are, where nobody knows better', () => {
    expect(withIamsSpelling(spec, { role: null })).toEqual(spec);
  });
});
