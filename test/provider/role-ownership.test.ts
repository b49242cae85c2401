import { ownerTags } from '../../src/iam/ownership';
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

  const before = { ...foreignRole, inlinePolicy: null };
  const us = { owner: OWNER, knownRoleName: undefined };
  const known = { owner: OWNER, knownRoleName: foreignRole.name };
  const nothing = { record: undefined, adoptedRole: undefined };
  const ours = { ...nothing, record };
  const theirs = { ...nothing, record: { ...record, owner: other } };
  const adoptedRole = { before, digest: 'sha256:0' };

  test('there is none', () => {
    expect(roleOwnershipOf(null, known, ours)).toBe('absent');
  });

  test('its tags say', () => {
    expect(roleOwnershipOf(tagged, us, nothing)).toBe('own');
    expect(roleOwnershipOf(tagged, us, ours)).toBe('own');
    expect(roleOwnershipOf(tagged, { ...us, owner: other }, nothing)).toBe('foreign');
  });

  test('without tags nobody’s, but for the one whose physical id names it, where the record agrees', () => {
    expect(roleOwnershipOf(foreignRole, us, ours)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, known, nothing)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, known, theirs)).toBe('foreign');
    expect(roleOwnershipOf(foreignRole, known, { ...ours, record: { ...record, roleId: 'AROAOTHER' } })).toBe(
      'foreign',
    );
    expect(roleOwnershipOf(foreignRole, known, ours)).toBe('own');
    expect(roleOwnershipOf(foreignRole, known, { ...nothing, adoptedRole })).toBe('own');
  });

  test('disputed where the tags name us and the record another, unless the physical id names the role, too', () => {
    expect(roleOwnershipOf(tagged, us, theirs)).toBe('disputed');
    expect(roleOwnershipOf(tagged, known, theirs)).toBe('own');
  });

  test('disputed where the tags name another, and both record and physical id name us', () => {
    const retagged = { ...foreignRole, tags: ownerTags(other) };
    expect(roleOwnershipOf(retagged, known, ours)).toBe('disputed');
    expect(roleOwnershipOf(retagged, us, ours)).toBe('foreign');
    expect(roleOwnershipOf(retagged, known, nothing)).toBe('foreign');
  });

  test('any one trace of an adoption of this very role is enough to restore it instead of deleting it', () => {
    const adopted = { ...foreignRole, tags: { 'datadog-integration-role:adopted': 'true' } };
    const anotherRole = { ...adoptedRole, before: { ...before, roleId: 'AROAOTHER' } };
    expect(isAdopted(foreignRole, ours)).toBe(false);
    expect(isAdopted(adopted, nothing)).toBe(true);
    expect(isAdopted(foreignRole, { ...nothing, adoptedRole })).toBe(true);
    expect(isAdopted(foreignRole, { ...nothing, adoptedRole: anotherRole })).toBe(false);
    expect(isAdopted(foreignRole, { ...nothing, record: { ...record, adopted: true } })).toBe(true);
    const ofAnother = { ...record, adopted: true as const, roleId: 'AROAOTHER' };
    expect(isAdopted(foreignRole, { ...nothing, record: ofAnother })).toBe(false);
  });
});
