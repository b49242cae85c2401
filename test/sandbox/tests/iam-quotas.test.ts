import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  GetAccountSummaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, allow, policy, refusal, TRUST_DATADOG } from './harness';
import { iamOfEachTest } from './iam-of-each-test';

const OWN_POLICY = `arn:aws:iam::${ACCOUNT}:policy/P`;
const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

const account = iamOfEachTest();
const { createPolicy, createRole } = account;

/** A document whose size, as IAM counts it, is exactly that. */
function documentOfSize(characters: number): string {
  const overhead = allow('s3:').length;
  return allow(`s3:${'x'.repeat(characters - overhead)}`);
}

describe('quotas', () => {
  test('count no white space', async () => {
    const spaced = JSON.stringify(JSON.parse(documentOfSize(6144)), null, 2);
    await expect(createPolicy('P', spaced)).resolves.toBeDefined();
    expect(await refusal(createPolicy('Q', documentOfSize(6145)))).toBe(
      'LimitExceededException: Cannot exceed quota for PolicySize: 6144',
    );
  });

  test('bound all inline policies of a role together', async () => {
    await createRole();
    const put = (PolicyName: string, size: number) =>
      account.iam.send(
        new PutRolePolicyCommand({ RoleName: 'R', PolicyName, PolicyDocument: documentOfSize(size) }),
      );
    await put('one', 10_000);
    await put('two', 240);
    expect(await refusal(put('three', 100))).toBe(
      'LimitExceededException: Maximum policy size of 10240 bytes exceeded for role R',
    );
    await put('one', 9_000);
    await put('three', 1_000);
  });

  test('bound trust policies', async () => {
    const statement = JSON.parse(TRUST_DATADOG).Statement[0];
    const AssumeRolePolicyDocument = policy({
      ...statement,
      Condition: { StringEquals: { 'sts:ExternalId': 'x'.repeat(2048) } },
    });
    expect(await refusal(createRole('R', { AssumeRolePolicyDocument }))).toBe(
      'LimitExceededException: Cannot exceed quota for ACLSizePerRole: 2048',
    );
  });

  test('can be set, and show in the account summary', async () => {
    const quotas = {
      AttachedPoliciesPerRoleQuota: 1,
      VersionsPerPolicyQuota: 1,
      RolesQuota: 1,
      PoliciesQuota: 1,
    };
    account.sandbox.configure({ accounts: { [ACCOUNT]: { quotas } } });
    await createRole();
    await createPolicy();
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: SECURITY_AUDIT }));

    const { SummaryMap } = await account.iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ ...quotas, Roles: 1, Policies: 1, PolicySizeQuota: 6144 });
    expect(await refusal(createRole('S'))).toMatch(/Cannot exceed quota for RolesPerAccount: 1$/);
    expect(await refusal(createPolicy('Q'))).toMatch(/Cannot exceed quota for PoliciesPerAccount: 1$/);
    const attach = new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: OWN_POLICY });
    expect(await refusal(account.iam.send(attach))).toMatch(/Cannot exceed quota for PoliciesPerRole: 1$/);
    const version = new CreatePolicyVersionCommand({ PolicyArn: OWN_POLICY, PolicyDocument: allow('s3:*') });
    expect(await refusal(account.iam.send(version))).toBe(
      'LimitExceededException: A managed policy can have up to 1 versions. ' +
        'Before you create a new version, you must delete an existing version.',
    );
  });

  test('bound the tags of a role', async () => {
    await createRole();
    const tags = (count: number, prefix: string) =>
      account.iam.send(
        new TagRoleCommand({
          RoleName: 'R',
          Tags: Array.from({ length: count }, (_, index) => ({ Key: prefix + index, Value: '' })),
        }),
      );
    await tags(50, 'a');
    expect(await refusal(tags(1, 'b'))).toMatch(/The number of tags has reached the maximum limit\./);
  });
});
