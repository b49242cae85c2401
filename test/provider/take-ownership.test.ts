import { PutRolePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { AdoptionTooLarge } from '../../src/state/adopted-role';
import { awsError } from '../support/aws-error';
import { emptyAccount } from '../support/iam/model-iam';
import { OWNER, OWNER_TAGS, specOf } from '../support/iam/specs';
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
import { foreignRole } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

test('adoption keeps the role as found, then marks it, then changes it', async () => {
  const testBed = new TestBed({ account: accountBefore() });
  let keptAtFirstStep: string | undefined;
  testBed.iam.on(TagRoleCommand).callsFake(({ RoleName, Tags }) => {
    keptAtFirstStep ??= testBed.parameters.get(ADOPTED);
    return testBed.served.carryOut(RoleName, {
      kind: 'tag-role',
      tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    });
  });
  await expect(testBed.create(ADOPT)).resolves.toMatchObject({ data: { RoleId: 'AROASOMEBODYELSES0001' } });
  expect(JSON.parse(keptAtFirstStep ?? '')).toMatchObject({
    found: { description: 'by hand', tags: { team: 'sre' } },
  });
  expect(testBed.served.steps[0]).toEqual({ kind: 'tag-role', tags: OUR_TAGS });
  expect(testBed.account.role).toMatchObject({
    roleId: 'AROASOMEBODYELSES0001',
    tags: { team: 'sre', ...OUR_TAGS },
    description: '',
    inlinePolicies: { Other: foreignRole.inlinePolicies['Other'] },
  });
  expect(JSON.parse(testBed.parameters.get(RECORD) ?? '')).toMatchObject({ adopted: true });
});

test('a Create that adopts and is delivered again keeps what the first has stored', async () => {
  const testBed = await adopted();
  const stored = testBed.parameters.get(ADOPTED);
  await testBed.create(ADOPT);
  expect(testBed.parameters.get(ADOPTED)).toBe(stored);
  expect(testBed.served.steps).toEqual([]);
});

test('a role that does not exist is made, and is not adopted', async () => {
  const testBed = new TestBed();
  await testBed.create(ADOPT);
  expect(testBed.account.role?.tags).toEqual(OWNER_TAGS);
  expect(testBed.parameters.has(ADOPTED)).toBe(false);
  await testBed.delete(undefined, ADOPT);
  expect(testBed.account.role).toBeNull();
});

test('a role that is too large to be kept is refused before anything is changed', async () => {
  const tags = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`key${n}`, 'v'.repeat(256)]));
  const testBed = new TestBed({ account: accountBefore({ tags }) });
  await expect(testBed.create(ADOPT)).rejects.toThrow(AdoptionTooLarge);
  expect(testBed.account).toEqual(accountBefore({ tags }));
  expect(testBed.claims.at(-1)).toBe('datadog-integration-role:not-created');
});

test('a role that could not be kept as found is not touched', async () => {
  const testBed = new TestBed({ account: accountBefore() });
  testBed.ssm.on(PutParameterCommand).rejects(awsError('ParameterLimitExceeded', 'too many parameters', 400));
  await expect(testBed.create(ADOPT)).rejects.toThrow('too many parameters');
  expect(testBed.served.steps).toEqual([]);
});

test('a Create that could not even mark the role has changed nothing', async () => {
  const testBed = new TestBed({ account: accountBefore() });
  testBed.iam.on(TagRoleCommand).rejects(awsError('AccessDenied', 'no', 403));
  await expect(testBed.create(ADOPT)).rejects.toThrow('tag-role for the role DatadogIntegrationRole');
  expect(testBed.account).toEqual(accountBefore());
  await testBed.delete(testBed.claims.at(-1), ADOPT);
  expect(testBed.account).toEqual(accountBefore());
  expect(testBed.parameters.size).toBe(0);
});

test('a policy that was attached before the adoption stays attached when the stack no longer asks for it', async () => {
  const audit = 'arn:aws:iam::aws:policy/SecurityAudit';
  const testBed = new TestBed({
    account: { ...accountBefore({ attachedPolicyArns: [audit] }), library: { [audit]: '{}' } },
  });
  await testBed.create({ ...ADOPT, ResourceCollection: 'true' });
  await testBed.update(ADOPT, { ...ADOPT, ResourceCollection: 'true' });
  expect(testBed.account.role?.attachedPolicyArns).toContain(audit);
});

test('what was found is not kept a second time when tags and record are lost', async () => {
  const testBed = await adopted();
  const kept = testBed.parameters.get(ADOPTED);
  wipeTags(testBed);
  testBed.parameters.delete(RECORD);
  await testBed.update(ADOPT, ADOPT);
  expect(testBed.parameters.get(ADOPTED)).toBe(kept);
});

describe('what earlier specs asked for', () => {
  const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const ASKED = { ManagedPolicyArns: [READ_ONLY], Tags: [{ Key: 'team', Value: 'sre' }] };
  const theirs = () => ({
    ...accountBefore({ attachedPolicyArns: [READ_ONLY] }),
    library: { [READ_ONLY]: '{}' },
  });

  /** A record that another stack, whose role this was, has left behind. */
  function leaveRecord(testBed: TestBed): void {
    const spec = specOf({ managedPolicyArns: [READ_ONLY], tags: { team: 'sre' } });
    const owner = { ...OWNER, stackId: 'arn:gone' };
    const record = { schemaVersion: 1, spec, owner, roleId: foreignRole.roleId, selfTestPrincipals: [] };
    testBed.parameters.set(RECORD, JSON.stringify(record));
  }

  test('by another stack, whose record is still there, stays on the role that is adopted', async () => {
    const testBed = new TestBed({ account: theirs() });
    leaveRecord(testBed);
    await testBed.create(ADOPT);
    expect(testBed.served.kinds).not.toContain('detach-policy');
    expect(testBed.account.role).toMatchObject({ attachedPolicyArns: [READ_ONLY], tags: { team: 'sre' } });
    await testBed.update(ADOPT, ADOPT);
    await testBed.delete(undefined, ADOPT);
    expect(testBed.account).toEqual(theirs());
  });

  test('by another stack is not taken off on Delete, either', async () => {
    const testBed = new TestBed({ account: { ...theirs(), role: { ...foreignRole, tags: {} } } });
    leaveRecord(testBed);
    testBed.iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'bad', 400));
    await expect(testBed.create(ADOPT)).rejects.toThrow('bad');
    const { role } = testBed.account;
    if (role === null) throw new Error('there is no role');
    const addedSince = { attachedPolicyArns: [READ_ONLY], tags: { ...role.tags, team: 'sre' } };
    testBed.served.account = { ...testBed.account, role: { ...role, ...addedSince } };
    await testBed.delete(testBed.claims.at(-1), ADOPT);
    expect(testBed.account.role).toMatchObject({ attachedPolicyArns: [READ_ONLY], tags: { team: 'sre' } });
  });

  test('by this stack, for a role before this one, stays on the role that is adopted', async () => {
    const testBed = new TestBed({ account: { ...emptyAccount(), library: { [READ_ONLY]: '{}' } } });
    await testBed.create(ASKED);
    testBed.served.account = { ...testBed.account, role: theirs().role };
    await testBed.update(ADOPT, ASKED);
    expect(testBed.account.role).toMatchObject({ attachedPolicyArns: [READ_ONLY], tags: { team: 'sre' } });
    testBed.served.steps.length = 0;
    await testBed.update(ADOPT, ASKED);
    expect(testBed.served.steps).toEqual([]);
  });

  test('and that this stack has put on the role itself is taken off, and a tag gets the value back that it had', async () => {
    const testBed = new TestBed({ account: { ...accountBefore(), library: { [READ_ONLY]: '{}' } } });
    const asked = { ...ADOPT, ManagedPolicyArns: [READ_ONLY], Tags: [{ Key: 'team', Value: 'us' }] };
    await testBed.create(asked);
    await testBed.update(ADOPT, asked);
    expect(testBed.account.role).toMatchObject({
      attachedPolicyArns: [],
      tags: { ...OUR_TAGS, team: 'sre' },
    });
  });
});

describe('of two that adopt one role at once', () => {
  const OTHERS = { ...OWNER_TAGS, 'datadog-integration-role:stack-id': 'arn:other' };

  /** When our tags are put on, or a moment later, this happens. */
  function whenTagged(happens: (testBed: TestBed) => void): TestBed {
    const testBed = new TestBed({ account: accountBefore() });
    let isFirst = true;
    testBed.iam.on(TagRoleCommand).callsFake(({ RoleName, Tags }) => {
      if (isFirst) testBed.clock.sleep(1_000).then(() => happens(testBed));
      isFirst = false;
      return testBed.served.carryOut(RoleName, {
        kind: 'tag-role',
        tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
      });
    });
    return testBed;
  }

  test('the one whose tags have been overwritten is refused, has changed nothing else, and its clean-up leaves the role', async () => {
    const testBed = whenTagged((bed) => setTags(bed, OTHERS));

    await expect(testBed.create(ADOPT)).rejects.toThrow(
      'belongs to the resource Datadog of the stack arn:other',
    );

    expect(testBed.served.kinds).toEqual(['tag-role']);
    expect(testBed.claims.at(-1)).toBe('datadog-integration-role:not-created');
    await testBed.delete(testBed.claims.at(-1), ADOPT);
    expect(testBed.account.role).toEqual({ ...foreignRole, tags: OTHERS });
  });

  test('one whose tags somebody has taken off, as a Delete does, is not adopted a second time', async () => {
    const testBed = whenTagged((bed) => setTags(bed, { team: 'sre' }));
    await expect(testBed.create(ADOPT)).rejects.toThrow('it is not adopted a second time');
    expect(testBed.account.role).toEqual(foreignRole);
  });

  test('the other has its own snapshot in the end, whatever has been written meanwhile', async () => {
    const testBed = whenTagged((bed) => bed.parameters.set(ADOPTED, '{"of": "the other"}'));

    await testBed.create(ADOPT);
    await testBed.delete(undefined, ADOPT);

    expect(testBed.account).toEqual(accountBefore());
    expect(testBed.parameters.size).toBe(0);
  });

  test('one that comes to tag it when the other has done so is refused', async () => {
    const testBed = new TestBed({ account: accountBefore() });
    testBed.ssm.on(PutParameterCommand).callsFake(() => {
      setTags(testBed, OTHERS);
      return {};
    });
    await expect(testBed.create(ADOPT)).rejects.toThrow('belongs to the resource');
    expect(testBed.served.steps).toEqual([]);
  });
});
