import { roleBeforeAdoption } from '../../../src/iam/role/before-adoption';
import { foreignRole } from '../../support/provider/roles';

const POLICY = '{\n  "Version": "2012-10-17",\n  "Statement": []\n}';

describe('what is kept of a role that is to be adopted', () => {
  test('is all that this resource may change, and the id by which the role is known again', () => {
    const role = {
      ...foreignRole,
      description: 'by hand',
      maxSessionDurationSeconds: 7_200,
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/B',
      tags: { team: 'sre' },
      attachedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit'],
      instanceProfiles: ['host'],
      inlinePolicies: { DatadogIntegrationPolicy: POLICY, OfOthers: POLICY },
    };

    expect(roleBeforeAdoption(role)).toEqual({
      roleId: foreignRole.roleId,
      description: 'by hand',
      maxSessionDurationSeconds: 7_200,
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/B',
      trustPolicy: JSON.stringify(JSON.parse(foreignRole.trustPolicy)),
      tags: { team: 'sre' },
      inlinePolicy: '{"Version":"2012-10-17","Statement":[]}',
      otherInlinePolicyNames: ['OfOthers'],
      attachedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit'],
    });
  });

  test('has no white space in its documents, and the same meaning', () => {
    const { trustPolicy } = roleBeforeAdoption({ ...foreignRole, trustPolicy: POLICY });

    expect(trustPolicy).not.toMatch(/\s/);
    expect(JSON.parse(trustPolicy)).toEqual(JSON.parse(POLICY));
  });

  test('is no inline policy where there was none of our name', () => {
    expect(roleBeforeAdoption({ ...foreignRole, inlinePolicies: { Other: POLICY } }).inlinePolicy).toBeNull();
  });

  test('has no tag that this project sets, in whatever letter case: none is ever put back', () => {
    const tags = {
      team: 'sre',
      'datadog-integration-role:stack-id': 'arn:gone',
      'Datadog-Integration-Role:adopted': 'true',
    };

    expect(roleBeforeAdoption({ ...foreignRole, tags }).tags).toEqual({ team: 'sre' });
  });
});
