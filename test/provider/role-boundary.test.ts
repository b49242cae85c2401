import { DeleteRolePermissionsBoundaryCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { BOUNDARY_TAG } from '../../src/iam/ownership';
import { awsError } from '../support/aws-error';
import { emptyAccount } from '../support/iam/model-iam';
import { OUR_TAGS } from '../support/provider/adoption';
import { foreignRole } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

const IN_FORCE = 'arn:aws:iam::123456789012:policy/datadog-integration-role-boundary/Boundary';
const OTHER = 'arn:aws:iam::123456789012:policy/Other';
const LIBRARY = { [IN_FORCE]: '{}', [OTHER]: '{}' };
const RECORD = '/datadog-integration-role/DatadogIntegrationRole';
const ADOPT = { ExistingRole: 'Adopt' };

function bedWith(roleBoundaryArn: string | null, role: typeof foreignRole | null = null): TestBed {
  return new TestBed({ roleBoundaryArn, account: { ...emptyAccount(LIBRARY), role } });
}

describe('a provider with a boundary', () => {
  test('makes roles under it although their template names none, and records it', async () => {
    const testBed = bedWith(IN_FORCE);
    await testBed.create();
    expect(testBed.served.steps[0]).toMatchObject({ kind: 'create-role', permissionsBoundary: IN_FORCE });
    expect(JSON.parse(testBed.parameters.get(RECORD) ?? '').spec.permissionsBoundary).toBe(IN_FORCE);
  });

  test('takes the same one when it is named', async () => {
    const testBed = bedWith(IN_FORCE);
    await testBed.create({ PermissionsBoundary: IN_FORCE });
    expect(testBed.role()?.permissionsBoundary).toBe(IN_FORCE);
  });

  test('puts it on a role that was made without, before it gives that anything', async () => {
    const { account } = await madeBy(null);
    const testBed = new TestBed({ roleBoundaryArn: IN_FORCE, account });
    await testBed.update({ Permissions: 'Full' }, {});
    expect(testBed.served.steps[0]).toEqual({ kind: 'put-boundary', policyArn: IN_FORCE });
    expect(testBed.role()?.permissionsBoundary).toBe(IN_FORCE);
  });

  test('refuses another one before anything is made: property, value, rule and the parameter', async () => {
    const testBed = bedWith(IN_FORCE);
    await expect(testBed.create({ PermissionsBoundary: OTHER })).rejects.toThrow(
      `The role DatadogIntegrationRole has not been changed. PermissionsBoundary is "${OTHER}"; every role of this provider has the boundary ${IN_FORCE}, and IAM refuses any other: leave the property out, or have an administrator set the parameter PermissionsBoundary of the provider's template to that ARN, or to None.`,
    );
    expect(testBed.served.steps).toEqual([]);
    expect(testBed.parameters.size).toBe(0);
  });

  test('lets an Update that was refused for that be rolled back', async () => {
    const { account } = await madeBy(null, { PermissionsBoundary: OTHER });
    const testBed = new TestBed({ roleBoundaryArn: IN_FORCE, account });
    const old = { PermissionsBoundary: OTHER };
    await expect(testBed.update({ ...old, Permissions: 'Full' }, old)).rejects.toThrow(
      'PermissionsBoundary is',
    );
    await expect(testBed.update(old, { ...old, Permissions: 'Full' })).resolves.toBeDefined();
    expect(testBed.account).toEqual(account);
  });
});

describe('a role whose boundary somebody exchanges or that he deletes while it is made', () => {
  const denied = awsError(
    'AccessDenied',
    'no identity-based policy allows the iam:PutRolePolicy action',
    403,
  );

  test('is bounded again, then completed', async () => {
    const testBed = bedWith(IN_FORCE);
    testBed.iam.on(PutRolePolicyCommand).callsFake((input) => {
      if (testBed.served.steps.length < 2) fence(testBed, null);
      if (testBed.role()?.permissionsBoundary !== IN_FORCE) throw denied;
      return testBed.served.carryOut(input.RoleName, {
        kind: 'put-inline-policy',
        policyName: input.PolicyName,
        document: input.PolicyDocument,
      });
    });
    await testBed.create();
    expect(testBed.served.steps.map(({ kind }) => kind)).toEqual([
      'create-role',
      'put-boundary',
      'put-inline-policy',
    ]);
  });

  test('is left as it is where somebody has put another on it, and is told who has to act', async () => {
    const testBed = bedWith(IN_FORCE);
    testBed.iam.on(PutRolePolicyCommand).callsFake(() => {
      fence(testBed);
      throw denied;
    });
    await expect(testBed.create()).rejects.toThrow(`has the boundary ${OTHER}, which somebody else has set`);
    expect(testBed.role()?.permissionsBoundary).toBe(OTHER);
  });

  test('is not made a second time', async () => {
    const testBed = bedWith(IN_FORCE);
    testBed.iam.on(PutRolePolicyCommand).callsFake(() => {
      testBed.served.account = { ...testBed.served.account, role: null };
      throw denied;
    });
    await expect(testBed.create()).rejects.toThrow('was deleted while it was being made');
  });

  test('is told as denied when it is as it should be', async () => {
    const testBed = bedWith(IN_FORCE);
    testBed.iam.on(PutRolePolicyCommand).rejects(denied);
    await expect(testBed.create()).rejects.toThrow('AWS answered AccessDenied');
  });
});

describe('a role that is adopted by a provider with a boundary', () => {
  test('is refused when it has another one and the property names none', async () => {
    const fenced = { ...foreignRole, permissionsBoundary: OTHER };
    const testBed = bedWith(IN_FORCE, fenced);
    await expect(testBed.create(ADOPT)).rejects.toThrow(
      `PermissionsBoundary: the role DatadogIntegrationRole has the boundary ${OTHER}, which somebody else has set, and under this provider IAM lets a role be changed only with ${IN_FORCE}: have whoever set it put that in its place, or have an administrator set the parameter PermissionsBoundary of the provider's template to ${OTHER}, or to None.`,
    );
    expect(testBed.account.role).toEqual(fenced);
  });

  test('is refused all the same when the property names the provider’s: who set the other one has to take it off', async () => {
    const fenced = { ...foreignRole, permissionsBoundary: OTHER };
    const testBed = bedWith(IN_FORCE, fenced);
    await expect(testBed.create({ ...ADOPT, PermissionsBoundary: IN_FORCE })).rejects.toThrow(
      'which somebody else has set',
    );
    expect(testBed.account.role).toEqual(fenced);
  });

  test('is handed back with it, and the log has the command that takes it off', async () => {
    const testBed = bedWith(IN_FORCE, foreignRole);
    await testBed.create(ADOPT);
    await testBed.delete(undefined, ADOPT);
    expect(testBed.account.role).toEqual({ ...foreignRole, permissionsBoundary: IN_FORCE });
    expect(testBed.messages).toContainEqual(
      expect.stringContaining('delete-role-permissions-boundary --role-name DatadogIntegrationRole'),
    );
    expect(testBed.parameters.size).toBe(0);
  });

  test('is handed back with the one in force where another template’s was before', async () => {
    const before = bedWith(IN_FORCE, foreignRole);
    await before.create(ADOPT);
    const next = IN_FORCE.replace('/Boundary', '/Next');
    const library = { ...before.account.library, [next]: '{}' };
    const testBed = new TestBed({ roleBoundaryArn: next, account: { ...before.account, library } });
    for (const [name, value] of before.parameters) testBed.parameters.set(name, value);
    await testBed.delete(undefined, ADOPT);
    expect(testBed.served.steps[0]).toEqual({ kind: 'put-boundary', policyArn: next });
    expect(testBed.account.role).toEqual({ ...foreignRole, permissionsBoundary: next });
  });

  test('is not handed back under one that somebody else has put on it, and is told who has to act', async () => {
    const testBed = bedWith(IN_FORCE, foreignRole);
    await testBed.create(ADOPT);
    fence(testBed);
    const { account } = testBed;
    await expect(testBed.delete(undefined, ADOPT)).rejects.toThrow(
      `cannot be handed back: it has the boundary ${OTHER}, which somebody else has set`,
    );
    expect(testBed.account).toEqual(account);
  });
});

test('a role that was adopted before there was a boundary gets it to be handed back, as IAM demands it for that', async () => {
  const before = bedWith(null, foreignRole);
  await before.create(ADOPT);
  const testBed = new TestBed({ roleBoundaryArn: IN_FORCE, account: before.account });
  for (const [name, value] of before.parameters) testBed.parameters.set(name, value);
  await testBed.delete(undefined, ADOPT);
  expect(testBed.served.steps[0]).toEqual({ kind: 'put-boundary', policyArn: IN_FORCE });
  expect(testBed.account.role).toEqual({ ...foreignRole, permissionsBoundary: IN_FORCE });
});

describe('a provider without a boundary', () => {
  test('leaves one alone that others have put on its role', async () => {
    const testBed = await madeBy(null);
    fence(testBed);
    await testBed.update({ Description: 'new' }, {});
    expect(testBed.role()).toMatchObject({ description: 'new', permissionsBoundary: OTHER });
  });

  test('takes off the template’s own, which was in force before: nobody else makes policies under its path', async () => {
    const bounded = await madeBy(IN_FORCE);
    const testBed = new TestBed({ account: bounded.account });
    await testBed.update({}, {});
    expect(testBed.served.steps).toEqual([{ kind: 'delete-boundary' }]);
  });

  test('leaves another alone that only the record and earlier properties name: they take no guard rail off', async () => {
    const testBed = await madeBy(null);
    fence(testBed);
    const record = JSON.parse(testBed.parameters.get(RECORD) ?? '');
    record.spec.permissionsBoundary = OTHER;
    testBed.parameters.set(RECORD, JSON.stringify(record));
    await testBed.update({ Description: 'new' }, { PermissionsBoundary: OTHER });
    expect(testBed.role()?.permissionsBoundary).toBe(OTHER);
  });

  test('puts and takes off what a property names', async () => {
    const testBed = await madeBy(null, { PermissionsBoundary: OTHER });
    await testBed.update({}, { PermissionsBoundary: OTHER });
    expect(testBed.role()?.permissionsBoundary).toBeNull();
    expect(Object.keys(testBed.role()?.tags ?? {})).not.toContain(BOUNDARY_TAG);
  });

  test('keeps the boundary that an adopted role had', async () => {
    const testBed = bedWith(null, { ...foreignRole, permissionsBoundary: OTHER });
    await testBed.create(ADOPT);
    expect(testBed.role()?.permissionsBoundary).toBe(OTHER);
  });

  test('says so when IAM does not let it take its boundary off, and hands the role back whole once it does', async () => {
    const testBed = bedWith(null, foreignRole);
    const named = { ...ADOPT, PermissionsBoundary: OTHER };
    await testBed.create(named);
    testBed.iam.on(DeleteRolePermissionsBoundaryCommand).rejects(awsError('AccessDenied', 'no', 403));
    await expect(testBed.delete(undefined, named)).rejects.toThrow('delete-boundary');
    expect(testBed.account.role?.tags).toMatchObject(OUR_TAGS);

    testBed.iam
      .on(DeleteRolePermissionsBoundaryCommand)
      .callsFake(({ RoleName }) => testBed.served.carryOut(RoleName, { kind: 'delete-boundary' }));
    await testBed.delete(undefined, named);
    expect(testBed.account.role).toEqual(foreignRole);
    expect(testBed.parameters.size).toBe(0);
  });
});

async function madeBy(roleBoundaryArn: string | null, properties = {}): Promise<TestBed> {
  const testBed = bedWith(roleBoundaryArn);
  await testBed.create(properties);
  return testBed;
}

function fence({ served }: TestBed, permissionsBoundary: string | null = OTHER): void {
  const { role } = served.account;
  served.account = { ...served.account, role: role && { ...role, permissionsBoundary } };
}
