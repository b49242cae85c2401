import { emptyAccount } from '../support/iam/model-iam';
import { TestBed } from '../support/provider/test-bed';

const STRANGER = '999999999999';
const DATADOG = '464622532012';
const TO_STRANGER = { DatadogAccountId: STRANGER };
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const BOUNDARY = 'arn:aws:iam::123456789012:policy/datadog-integration-role-boundary/Boundary';
const REFUSAL = /^Invalid property: DatadogAccountId is "999999999999"; .* AllowedDatadogAccountIds/;

const trusts = (bed: TestBed) => bed.role()?.trustPolicy ?? '';

/** A bed in which an integration has been made that trusts the stranger, for a provider that does not list him (any more). */
async function afterwards(properties = {}, options: ConstructorParameters<typeof TestBed>[0] = {}) {
  const before = new TestBed({
    furtherDatadogAccountIds: [STRANGER],
    account: emptyAccount({ [BOUNDARY]: '{}', [READ_ONLY]: '{}' }),
  });
  await before.create({ ...TO_STRANGER, ...properties });
  const bed = new TestBed({ account: before.account, ...options });
  for (const [name, value] of before.parameters) bed.parameters.set(name, value);
  return bed;
}

describe('an account that is not listed', () => {
  test('is refused by Create before any call', async () => {
    const bed = new TestBed();
    await expect(bed.create(TO_STRANGER)).rejects.toThrow(REFUSAL);
    expect(bed.iam.calls()).toEqual([]);
    expect(bed.cloudFormation.calls()).toEqual([]);
    expect(bed.claims).toEqual([]);
  });

  test('is trusted when an administrator lists it', async () => {
    const bed = new TestBed({ furtherDatadogAccountIds: ['111122223333', STRANGER] });
    await bed.create(TO_STRANGER);
    expect(trusts(bed)).toContain(`arn:aws:iam::${STRANGER}:root`);
    expect(trusts(bed)).not.toContain(DATADOG);
  });

  test('is refused by an Update of a role that trusts Datadog, and by what looks like a rollback', async () => {
    const bed = new TestBed();
    await bed.create();
    const { account } = bed;
    await expect(bed.update(TO_STRANGER, {})).rejects.toThrow(REFUSAL);
    await expect(bed.update(TO_STRANGER, TO_STRANGER)).rejects.toThrow(REFUSAL);
    expect(bed.account).toEqual(account);
    expect(bed.served.steps.filter(({ kind }) => kind === 'update-trust-policy')).toEqual([]);
  });

  test('is refused together with every other fault', async () => {
    const bed = await afterwards();
    await expect(bed.update({ ...TO_STRANGER, Permissions: 'All' }, TO_STRANGER)).rejects.toThrow(
      /Permissions is "All"/,
    );
  });
});

describe('a role that trusts such an account already', () => {
  test.each([
    ['more permissions', { Permissions: 'Full' }],
    ['another policy', { ResourceCollection: 'true' }],
    ['another external id', { ExternalId: 'of-somebody-else' }],
    ['longer sessions', { MaxSessionDuration: '43200' }],
  ])('gets no %s, and the rollback of that Update goes through', async (_case, change) => {
    const bed = await afterwards();
    const { account } = bed;

    await expect(bed.update({ ...TO_STRANGER, ...change }, TO_STRANGER)).rejects.toThrow(REFUSAL);
    await expect(bed.update(TO_STRANGER, { ...TO_STRANGER, ...change })).resolves.toMatchObject({
      data: { DatadogAccountId: STRANGER },
    });

    expect(bed.account).toEqual(account);
    expect(bed.served.steps).toEqual([]);
  });

  test('gets the boundary that is in force by now, and tags', async () => {
    const bed = await afterwards({}, { roleBoundaryArn: BOUNDARY });
    await bed.update({ ...TO_STRANGER, Tags: [{ Key: 'team', Value: 'sre' }] }, TO_STRANGER);
    expect(bed.served.steps.map(({ kind }) => kind).sort()).toEqual(['put-boundary', 'tag-role']);
  });

  test('gets no other boundary in the place of the one that it has', async () => {
    const bed = await afterwards({ PermissionsBoundary: BOUNDARY });
    await expect(
      bed.update(
        { ...TO_STRANGER, PermissionsBoundary: 'arn:aws:iam::123456789012:policy/Wide' },
        TO_STRANGER,
      ),
    ).rejects.toThrow(REFUSAL);
    await expect(bed.update(TO_STRANGER, { ...TO_STRANGER, PermissionsBoundary: BOUNDARY })).rejects.toThrow(
      REFUSAL,
    );
    expect(bed.served.steps).toEqual([]);
  });

  test('gets no other name, which is refused before any call', async () => {
    const bed = await afterwards();
    await expect(bed.update({ ...TO_STRANGER, RoleName: 'Another' }, TO_STRANGER)).rejects.toThrow(REFUSAL);
    expect(bed.iam.calls()).toEqual([]);
  });

  test('is not made anew for it', async () => {
    const bed = await afterwards({}, { account: emptyAccount() });
    await expect(bed.update(TO_STRANGER, TO_STRANGER)).rejects.toThrow(REFUSAL);
    expect(bed.role()).toBeUndefined();
  });

  test('goes over to Datadog, and not back', async () => {
    const bed = await afterwards({ ManagedPolicyArns: [READ_ONLY] });
    const old = { ...TO_STRANGER, ManagedPolicyArns: [READ_ONLY] };
    await bed.update({}, old);
    expect(trusts(bed)).toContain(`arn:aws:iam::${DATADOG}:root`);
    expect(trusts(bed)).not.toContain(STRANGER);
    expect(bed.role()?.attachedPolicyArns).not.toContain(READ_ONLY);

    await expect(bed.update(old, {})).rejects.toThrow(REFUSAL);
    expect(trusts(bed)).not.toContain(STRANGER);
  });

  test('is deleted like any other', async () => {
    const bed = await afterwards();
    await bed.delete('DatadogIntegrationRole', TO_STRANGER);
    expect(bed.role()).toBeUndefined();
    expect(bed.parameters.size).toBe(0);
  });
});
