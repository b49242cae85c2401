import { isAdopted, roleOwnershipOf } from '../../src/provider/role-ownership';
import type { IntegrationRecord } from '../../src/state/integration';
import { OWNER, OWNER_TAGS, specOf } from '../support/iam/specs';
import { foreignRole } from '../support/provider/roles';

describe('whose a role is', () => {
  const record: IntegrationRecord = {
    schemaVersion: 1,
    spec: specOf(),
    owner: OWNER,
    roleId: foreignRole.roleId,
    selfTestPrincipals: [],
  };
  const tagged = { ...foreignRole, tags: OWNER_TAGS };
  const other = { ...OWNER, logicalId: 'Other' };

  test('there is none', () => {
    expect(roleOwnershipOf(null, OWNER, record)).toBe('absent');
  });

  test('its tags decide, whatever the record says', () => {
    expect(roleOwnershipOf(tagged, OWNER, undefined)).toBe('own');
    expect(roleOwnershipOf(tagged, OWNER, { ...record, owner: other })).toBe('own');
    expect(roleOwnershipOf(tagged, other, { ...record, owner: other })).toBe('foreign');
  });

  test('without tags the record decides, for the very same role and owner', () => {
    expect(roleOwnershipOf(foreignRole, OWNER, record)).toBe('own');
    expect(roleOwnershipOf(foreignRole, OWNER, undefined)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, other, record)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, { ...OWNER, stackId: 'x' }, record)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, OWNER, { ...record, roleId: 'AROAOTHER' })).toBe('foreign');
  });

  test('any one trace of an adoption of this very role is enough', () => {
    const found = { ...foreignRole, inlinePolicy: null };
    const adopted = { ...foreignRole, tags: { 'datadog-integration-role:adopted': 'true' } };
    expect(isAdopted(foreignRole, undefined, record)).toBe(false);
    expect(isAdopted(adopted, undefined, undefined)).toBe(true);
    expect(isAdopted(foreignRole, found, undefined)).toBe(true);
    expect(isAdopted(foreignRole, { ...found, roleId: 'AROAOTHER' }, undefined)).toBe(false);
    expect(isAdopted(foreignRole, undefined, { ...record, adopted: true })).toBe(true);
    expect(isAdopted(foreignRole, undefined, { ...record, adopted: true, roleId: 'AROAOTHER' })).toBe(false);
  });
});
