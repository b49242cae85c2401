import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { tagsOfOthers } from '../../src/iam/ownership';
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
  setTags,
  wipeTags,
} from '../support/provider/adoption';
import { foreignRole, MARK, ROLE_ARN } from '../support/provider/roles';
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
])('without what says how it was, a Delete fails and touches nothing%s', async (_, happens) => {
  const testBed = await adopted();
  testBed.parameters.delete(ADOPTED);
  happens(testBed);
  const { account } = testBed;
  const deleting = testBed.delete(undefined, ADOPT);
  await expect(deleting).rejects.toThrow(RestoreImpossible);
  await expect(deleting).rejects.toThrow(
    `The role ${ROLE_ARN} was adopted, and the SSM parameter ${ADOPTED}, which says how it was before, is gone or about another role; nothing has been changed. To keep the role as it is, detach the policies under the path /datadog-integration-role/ from it, take the tags datadog-integration-role:stack-id, datadog-integration-role:logical-id, datadog-integration-role:adopted off it and delete the SSM parameters ${RECORD} and ${ADOPTED}, then delete again.`,
  );
  expect(testBed.account).toEqual(account);
});

test('a Delete restores the role although the record is gone', async () => {
  const testBed = await adopted();
  testBed.parameters.delete(RECORD);
  await testBed.delete(undefined, ADOPT);
  expect(testBed.account).toEqual(accountBefore());
});

describe('what is stored of the role before its adoption', () => {
  /** Somebody who may write SSM parameters would have an administrator made, for an account of his own. */
  function forge(testBed: TestBed): void {
    const stored = JSON.parse(testBed.parameters.get(ADOPTED) ?? '');
    const statement = { Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' };
    stored.found.trustPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    testBed.parameters.set(ADOPTED, JSON.stringify(stored));
  }

  test.each<[string, (testBed: TestBed) => void]>([
    ['has been changed since', forge],
    ['has lost the tags that confirm it', wipeTags],
    [
      'is all that is left, as tags and record are gone',
      (testBed) => {
        wipeTags(testBed);
        testBed.parameters.delete(RECORD);
      },
    ],
    ['is of version 0.1.0', (testBed) => setTags(testBed, { ...testBed.account.role?.tags, [MARK]: 'true' })],
  ])('is not put back when it %s; the reason says how to confirm it', async (_, happens) => {
    const testBed = await adopted();
    happens(testBed);
    const { account } = testBed;
    const deleting = testBed.delete(undefined, ADOPT);
    await expect(deleting).rejects.toThrow(RestoreImpossible);
    await expect(deleting).rejects.toThrow(
      `Read the parameter: aws ssm get-parameter --name ${ADOPTED}. If it is right, confirm it: aws iam tag-role --role-name DatadogIntegrationRole --tags '[{"Key":"${MARK}","Value":"sha256:`,
    );
    expect(testBed.account).toEqual(account);
    expect(testBed.parameters.has(ADOPTED)).toBe(true);
  });

  test.each([
    ['all tags are gone', {}],
    ['the tags are of version 0.1.0', { ...OWNER_TAGS, [MARK]: 'true', team: 'sre' }],
  ])('is put back once somebody who may tag the role has confirmed it: %s', async (_, tags) => {
    const testBed = await adopted();
    setTags(testBed, tags);
    const [digest = ''] = /sha256:[0-9a-f]{64}/.exec(await messageOf(testBed.delete(undefined, ADOPT))) ?? [];
    setTags(testBed, { ...tags, [MARK]: digest });
    await testBed.delete(undefined, ADOPT);
    const { role } = accountBefore();
    expect(testBed.account.role).toEqual({ ...role, tags: tagsOfOthers(tags) });
    expect(testBed.parameters.size).toBe(0);
  });

  test('is not believed where it was there before the adoption: what is seen now is stored', async () => {
    const testBed = await adopted();
    forge(testBed);
    const forged = testBed.parameters.get(ADOPTED) ?? '';
    const next = new TestBed({ account: accountBefore() });
    next.parameters.set(ADOPTED, forged);
    await next.create(ADOPT);
    expect(next.parameters.get(ADOPTED)).not.toContain('999999999999');
    await next.delete(undefined, ADOPT);
    expect(next.account).toEqual(accountBefore());
  });

  test.each(['oops', '{"found": {}}', JSON.stringify({ schemaVersion: 2 })])(
    'and cannot be read (%s) is in the way of a Delete that needs it alone, by name',
    async (text) => {
      const testBed = await adopted();
      testBed.parameters.set(ADOPTED, text);
      await testBed.update({ ...ADOPT, Description: 'still updated' }, ADOPT);
      await expect(testBed.delete(undefined, ADOPT)).rejects.toThrow(`The SSM parameter ${ADOPTED}`);

      const own = new TestBed();
      own.parameters.set(ADOPTED, text);
      await own.create();
      await own.delete();
      expect(own.account.role).toBeNull();
    },
  );
});

async function messageOf(failing: Promise<unknown>): Promise<string> {
  return failing.then(
    () => '',
    (error: unknown) => String(error),
  );
}

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
    const testBed = await adoptedFrom(letting({ AWS: [GONE, '111122223333'] }));
    await testBed.delete(undefined, ADOPT);
    const { account } = testBed;
    expect(JSON.parse(account.role?.trustPolicy ?? '')).toEqual(
      JSON.parse(letting({ AWS: ['111122223333'] })),
    );
    expect(account.role).toMatchObject({ description: 'by hand', tags: { team: 'sre' } });
    expect(testBed.parameters.size).toBe(0);
  });

  test('and that a statement spares fails the Delete, with ways out', async () => {
    const spared = { Effect: 'Deny', NotPrincipal: { AWS: GONE }, Action: 'sts:AssumeRole' };
    const testBed = await adoptedFrom(letting({ AWS: '111122223333' }, [spared]));
    const deleting = testBed.delete(undefined, ADOPT);
    await expect(deleting).rejects.toThrow(RestoreImpossible);
    await expect(deleting).rejects.toThrow(
      `The role ${ROLE_ARN} cannot be handed back with the trust policy that it had: update-trust-policy for the role DatadogIntegrationRole: AWS answered MalformedPolicyDocument: Invalid principal in policy: "AWS":"${GONE}". Make the principal again. To keep the role as it is, detach the policies under the path /datadog-integration-role/ from it, take the tags datadog-integration-role:stack-id, datadog-integration-role:logical-id, datadog-integration-role:adopted off it and delete the SSM parameters ${RECORD} and ${ADOPTED}, then delete again.`,
    );
    expect(testBed.account.role?.tags).toMatchObject(OUR_TAGS);
  });

  test('does not hide another reason for which the trust policy is refused', async () => {
    const testBed = await adoptedFrom(letting({ AWS: '111122223333' }));
    testBed.iam.on(UpdateAssumeRolePolicyCommand).rejects(awsError('LimitExceeded', 'too long', 409));
    await expect(testBed.delete(undefined, ADOPT)).rejects.toThrow('too long');
  });
});
