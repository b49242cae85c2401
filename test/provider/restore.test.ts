import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { RestoreImpossible } from '../../src/provider/restore';
import { awsError } from '../support/aws-error';
import { OWNER_TAGS } from '../support/iam/specs';
import {
  ADOPT,
  ADOPTED,
  accountBefore,
  adopted,
  OUR_TAGS,
  RECORD,
  wipeTags,
} from '../support/provider/adoption';
import { foreignRole, ROLE_ARN } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

test('a Delete hands the role back as found, and forgets it', async () => {
  const testBed = await adopted({
    Permissions: 'Full',
    Tags: [{ Key: 'team', Value: 'other' }],
    Description: 'x',
  });
  await testBed.delete(undefined, ADOPT);
  expect(testBed.account).toEqual(accountBefore());
  expect(testBed.parameters.size).toBe(0);
});

describe('a role on which an earlier stack has left tags of ours', () => {
  const leftOver = {
    'datadog-integration-role:logical-id': OWNER_TAGS['datadog-integration-role:logical-id'],
    'datadog-integration-role:adopted': 'true',
  };

  test('is handed back without them', async () => {
    const testBed = new TestBed({ account: accountBefore({ tags: { team: 'sre', ...leftOver } }) });
    await testBed.create(ADOPT);
    await testBed.delete(undefined, ADOPT);
    expect(testBed.account).toEqual(accountBefore());
    expect(testBed.parameters.size).toBe(0);
  });

  test('is handed back without them although they were kept as found', async () => {
    const testBed = await adopted();
    const kept = JSON.parse(testBed.parameters.get(ADOPTED) ?? '');
    Object.assign(kept.found.tags, leftOver);
    testBed.parameters.set(ADOPTED, JSON.stringify(kept));
    await testBed.delete(undefined, ADOPT);
    expect(testBed.account).toEqual(accountBefore());
  });
});

test('a Create that adopts and fails is followed by a Delete that hands the role back', async () => {
  const testBed = new TestBed({ account: accountBefore() });
  testBed.iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'bad', 400));
  await expect(testBed.create(ADOPT)).rejects.toThrow('bad');
  await testBed.delete(testBed.claims.at(-1), ADOPT);
  expect(testBed.account).toEqual(accountBefore());
  expect(testBed.parameters.size).toBe(0);
});

test.each<[string, (testBed: TestBed) => void]>([
  ['', () => undefined],
  [', although its tags are gone', (testBed) => wipeTags(testBed)],
])('without the stored state of how it was, a Delete fails and touches nothing%s', async (_, happens) => {
  const testBed = await adopted();
  testBed.parameters.delete(ADOPTED);
  happens(testBed);
  const { account } = testBed;
  const deleting = testBed.delete(undefined, ADOPT);
  await expect(deleting).rejects.toThrow(RestoreImpossible);
  await expect(deleting).rejects.toThrow(
    `The role ${ROLE_ARN} was adopted, and the SSM parameter ${ADOPTED}, which says how it was before, is gone; nothing has been changed. To keep the role as it is, take the tags datadog-integration-role:stack-id, datadog-integration-role:logical-id, datadog-integration-role:adopted off it and delete the SSM parameter ${RECORD}, then delete again.`,
  );
  expect(testBed.account).toEqual(account);
});

test('a Delete hands the role back although its tags are gone, and although the record is', async () => {
  const first = await adopted();
  wipeTags(first);
  await first.delete(undefined, ADOPT);
  expect(first.account).toEqual(accountBefore());

  const second = await adopted();
  second.parameters.delete(RECORD);
  await second.delete(undefined, ADOPT);
  expect(second.account).toEqual(accountBefore());
});

test('a role that was deleted and made anew by somebody is not the adopted one', async () => {
  const testBed = await adopted();
  const later = { ...foreignRole, roleId: 'AROALATER', tags: {} };
  testBed.served.account = { ...testBed.account, role: later };
  await testBed.delete(undefined, ADOPT);
  expect(testBed.account.role).toEqual(later);
});

describe('a principal of the trust policy as found that IAM refuses', () => {
  const GONE = 'arn:aws:iam::123456789012:role/Gone';
  const letting = (Principal: object, more: readonly object[] = []) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }, ...more],
    });

  async function adoptedFrom(trustPolicy: string): Promise<TestBed> {
    const testBed = new TestBed({ account: accountBefore({ trustPolicy }) });
    await testBed.create(ADOPT);
    const message = `Invalid principal in policy: "AWS":"${GONE}"`;
    testBed.iam.on(UpdateAssumeRolePolicyCommand).callsFake(({ RoleName, PolicyDocument }) => {
      if (PolicyDocument.includes(GONE)) throw awsError('MalformedPolicyDocument', message, 400);
      return testBed.served.carryOut(RoleName, { kind: 'update-trust-policy', document: PolicyDocument });
    });
    return testBed;
  }

  test('is left out, and the rest is handed back', async () => {
    const testBed = await adoptedFrom(letting({ AWS: GONE, Service: 'ec2.amazonaws.com' }));
    await testBed.delete(undefined, ADOPT);
    const { account } = testBed;
    expect(JSON.parse(account.role?.trustPolicy ?? '')).toEqual(
      JSON.parse(letting({ Service: 'ec2.amazonaws.com' })),
    );
    expect(account.role).toMatchObject({ description: 'by hand', tags: { team: 'sre' } });
    expect(testBed.parameters.size).toBe(0);
  });

  test('and that a statement spares fails the Delete, with ways out', async () => {
    const spared = { Effect: 'Deny', NotPrincipal: { AWS: GONE }, Action: 'sts:AssumeRole' };
    const testBed = await adoptedFrom(letting({ Service: 'ec2.amazonaws.com' }, [spared]));
    const deleting = testBed.delete(undefined, ADOPT);
    await expect(deleting).rejects.toThrow(RestoreImpossible);
    await expect(deleting).rejects.toThrow(
      `The role ${ROLE_ARN} cannot be handed back with the trust policy that it had: update-trust-policy for the role DatadogIntegrationRole: AWS answered MalformedPolicyDocument: Invalid principal in policy: "AWS":"${GONE}". Make the principal again. To keep the role as it is, take the tags datadog-integration-role:stack-id, datadog-integration-role:logical-id, datadog-integration-role:adopted off it and delete the SSM parameter ${RECORD}, then delete again.`,
    );
    expect(testBed.account.role?.tags).toMatchObject(OUR_TAGS);
  });

  test('does not hide another reason for which the trust policy is refused', async () => {
    const testBed = await adoptedFrom(letting({ Service: 'ec2.amazonaws.com' }));
    testBed.iam.on(UpdateAssumeRolePolicyCommand).rejects(awsError('LimitExceeded', 'too long', 409));
    await expect(testBed.delete(undefined, ADOPT)).rejects.toThrow('too long');
  });
});
