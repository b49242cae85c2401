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

  describe('an adoption of this very role', () => {
    const adopted = { ...foreignRole, tags: { 'datadog-integration-role:adopted': 'true' } };
    const anotherRole = { ...adoptedRole, before: { ...before, roleId: 'AROAOTHER' } };
    const onRecord = { ...nothing, record: { ...record, adopted: true as const } };
    const asking = { asksForAdoption: true };
    const notAsking = { asksForAdoption: false };

    test('is known by its tag', () => {
      expect(isAdopted(adopted, notAsking, nothing)).toBe(true);
      expect(isAdopted(tagged, notAsking, nothing)).toBe(false);
    });

    test.each([
      ['the record', onRecord],
      ['the snapshot', { ...nothing, adoptedRole }],
    ])('is known by %s where its tags are gone, or where the resource asks for an adoption', (_, stored) => {
      expect(isAdopted(foreignRole, notAsking, stored)).toBe(true);
      expect(isAdopted(tagged, asking, stored)).toBe(true);
    });

    test('is not known by what is stored alone', () => {
      expect(isAdopted(tagged, notAsking, onRecord)).toBe(false);
      expect(isAdopted(tagged, notAsking, { ...nothing, adoptedRole })).toBe(false);
    });

    test('is another one where another role was', () => {
      expect(isAdopted(foreignRole, asking, ours)).toBe(false);
      expect(isAdopted(foreignRole, asking, { ...nothing, adoptedRole: anotherRole })).toBe(false);
      const ofAnother = { ...record, adopted: true as const, roleId: 'AROAOTHER' };
      expect(isAdopted(foreignRole, asking, { ...nothing, record: ofAnother })).toBe(false);
    });
  });
});
