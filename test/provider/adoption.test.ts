import { PutRolePolicyCommand, TagRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { HandBackImpossible } from '../../src/provider/restore';
import { AdoptionTooLarge } from '../../src/state/adopted-role';
import { awsError } from '../support/aws-error';
import { emptyAccount } from '../support/iam/model-iam';
import { OWNER, OWNER_TAGS, specOf } from '../support/iam/specs';
import { foreignRole, ROLE_ARN } from '../support/provider/roles';
import { Bed } from '../support/provider/test-bed';

const RECORD = '/datadog-integration-role/DatadogIntegrationRole';
const ADOPTED = `${RECORD}/adopted`;
const ADOPT = { ExistingRole: 'Adopt' };
const OUR_TAGS = { ...OWNER_TAGS, 'datadog-integration-role:adopted': 'true' };

function accountBefore(changes = {}) {
  return { ...emptyAccount(), role: { ...foreignRole, ...changes } };
}

async function adopted(properties = {}): Promise<Bed> {
  const bed = new Bed({ account: accountBefore() });
  await bed.create({ ...ADOPT, ...properties });
  bed.served.steps.length = 0;
  return bed;
}

test('adoption keeps the role as found, then marks it, then changes it', async () => {
  const bed = new Bed({ account: accountBefore() });
  let keptAtFirstStep: string | undefined;
  bed.iam.on(TagRoleCommand).callsFake(({ RoleName, Tags }) => {
    keptAtFirstStep ??= bed.parameters.get(ADOPTED);
    return bed.served.carryOut(RoleName, {
      kind: 'tag-role',
      tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    });
  });
  await expect(bed.create(ADOPT)).resolves.toMatchObject({ data: { RoleId: 'AROASOMEBODYELSES0001' } });
  expect(JSON.parse(keptAtFirstStep ?? '')).toMatchObject({
    found: { description: 'by hand', tags: { team: 'sre' } },
  });
  expect(bed.served.steps[0]).toEqual({ kind: 'tag-role', tags: OUR_TAGS });
  expect(bed.account.role).toMatchObject({
    roleId: 'AROASOMEBODYELSES0001',
    tags: { team: 'sre', ...OUR_TAGS },
    description: '',
    inlinePolicies: { Other: foreignRole.inlinePolicies['Other'] },
  });
  expect(JSON.parse(bed.parameters.get(RECORD) ?? '')).toMatchObject({ adopted: true });
});

test('a Create that adopts and is delivered again keeps the first memory', async () => {
  const bed = await adopted();
  const memory = bed.parameters.get(ADOPTED);
  await bed.create(ADOPT);
  expect(bed.parameters.get(ADOPTED)).toBe(memory);
  expect(bed.served.steps).toEqual([]);
});

test('a role that does not exist is made, and is not adopted', async () => {
  const bed = new Bed();
  await bed.create(ADOPT);
  expect(bed.account.role?.tags).toEqual(OWNER_TAGS);
  expect(bed.parameters.has(ADOPTED)).toBe(false);
  await bed.delete(undefined, ADOPT);
  expect(bed.account.role).toBeNull();
});

test('a role that is too large to be kept is refused before anything is changed', async () => {
  const tags = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`key${n}`, 'v'.repeat(256)]));
  const bed = new Bed({ account: accountBefore({ tags }) });
  await expect(bed.create(ADOPT)).rejects.toThrow(AdoptionTooLarge);
  expect(bed.account).toEqual(accountBefore({ tags }));
  expect(bed.claims.at(-1)).toBe('datadog-integration-role:not-created');
});

test('a Delete hands the role back as found, and forgets it', async () => {
  const bed = await adopted({
    Permissions: 'Full',
    Tags: [{ Key: 'team', Value: 'other' }],
    Description: 'x',
  });
  await bed.delete(undefined, ADOPT);
  expect(bed.account).toEqual(accountBefore());
  expect(bed.parameters.size).toBe(0);
});

describe('a role on which an earlier stack has left tags of ours', () => {
  const leftOver = {
    'datadog-integration-role:logical-id': OWNER_TAGS['datadog-integration-role:logical-id'],
    'datadog-integration-role:adopted': 'true',
  };

  test('is handed back without them', async () => {
    const bed = new Bed({ account: accountBefore({ tags: { team: 'sre', ...leftOver } }) });
    await bed.create(ADOPT);
    await bed.delete(undefined, ADOPT);
    expect(bed.account).toEqual(accountBefore());
    expect(bed.parameters.size).toBe(0);
  });

  test('is handed back without them although they were kept as found', async () => {
    const bed = await adopted();
    const kept = JSON.parse(bed.parameters.get(ADOPTED) ?? '');
    Object.assign(kept.found.tags, leftOver);
    bed.parameters.set(ADOPTED, JSON.stringify(kept));
    await bed.delete(undefined, ADOPT);
    expect(bed.account).toEqual(accountBefore());
  });
});

test('a Create that adopts and fails is followed by a Delete that hands the role back', async () => {
  const bed = new Bed({ account: accountBefore() });
  bed.iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'bad', 400));
  await expect(bed.create(ADOPT)).rejects.toThrow('bad');
  await bed.delete(bed.claims.at(-1), ADOPT);
  expect(bed.account).toEqual(accountBefore());
  expect(bed.parameters.size).toBe(0);
});

test('a role that could not be kept as found is not touched', async () => {
  const bed = new Bed({ account: accountBefore() });
  bed.ssm.on(PutParameterCommand).rejects(awsError('ParameterLimitExceeded', 'too many parameters', 400));
  await expect(bed.create(ADOPT)).rejects.toThrow('too many parameters');
  expect(bed.served.steps).toEqual([]);
});

test('a Create that could not even mark the role has changed nothing', async () => {
  const bed = new Bed({ account: accountBefore() });
  bed.iam.on(TagRoleCommand).rejects(awsError('AccessDenied', 'no', 403));
  await expect(bed.create(ADOPT)).rejects.toThrow('tag-role for the role DatadogIntegrationRole');
  expect(bed.account).toEqual(accountBefore());
  await bed.delete(bed.claims.at(-1), ADOPT);
  expect(bed.account).toEqual(accountBefore());
  expect(bed.parameters.size).toBe(0);
});

test.each<[string, (bed: Bed) => void]>([
  ['', () => undefined],
  [', although its tags are gone', (bed) => wipeTags(bed)],
])('without the memory of how it was, a Delete fails and touches nothing%s', async (_, happens) => {
  const bed = await adopted();
  bed.parameters.delete(ADOPTED);
  happens(bed);
  const { account } = bed;
  const deleting = bed.delete(undefined, ADOPT);
  await expect(deleting).rejects.toThrow(HandBackImpossible);
  await expect(deleting).rejects.toThrow(
    `The role ${ROLE_ARN} was adopted, and the SSM parameter ${ADOPTED}, which says how it was before, is gone; nothing has been changed. To keep the role as it is, take the tags datadog-integration-role:stack-id, datadog-integration-role:logical-id, datadog-integration-role:adopted off it and delete the SSM parameter ${RECORD}, then delete again.`,
  );
  expect(bed.account).toEqual(account);
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
  const bed = await adopted();
  const later = { ...foreignRole, roleId: 'AROALATER', tags: {} };
  bed.served.account = { ...bed.account, role: later };
  await bed.delete(undefined, ADOPT);
  expect(bed.account.role).toEqual(later);
});

function wipeTags(bed: Bed): void {
  const { role } = bed.account;
  bed.served.account = { ...bed.account, role: role && { ...role, tags: {} } };
}

test('a policy that was attached before the adoption stays attached when the stack no longer asks for it', async () => {
  const audit = 'arn:aws:iam::aws:policy/SecurityAudit';
  const bed = new Bed({
    account: { ...accountBefore({ attachedPolicyArns: [audit] }), library: { [audit]: '{}' } },
  });
  await bed.create({ ...ADOPT, ResourceCollection: 'true' });
  await bed.update(ADOPT, { ...ADOPT, ResourceCollection: 'true' });
  expect(bed.account.role?.attachedPolicyArns).toContain(audit);
});

test('what was found is not kept a second time when tags and record are lost', async () => {
  const bed = await adopted();
  const kept = bed.parameters.get(ADOPTED);
  wipeTags(bed);
  bed.parameters.delete(RECORD);
  await bed.update(ADOPT, ADOPT);
  expect(bed.parameters.get(ADOPTED)).toBe(kept);
});

describe('what earlier specs asked for', () => {
  const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const ASKED = { ManagedPolicyArns: [READ_ONLY], Tags: [{ Key: 'team', Value: 'sre' }] };
  const theirs = () => ({
    ...accountBefore({ attachedPolicyArns: [READ_ONLY] }),
    library: { [READ_ONLY]: '{}' },
  });

  /** A record that another stack, whose role this was, has left behind. */
  function leaveRecord(bed: Bed): void {
    const spec = specOf({ managedPolicyArns: [READ_ONLY], tags: { team: 'sre' } });
    const owner = { ...OWNER, stackId: 'arn:gone' };
    const record = { schemaVersion: 1, spec, owner, roleId: foreignRole.roleId };
    bed.parameters.set(RECORD, JSON.stringify(record));
  }

  test('by another stack, whose record is still there, stays on the role that is adopted', async () => {
    const bed = new Bed({ account: theirs() });
    leaveRecord(bed);
    await bed.create(ADOPT);
    expect(bed.served.kinds).not.toContain('detach-policy');
    expect(bed.account.role).toMatchObject({ attachedPolicyArns: [READ_ONLY], tags: { team: 'sre' } });
    await bed.update(ADOPT, ADOPT);
    await bed.delete(undefined, ADOPT);
    expect(bed.account).toEqual(theirs());
  });

  test('by another stack is not taken off on Delete, either', async () => {
    const bed = new Bed({ account: { ...theirs(), role: { ...foreignRole, tags: {} } } });
    leaveRecord(bed);
    bed.iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'bad', 400));
    await expect(bed.create(ADOPT)).rejects.toThrow('bad');
    const { role } = bed.account;
    if (role === null) throw new Error('there is no role');
    const addedSince = { attachedPolicyArns: [READ_ONLY], tags: { ...role.tags, team: 'sre' } };
    bed.served.account = { ...bed.account, role: { ...role, ...addedSince } };
    await bed.delete(bed.claims.at(-1), ADOPT);
    expect(bed.account.role).toMatchObject({ attachedPolicyArns: [READ_ONLY], tags: { team: 'sre' } });
  });

  test('by this stack, for a role before this one, stays on the role that is adopted', async () => {
    const bed = new Bed({ account: { ...emptyAccount(), library: { [READ_ONLY]: '{}' } } });
    await bed.create(ASKED);
    bed.served.account = { ...bed.account, role: theirs().role };
    await bed.update(ADOPT, ASKED);
    expect(bed.account.role).toMatchObject({ attachedPolicyArns: [READ_ONLY], tags: { team: 'sre' } });
    bed.served.steps.length = 0;
    await bed.update(ADOPT, ASKED);
    expect(bed.served.steps).toEqual([]);
  });

  test('and that this stack has put on the role itself is taken off', async () => {
    const bed = new Bed({ account: { ...accountBefore(), library: { [READ_ONLY]: '{}' } } });
    const asked = { ...ADOPT, ManagedPolicyArns: [READ_ONLY], Tags: [{ Key: 'team', Value: 'us' }] };
    await bed.create(asked);
    await bed.update(ADOPT, asked);
    expect(bed.account.role).toMatchObject({ attachedPolicyArns: [], tags: OUR_TAGS });
    expect(bed.account.role?.tags).not.toHaveProperty('team');
  });
});

describe('a principal of the trust policy as found that IAM refuses', () => {
  const GONE = 'arn:aws:iam::123456789012:role/Gone';
  const letting = (Principal: object, more: readonly object[] = []) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }, ...more],
    });

  async function adoptedFrom(trustPolicy: string): Promise<Bed> {
    const bed = new Bed({ account: accountBefore({ trustPolicy }) });
    await bed.create(ADOPT);
    const message = `Invalid principal in policy: "AWS":"${GONE}"`;
    bed.iam.on(UpdateAssumeRolePolicyCommand).callsFake(({ RoleName, PolicyDocument }) => {
      if (PolicyDocument.includes(GONE)) throw awsError('MalformedPolicyDocument', message, 400);
      return bed.served.carryOut(RoleName, { kind: 'update-trust-policy', document: PolicyDocument });
    });
    return bed;
  }

  test('is left out, and the rest is handed back', async () => {
    const bed = await adoptedFrom(letting({ AWS: GONE, Service: 'ec2.amazonaws.com' }));
    await bed.delete(undefined, ADOPT);
    const { account } = bed;
    expect(JSON.parse(account.role?.trustPolicy ?? '')).toEqual(
      JSON.parse(letting({ Service: 'ec2.amazonaws.com' })),
    );
    expect(account.role).toMatchObject({ description: 'by hand', tags: { team: 'sre' } });
    expect(bed.parameters.size).toBe(0);
  });

  test('and that a statement spares fails the Delete, with ways out', async () => {
    const spared = { Effect: 'Deny', NotPrincipal: { AWS: GONE }, Action: 'sts:AssumeRole' };
    const bed = await adoptedFrom(letting({ Service: 'ec2.amazonaws.com' }, [spared]));
    const deleting = bed.delete(undefined, ADOPT);
    await expect(deleting).rejects.toThrow(HandBackImpossible);
    await expect(deleting).rejects.toThrow(
      `The role ${ROLE_ARN} cannot be handed back with the trust policy that it had: update-trust-policy for the role DatadogIntegrationRole: AWS answered MalformedPolicyDocument: Invalid principal in policy: "AWS":"${GONE}". Make the principal again. To keep the role as it is, take the tags datadog-integration-role:stack-id, datadog-integration-role:logical-id, datadog-integration-role:adopted off it and delete the SSM parameter ${RECORD}, then delete again.`,
    );
    expect(bed.account.role?.tags).toMatchObject(OUR_TAGS);
  });

  test('does not hide another reason for which the trust policy is refused', async () => {
    const bed = await adoptedFrom(letting({ Service: 'ec2.amazonaws.com' }));
    bed.iam.on(UpdateAssumeRolePolicyCommand).rejects(awsError('LimitExceeded', 'too long', 409));
    await expect(bed.delete(undefined, ADOPT)).rejects.toThrow('too long');
  });
});
