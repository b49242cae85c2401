import { UntagRoleCommand, UpdateRoleCommand } from '@aws-sdk/client-iam';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  WITHOUT_BOUNDARY,
} from '../support/customer-account';
import { furtherAccounts } from '../support/further-accounts';
import { onlyFailure, repliesOf } from '../support/replies';

const BOUNDARY = 'arn:aws:iam::123456789012:policy/Boundary';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

const OWNER_TAGS = ['datadog-integration-role:stack-id', 'datadog-integration-role:logical-id'];

const open = furtherAccounts();
let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({
    parameters: {
      AttachablePolicyArns: 'arn:aws:iam::aws:policy/*',
      AllowedDatadogAccountIds: '111122223333',
      ...WITHOUT_BOUNDARY,
    },
    skipsWaits: true,
  });
});
beforeEach(() => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  customer.account.seed({ policies: [{ name: 'Boundary', document }] });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const role = () => customer.account.digest().roles[ROLE];

const changes: Readonly<Record<string, Parameters<CustomerAccount['deploy']>[1]>> = {
  DatadogSite: { DatadogSite: 'ap2' },
  DatadogAccountId: { DatadogAccountId: '111122223333' },
  ExternalId: { ExternalId: 'a-new-external-id' },
  Description: { Description: 'Überwachung' },
  MaxSessionDuration: { MaxSessionDuration: 43200 },
  PermissionsBoundary: { PermissionsBoundary: BOUNDARY },
  Tags: { Tags: [{ Key: 'team', Value: 'platform' }] },
  Permissions: { Permissions: 'Full' },
  'Permissions, fewer': { Permissions: 'Core' },
  ExcludeActions: { ExcludeActions: ['sns:Publish', 'logs:*'] },
  ResourceCollection: { ResourceCollection: 'True' },
  ManagedPolicyArns: { ManagedPolicyArns: [READ_ONLY, SECURITY_AUDIT] },
  Regions: { Regions: ['eu-central-1', 'us-east-1'] },
  ExistingRole: { ExistingRole: 'Adopt' },
  SelfTest: { SelfTest: 'Off' },
  'all of them': {
    DatadogSite: 'uk1',
    ExternalId: 'a-new-external-id',
    Description: 'all',
    MaxSessionDuration: 7200,
    PermissionsBoundary: BOUNDARY,
    Tags: [{ Key: 'team', Value: 'platform' }],
    Permissions: 'Full',
    ExcludeActions: ['cassandra:Select'],
    ResourceCollection: true,
    ManagedPolicyArns: [READ_ONLY],
    Regions: ['us-east-1'],
    ExistingRole: 'Adopt',
    SelfTest: 'Require',
  },
};

it('texts that SSM would take for references to parameters are kept on the role and in its record', async () => {
  const Description = 'of {{ team }}, {{resolve:ssm:/team/name:1}}';
  const stack = customer.stack();
  const before = customer.account.digest();

  expect(await customer.deploy(stack, { Description })).toBe('CREATE_COMPLETE');
  expect(role()?.description).toBe(Description);
  expect(await customer.deploy(stack, { Description, ResourceCollection: true })).toBe('UPDATE_COMPLETE');
  expect(await stack.delete()).toBe('DELETE_COMPLETE');

  expect(customer.account.digest()).toEqual(before);
});

describe('each property can be changed there and back, and ends where a fresh Create does', () => {
  it.each(Object.entries(changes))('%s', async (_name, change = {}) => {
    const stack = customer.stack();
    await customer.deploy(stack);
    const plain = customer.account.digest();

    expect(await customer.deploy(stack, change)).toBe('UPDATE_COMPLETE');
    const changed = customer.account.digest();
    expect(changed).not.toEqual(plain);
    const data = repliesOf(stack)[1]?.data;

    expect(await customer.deploy(stack)).toBe('UPDATE_COMPLETE');
    expect(customer.account.digest()).toEqual(plain);
    expect(repliesOf(stack)[2]?.data).toEqual(repliesOf(stack)[0]?.data);

    expect(await customer.deploy(stack, change)).toBe('UPDATE_COMPLETE');
    expect(customer.account.digest()).toEqual(changed);
    await stack.delete();
    const fresh = customer.stack();
    expect(await customer.deploy(fresh, change)).toBe('CREATE_COMPLETE');
    const { RoleId: _id, ...attributes } = repliesOf(fresh)[0]?.data ?? {};
    expect(data).toMatchObject(attributes);
    expect(withoutOwner(customer.account.digest().roles[ROLE])).toEqual(withoutOwner(changed.roles[ROLE]));
  });

  it.each(Object.entries(changes))('also by a rollback: %s', async (_name, change = {}) => {
    const stack = customer.stack();
    await customer.deploy(stack);
    const plain = customer.account.digest();

    expect(await customer.deploy(stack, change, { failAfter: true })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(customer.account.digest()).toEqual(plain);
  });
});

describe('another Revision', () => {
  it('has what somebody has changed put right, and leaves everything else as it is, the record included', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, { Revision: '1' });
    const before = customer.account.snapshot();
    await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: OWNER_TAGS }));
    await customer.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'ours' }));

    expect(await customer.deploy(stack, { Revision: '2' })).toBe('UPDATE_COMPLETE');

    expect(customer.account.snapshot()).toEqual(before);
    expect(repliesOf(stack)[1]?.data).toEqual(repliesOf(stack)[0]?.data);
  });

  it('writes nothing where nothing is to be done', async () => {
    const stack = customer.stack();
    await customer.deploy(stack);
    customer.sandbox.journal.clear();

    expect(await customer.deploy(stack, { Revision: 'once more' })).toBe('UPDATE_COMPLETE');

    expect(repliesOf(stack)).toHaveLength(2);
    expect(customer.writes()).toEqual([]);
  });
});

describe('what a property that is taken out goes back to', () => {
  it('is IAM’s default', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, changes['all of them']);

    await customer.deploy(stack);

    expect(role()).toMatchObject({
      description: '',
      maxSessionSeconds: 3600,
      boundaryArn: null,
      attached: [],
    });
    expect(Object.keys(role()?.tags ?? {})).toEqual([
      'datadog-integration-role:logical-id',
      'datadog-integration-role:stack-id',
    ]);
  });

  it('is the same for an empty value, which is what a template’s unset parameter passes on', async () => {
    const stack = customer.stack();
    await customer.deploy(stack);
    const plain = customer.account.digest();
    customer.sandbox.journal.clear();

    const update = customer.deploy(stack, {
      DatadogAccountId: '',
      Description: '',
      PermissionsBoundary: '',
      ExcludeActions: [''],
      ManagedPolicyArns: [''],
      Regions: [''],
      RoleName: '',
    });

    expect(await update).toBe('UPDATE_COMPLETE');
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(plain);
  });
});

describe('Regions', () => {
  it('cuts off other regions for every policy on the role, but not global services', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, { Regions: ['eu-west-1'], Permissions: 'Full', ResourceCollection: true });

    const may = customer.account.effectivePermissions(ROLE);
    const inRegion = (action: string, region: string) => may(action, { region });
    expect(inRegion('ec2:DescribeInstances', 'eu-west-1')).toBe(true);
    expect(inRegion('ec2:DescribeInstances', 'us-east-1')).toBe(false);
    expect(inRegion('kms:ListKeys', 'us-east-1')).toBe(false);
    expect(inRegion('organizations:DescribeOrganization', 'us-east-1')).toBe(true);
    expect(inRegion('s3:ListAllMyBuckets', 'us-east-1')).toBe(true);
  });
});

describe('a policy that the provider may not attach', () => {
  it('is refused by name before anything is made', async () => {
    const guarded = await open({ skipsWaits: true });
    const before = guarded.account.digest();
    const stack = guarded.stack();

    const created = guarded.deploy(stack, { ManagedPolicyArns: [READ_ONLY] });

    expect(await created).toBe('ROLLBACK_COMPLETE');
    expect(onlyFailure(stack).reason).toContain(
      `ManagedPolicyArns lists ${READ_ONLY}; besides its own policies the provider may only attach ${SECURITY_AUDIT}. List others, or have an administrator add what is missing to the template parameter AttachablePolicyArns of the provider.`,
    );
    expect(guarded.writes()).toEqual([]);
    expect(guarded.account.digest()).toEqual(before);
    expect(stack.resources.get(LOGICAL_ID)).toBeUndefined();
  });

  it('is refused in an Update, whose rollback finds nothing to do', async () => {
    const guarded = await open({ skipsWaits: true });
    const stack = guarded.stack();
    await guarded.deploy(stack, { Permissions: 'Full' });
    const before = guarded.account.digest();
    guarded.sandbox.journal.clear();

    const updated = guarded.deploy(stack, { Permissions: 'Full', ManagedPolicyArns: [READ_ONLY] });

    expect(await updated).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(guarded.writes()).toEqual([]);
    expect(guarded.account.digest()).toEqual(before);
  });
});

function withoutOwner(item: NonNullable<ReturnType<typeof role>> | undefined) {
  return { ...item, tags: { ...item?.tags, 'datadog-integration-role:stack-id': 'any' } };
}
