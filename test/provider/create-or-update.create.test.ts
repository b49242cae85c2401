import {
  CreatePolicyCommand,
  CreateRoleCommand,
  EntityAlreadyExistsException,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { StepFailed } from '../../src/iam/apply';
import { PreconditionFailed, RoleDeleted, RoleOwnedByOthers } from '../../src/provider/errors';
import { awsError } from '../support/aws-error';
import { emptyAccount, type ModelAccount } from '../support/iam/model-iam';
import { noSuchEntity } from '../support/iam/served-refusals';
import { OWNER, OWNER_TAGS } from '../support/iam/specs';
import { foreignRole, ROLE_ARN } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

const NOT_CREATED = 'datadog-integration-role:not-created';
const exists = new EntityAlreadyExistsException({ message: 'there', $metadata: {} });

/** An account in which somebody else has made a role of our name. */
function withForeignRole(changes = {}): ModelAccount {
  return { ...emptyAccount(), role: { ...foreignRole, ...changes } };
}

describe('a Create', () => {
  test('makes the role, records it, and gives its attributes', async () => {
    const testBed = new TestBed();
    await expect(testBed.create({ RoleName: 'R', DatadogSite: 'ap1', Permissions: 'Full' })).resolves.toEqual(
      {
        physicalResourceId: 'R',
        data: {
          Arn: 'arn:aws:iam::123456789012:role/R',
          RoleName: 'R',
          DatadogRoleName: 'R',
          RoleId: 'AROAEXAMPLEEXAMPLE123',
          ExternalId: 'abcdef0123456789',
          DatadogAccountId: '417141415827',
          DatadogSite: 'ap1.datadoghq.com',
          PolicyArns: [1, 2, 3, 4]
            .map((n) => `arn:aws:iam::123456789012:policy/datadog-integration-role/R-permissions-${n}`)
            .join(),
          PermissionsVersion: '2026-03-10',
          SelfTestResult: 'passed',
        },
      },
    );
    expect(testBed.claims).toEqual(['R']);
    expect([...testBed.parameters.keys()]).toEqual(['/datadog-integration-role/R']);
    expect(JSON.parse([...testBed.parameters.values()].join())).toMatchObject({
      schemaVersion: 1,
      owner: OWNER,
      roleId: 'AROAEXAMPLEEXAMPLE123',
      spec: { roleName: 'R', permissions: 'Full' },
    });
    expect(testBed.messages).toContain('self-test passed');
  });

  test('that is delivered again finds everything done: nothing is written, nothing is changed', async () => {
    const testBed = new TestBed();
    const first = await testBed.create();
    const { account } = testBed;
    testBed.served.steps.length = 0;
    await expect(testBed.create()).resolves.toEqual(first);
    expect(testBed.served.steps).toEqual([]);
    expect(testBed.account).toEqual(account);
    expect(testBed.ssm.commandCalls(PutParameterCommand)).toHaveLength(1);
  });

  test('that finds its own role half made carries on, also when IAM showed it late', async () => {
    const testBed = new TestBed();
    await testBed.create();
    const { account } = testBed;
    testBed.served.account = { ...account, role: account.role && { ...account.role, inlinePolicies: {} } };
    testBed.served.propagation = 1;
    await testBed.create();
    expect(testBed.account).toEqual(account);
    expect(testBed.messages).toContain('retrying');
  });

  test('refuses bad properties before it looks at anything', async () => {
    const testBed = new TestBed();
    await expect(testBed.create({ ExternalId: '', SelfTest: 'x' })).rejects.toThrow('2 invalid properties');
    expect(testBed.iam.calls()).toEqual([]);
    expect(testBed.claims).toEqual([]);
  });

  test('refuses what stands in the way before it changes anything, all at once', async () => {
    const testBed = new TestBed();
    const missing = 'arn:aws:iam::123456789012:policy/None';
    const creating = testBed.create({
      ManagedPolicyArns: [missing],
      Tags: Array.from({ length: 30 }, (_, n) => ({ Key: `k${n}`, Value: 'v'.repeat(256) })),
    });
    await expect(creating).rejects.toThrow(PreconditionFailed);
    await expect(creating).rejects.toThrow(
      `The role DatadogIntegrationRole has not been changed. ManagedPolicyArns: the policy ${missing} does not exist; create it first, or correct the ARN. The properties make a record of `,
    );
    expect(testBed.served.steps).toEqual([]);
    expect(testBed.claims).toEqual([]);
  });
});

describe('a role of others', () => {
  test('is refused and left as it is', async () => {
    const testBed = new TestBed({ account: withForeignRole() });
    const creating = testBed.create();
    await expect(creating).rejects.toThrow(RoleOwnedByOthers);
    await expect(creating).rejects.toThrow(
      `RoleName: the role ${ROLE_ARN} exists already and was not made by this stack; it has been left as it is. Choose another RoleName, delete the role, or set ExistingRole to Adopt to take it over.`,
    );
    expect(testBed.account).toEqual(withForeignRole());
    expect(testBed.claims).toEqual([NOT_CREATED]);
  });

  test.each(['Fail', 'Adopt'])('of another stack is refused with that stack: %s', async (ExistingRole) => {
    const tags = { ...OWNER_TAGS, 'datadog-integration-role:stack-id': 'arn:other' };
    const testBed = new TestBed({ account: withForeignRole({ tags }) });
    await expect(testBed.create({ ExistingRole })).rejects.toThrow(
      `RoleName: the role ${ROLE_ARN} belongs to the resource Datadog of the stack arn:other. IAM roles are global: deploy to one region per account, or choose another RoleName. If that stack no longer exists, take the tags datadog-integration-role:stack-id, datadog-integration-role:logical-id and datadog-integration-role:adopted off the role, detach and delete the policies under the path /datadog-integration-role/ that it left (their names begin with DatadogIntegrationRole-permissions-), and set ExistingRole to Adopt.`,
    );
    expect(testBed.account).toEqual(withForeignRole({ tags }));
  });

  test('that appears between the look and the request is refused, too, and nothing of it is undone', async () => {
    const testBed = new TestBed();
    testBed.iam.on(CreateRoleCommand).callsFake(() => {
      testBed.served.account = withForeignRole();
      throw exists;
    });
    await expect(testBed.create()).rejects.toThrow('exists already and was not made by this stack');
    expect(testBed.account).toEqual(withForeignRole());
    expect(testBed.served.steps).toEqual([]);
    expect(testBed.claims.at(-1)).toBe(NOT_CREATED);
  });

  test('is one whose tags name only half an owner', async () => {
    const tags = { 'datadog-integration-role:stack-id': OWNER.stackId };
    const testBed = new TestBed({ account: withForeignRole({ tags }) });
    await expect(testBed.create()).rejects.toThrow('was not made by this stack');
  });
});

describe('a Create that fails halfway', () => {
  const malformed = awsError('MalformedPolicyDocument', 'Syntax errors in policy.', 400);

  test('leaves what it has made to the Delete that follows, under the id that names it', async () => {
    const testBed = new TestBed();
    testBed.iam.on(PutRolePolicyCommand).rejects(malformed);
    const creating = testBed.create({ Permissions: 'Full', Tags: [{ Key: 'team', Value: 'sre' }] });
    await expect(creating).rejects.toThrow(StepFailed);
    await expect(creating).rejects.toThrow(/^put-inline-policy DatadogIntegrationPolicy for the role /);
    expect(testBed.claims).toEqual(['DatadogIntegrationRole']);
    await testBed.delete('DatadogIntegrationRole', { Permissions: 'Full' });
    expect(testBed.account).toEqual(emptyAccount());
    expect(testBed.parameters.size).toBe(0);
  });

  test('leaves nothing after that Delete, although one policy was not made', async () => {
    const testBed = new TestBed();
    const serve = testBed.served;
    let made = 0;
    testBed.iam.on(CreatePolicyCommand).callsFake(({ PolicyName, PolicyDocument, Tags }) => {
      made += 1;
      if (made === 3) throw awsError('AccessDenied', 'no', 403);
      return serve.carryOut('', {
        kind: 'create-policy',
        policyArn: `arn:aws:iam::123456789012:policy/datadog-integration-role/${PolicyName}`,
        document: JSON.parse(PolicyDocument),
        tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
      });
    });
    testBed.iam.on(PutRolePolicyCommand).rejects(malformed);
    await expect(testBed.create({ Permissions: 'Full' })).rejects.toThrow(StepFailed);
    await testBed.delete('DatadogIntegrationRole', { Permissions: 'Full' });
    expect(testBed.account).toEqual(emptyAccount());
  });

  test('says that nothing was created when IAM refuses the role itself', async () => {
    const testBed = new TestBed();
    testBed.iam.on(CreateRoleCommand).rejects(awsError('LimitExceeded', 'Cannot exceed quota', 409));
    await expect(testBed.create()).rejects.toThrow('create-role');
    expect(testBed.account).toEqual(emptyAccount());
    expect(testBed.claims).toEqual(['DatadogIntegrationRole', NOT_CREATED]);
  });

  test('that is delivered again changes nothing of what was there', async () => {
    const testBed = new TestBed();
    await testBed.create();
    const before = testBed.account;
    testBed.iam.on(PutRolePolicyCommand).rejects(malformed);
    await expect(testBed.create({ Permissions: 'Core' })).rejects.toThrow(StepFailed);
    expect(testBed.account).toEqual(before);
    expect(testBed.claims.at(-1)).toBe('DatadogIntegrationRole');
  });

  test('keeps its claim when its time is up', async () => {
    const testBed = new TestBed({ totalMs: 5_000 });
    testBed.iam.on(PutRolePolicyCommand).callsFake(async () => {
      await testBed.clock.sleep(6_000);
      throw malformed;
    });
    await expect(testBed.create()).rejects.toThrow(StepFailed);
    expect(testBed.account.role?.tags).toEqual(OWNER_TAGS);
    expect(testBed.claims).toEqual(['DatadogIntegrationRole']);
  });
});

test('the record is written under the encoded name of the role', async () => {
  const testBed = new TestBed();
  await testBed.create({ RoleName: 'a+b' });
  expect([...testBed.parameters.keys()]).toEqual(['/datadog-integration-role/a.2bb']);
});

test('a role that somebody deletes while it is being made is not made a second time', async () => {
  const testBed = new TestBed();
  testBed.iam.on(PutRolePolicyCommand).callsFake(() => {
    testBed.served.account = { ...testBed.account, role: null };
    throw noSuchEntity();
  });
  const creating = testBed.create();
  await expect(creating).rejects.toThrow(RoleDeleted);
  await expect(creating).rejects.toThrow(
    'The role DatadogIntegrationRole was deleted while it was being made, and is not made a second time: CloudFormation may have given this operation up. Repeat it if nobody meant to delete the role.',
  );
  expect(testBed.served.kinds).toEqual(['create-role']);
  expect(testBed.claims.at(-1)).toBe('DatadogIntegrationRole');
});
