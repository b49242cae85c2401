import { InvalidProperties } from '../../src/integration/property-reader';
import { isDeclared, targetOfRecord, targetOfValues } from '../../src/validation/target';
import { ACCOUNT, EXTERNAL_ID, recordOf, VALIDATOR_ROLE } from '../support/validation/situations';

const SCOPE = { partition: 'aws', accountId: ACCOUNT };

describe('the target of a record', () => {
  test('is what the record says of the role, and no more of it than validation needs', () => {
    const record = { ...recordOf({ Permissions: 'Full' }), permissionsVersion: '2026-01-01' };

    const target = targetOfRecord(record);

    expect(target).toEqual({
      spec: record.spec,
      owner: record.owner,
      roleId: record.roleId,
      selfTestPrincipals: [VALIDATOR_ROLE],
      permissionsVersion: '2026-01-01',
    });
    expect(isDeclared(target)).toBe(true);
  });

  test('has what the record says of an adoption, and when it was written', () => {
    const record = { ...recordOf(), adopted: true as const };

    expect(targetOfRecord(record, 1_000)).toMatchObject({ adopted: true, recordedAt: 1_000 });
    expect(targetOfRecord(recordOf())).not.toHaveProperty('adopted');
    expect(targetOfRecord(recordOf())).not.toHaveProperty('recordedAt');
  });

  test('leaves open by which release of the permissions the role was made where the record does', () => {
    expect(targetOfRecord(recordOf())).not.toHaveProperty('permissionsVersion');
  });
});

describe('the target of given values', () => {
  test('is a role that nobody declares, with the defaults of the resource', () => {
    const target = targetOfValues({ RoleName: 'MadeByHand', ExternalId: EXTERNAL_ID }, SCOPE);

    expect(target).toMatchObject({
      spec: {
        ...SCOPE,
        roleName: 'MadeByHand',
        externalId: EXTERNAL_ID,
        path: '/',
        datadogSite: 'datadoghq.com',
        datadogAccountId: '464622532012',
        permissions: 'Standard',
        regions: [],
      },
      owner: null,
      selfTestPrincipals: [],
    });
    expect(isDeclared(target)).toBe(false);
  });

  test('takes every further property', () => {
    const { spec } = targetOfValues(
      { RoleName: 'R', Path: '/x/', ExternalId: EXTERNAL_ID, DatadogSite: 'ap1', Permissions: 'Core' },
      SCOPE,
    );

    expect(spec).toMatchObject({
      path: '/x/',
      datadogSite: 'ap1.datadoghq.com',
      datadogAccountId: '417141415827',
      permissions: 'Core',
    });
  });

  test('is refused with all faults of the values together', () => {
    const make = () => targetOfValues({ RoleName: ' Blank', ExternalId: 'a b', Roles: 'x' }, SCOPE);

    expect(make).toThrow(InvalidProperties);
    expect(make).toThrow(
      /^3 invalid properties: .*"Roles" is not a property.*ExternalId is "…"; .* an external id has no blanks.*RoleName is " Blank"; it begins or ends with a blank/,
    );
  });

  test.each([
    ['nothing', {}],
    ['an empty external id', { RoleName: 'R', ExternalId: '' }],
  ])('is refused for %s, as nothing can be said without an external id', (_, values) => {
    expect(() => targetOfValues(values, SCOPE)).toThrow('ExternalId is missing');
  });
});
