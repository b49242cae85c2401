import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import { allowedActions } from '../../src/policy/coverage';
import { emptyAccount } from '../support/iam/model-iam';
import { TestBed } from '../support/provider/test-bed';

const LEFT_OUT = ['sns:Publish', 'cassandra:Select', '*:Put*'];
const FULL = { Permissions: 'Full' };
const WITHOUT = { ...FULL, ExcludeActions: LEFT_OUT };
const RECORD = '/datadog-integration-role/DatadogIntegrationRole';

/** What the role's own policies grant, as the events have left them. */
function granted({ account }: TestBed): readonly string[] {
  const { role, policies } = account;
  const attached =
    role?.attachedPolicyArns.map((arn) => policies[arn]?.versions.at(-1)?.document ?? '{"Statement":[]}') ??
    [];
  return [...Object.values(role?.inlinePolicies ?? {}), ...attached].flatMap((text) =>
    allowedActions(JSON.parse(text)),
  );
}

async function afterCreate(properties: Readonly<Record<string, unknown>>): Promise<TestBed> {
  const bed = new TestBed();
  await bed.create(properties);
  bed.served.steps.length = 0;
  return bed;
}

test('a role is made without what is left out, and the record says so', async () => {
  const bed = await afterCreate(WITHOUT);

  const actions = granted(bed);
  expect(actions).toContain('sns:List*');
  for (const action of [
    'sns:Publish',
    'cassandra:Select',
    'logs:PutSubscriptionFilter',
    's3:PutBucketNotification',
  ])
    expect(actions).not.toContain(action);
  expect(JSON.parse(bed.parameters.get(RECORD) ?? '')).toMatchObject({
    spec: { excludeActions: [...LEFT_OUT].sort() },
  });
});

test('an Update takes away what it leaves out, and its rollback gives the same back', async () => {
  const bed = await afterCreate(FULL);
  const before = [...granted(bed)].sort();

  await bed.update(WITHOUT, FULL);
  expect(granted(bed)).not.toContain('sns:Publish');
  expect(granted(bed)).not.toContain('cassandra:Select');

  bed.setStackStatus('UPDATE_ROLLBACK_IN_PROGRESS');
  await bed.update(FULL, WITHOUT);
  expect([...granted(bed)].sort()).toEqual(before);
});

test('a second Update with the same list, in other letter case, does nothing', async () => {
  const bed = await afterCreate({ ExcludeActions: ['sns:Publish'] });
  await bed.update({ ExcludeActions: ['SNS:PUBLISH'] }, { ExcludeActions: ['sns:Publish'] });
  expect(bed.served.steps).toEqual([]);
});

test('the log says that SecurityAudit may grant what is left out', async () => {
  const bed = new TestBed({ account: emptyAccount({ 'arn:aws:iam::aws:policy/SecurityAudit': '{}' }) });
  await bed.create({ ResourceCollection: 'true', ExcludeActions: ['s3:GetBucketTagging'] });
  expect(JSON.stringify(bed.lines)).toContain(
    'arn:aws:iam::aws:policy/SecurityAudit is attached as the properties say, and may grant what ExcludeActions leaves out (s3:GetBucketTagging)',
  );
});

describe('an entry that a later release of the set does not have', () => {
  const { Standard } = publishedPermissionSets;
  const later = {
    ...publishedPermissionSets,
    Standard: {
      ...Standard,
      inlineActions: Standard.inlineActions.filter((action) => action !== 'sns:Publish'),
    },
  };
  const OLD = { ExcludeActions: ['sns:Publish', 'support:RefreshTrustedAdvisorCheck'] };

  async function upgraded(): Promise<TestBed> {
    const before = await afterCreate(OLD);
    const bed = new TestBed({ account: before.account, permissionSets: later });
    for (const [name, value] of before.parameters) bed.parameters.set(name, value);
    return bed;
  }

  test('is refused by an Update, by name, before anything is touched', async () => {
    const bed = await upgraded();
    await expect(bed.update({ ...OLD, Description: 'new' }, OLD)).rejects.toThrow(
      /^Invalid property: ExcludeActions\[0\] is "sns:Publish"; no action of .* Standard .* matches it/,
    );
    expect(bed.served.steps).toEqual([]);
  });

  test('is taken on the way back from an Update that had taken it out', async () => {
    const bed = await upgraded();
    await bed.update({ Description: 'new' }, OLD);
    expect(granted(bed)).toContain('support:RefreshTrustedAdvisorCheck');

    bed.setStackStatus('UPDATE_ROLLBACK_IN_PROGRESS');
    await bed.update(OLD, { Description: 'new' });
    expect(granted(bed)).not.toContain('support:RefreshTrustedAdvisorCheck');
    expect(bed.role()?.description).toBe('');
  });
});
