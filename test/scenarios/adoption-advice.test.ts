import {
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DeleteParametersCommand, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { RoleSeed } from '../sandbox';
import { carryOut } from '../support/aws-commands';
import {
  type CustomerAccount,
  DATADOG,
  EXTERNAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
  WITHOUT_BOUNDARY,
  withoutBoundary,
} from '../support/customer-account';
import { furtherAccounts } from '../support/further-accounts';
import { adoptableRole } from '../support/guide-role';
import { lastReply, onlyFailure } from '../support/replies';

/*
 * What an error about an adoption or a restore advises is carried out to the letter, and nothing else; what it was in the way of
 * then succeeds.
 */

const RECORD = `/datadog-integration-role/${ROLE}`;
const ADOPT = { ExistingRole: 'Adopt' };
const TAGS = ['stack-id', 'logical-id', 'adopted'].map((key) => `datadog-integration-role:${key}`);
const [STACK_ID_TAG = ''] = TAGS;
const OTHERS_ID = 'of-another-organization-0001';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const open = furtherAccounts();
let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  const parameters = { RoleNamePattern: 'D*', ...WITHOUT_BOUNDARY };
  customer = await openCustomerAccount({ parameters, skipsWaits: true });
});
beforeEach(() => {
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const role = () => customer.account.digest().roles[ROLE];

function seed(changes: Partial<RoleSeed> = {}): void {
  customer.account.seed({ roles: [{ ...adoptableRole, ...changes }] });
}

/** A trust policy of these statements' principals, Datadog's with an external id. */
function trustOf(...statements: readonly (readonly [principal: object, externalId?: string])[]) {
  return {
    Version: '2012-10-17',
    Statement: statements.map(([Principal, id]) => ({
      Effect: 'Allow',
      Principal,
      Action: 'sts:AssumeRole',
      ...(id === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': id } } }),
    })),
  };
}

async function setTrust(document: object): Promise<void> {
  const PolicyDocument = JSON.stringify(document);
  await customer.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument }));
}

async function takeTagsOff(): Promise<void> {
  await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: TAGS }));
}

async function putTagsBack(tags: Readonly<Record<string, string>>): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await customer.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags }));
}

async function deleteParameters(...Names: string[]): Promise<void> {
  await customer.ssm.send(new DeleteParametersCommand({ Names }));
}

/** The project's own policies that are attached to the role. */
const ownPolicies = () =>
  (role()?.attached ?? []).filter((arn) => arn.includes(':policy/datadog-integration-role/'));

async function detachOwnPolicies(): Promise<void> {
  for (const PolicyArn of ownPolicies())
    await customer.iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn }));
}

/** The reason for which another stack's Create fails that asks for this. */
async function refusalOf(properties: Parameters<CustomerAccount['deploy']>[1]): Promise<string> {
  const refused = customer.stack('refused');
  expect(await customer.deploy(refused, properties)).toBe('ROLLBACK_COMPLETE');
  return onlyFailure(refused).reason;
}

describe('a role that is not adopted is, when what the error advises has been done', () => {
  type Properties = Parameters<CustomerAccount['deploy']>[1];
  const colleagues = { AWS: 'arn:aws:iam::123456789012:root' };
  const withTags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, 'v'.repeat(200)]));

  it.each<[string, Partial<RoleSeed>, Properties, string, () => Promise<Properties>]>([
    [
      'another name in another letter case',
      {},
      { RoleName: 'DatadogIntegrationROLE' },
      `Set RoleName to ${ROLE}`,
      async () => ({}),
    ],
    [
      'another external id: that one is set',
      { trust: trustOf([{ AWS: DATADOG }, OTHERS_ID]) },
      {},
      'set ExternalId to that one',
      async () => ({ ExternalId: OTHERS_ID }),
    ],
    [
      'another external id: Datadog is taken out of the trust policy',
      { trust: trustOf([{ AWS: DATADOG }, OTHERS_ID], [colleagues]) },
      {},
      'take Datadog out of the role’s trust policy first'.replace('’', "'"),
      async () => {
        await setTrust(trustOf([colleagues]));
        return {};
      },
    ],
    [
      'a second external id: it is taken out of the trust policy',
      { trust: trustOf([{ AWS: DATADOG }, EXTERNAL_ID], [{ AWS: DATADOG }, OTHERS_ID]) },
      {},
      "take that out of the role's trust policy first",
      async () => {
        await setTrust(trustOf([{ AWS: DATADOG }, EXTERNAL_ID]));
        return {};
      },
    ],
    [
      'a service that the role lets in: it is taken out',
      { trust: trustOf([{ Service: 'ec2.amazonaws.com' }], [{ AWS: DATADOG }, EXTERNAL_ID]) },
      {},
      "take them out of the role's trust policy first",
      async () => {
        await setTrust(trustOf([{ AWS: DATADOG }, EXTERNAL_ID]));
        return {};
      },
    ],
    [
      'too many tags: they are shortened',
      { tags: withTags(45) },
      {},
      'Shorten its tags',
      async () => {
        const short = Object.keys(withTags(45)).map((Key) => ({ Key, Value: 'v' }));
        await customer.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags: short }));
        return { Tags: [] };
      },
    ],
  ])('%s', async (_name, changes, properties, advice, follow) => {
    seed(changes);
    const asked = { ...ADOPT, ...properties };
    expect(await refusalOf(asked)).toContain(advice);

    const mended = { ...asked, ...properties, RoleName: ROLE, ...(await follow()) };
    const before = customer.account.digest();
    expect(await customer.deploy(stack, mended)).toBe('CREATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  });

  it('a name that is not listed: the administrator adds it', async () => {
    const name = `${ROLE}-of-a-team`;
    seed({ name });
    expect(await refusalOf({ ...ADOPT, RoleName: name })).toContain(
      'have an administrator add it to the template parameter AdoptableRoleNames of the provider',
    );

    const listed = await open({
      parameters: { AdoptableRoleNames: `${ROLE},${name}`, ...WITHOUT_BOUNDARY },
      skipsWaits: true,
    });
    listed.account.seed({ roles: [{ ...adoptableRole, name }] });
    expect(await listed.deploy(listed.stack(), { ...ADOPT, RoleName: name })).toBe('CREATE_COMPLETE');
  });

  it('a role of another stack: the resource is let go of there', async () => {
    seed();
    const resource = {
      logicalId: 'Role',
      type: 'AWS::IAM::Role',
      physicalId: ROLE,
      status: 'CREATE_COMPLETE',
      changedAt: new Date(),
    };
    const quickstart = {
      id: 'arn:aws:cloudformation:us-east-1:123456789012:stack/quickstart/1',
      name: 'quickstart',
      createdAt: new Date(),
      status: 'CREATE_COMPLETE',
      resources: [resource],
    };
    customer.account.stacks.publish(quickstart);
    expect(await refusalOf(ADOPT)).toContain('give the resource DeletionPolicy: Retain, update that stack');

    // A resource that was retained is DELETE_SKIPPED, and the role is still there.
    const letGo = { ...resource, status: 'DELETE_SKIPPED' };
    customer.account.stacks.publish({ ...quickstart, status: 'UPDATE_COMPLETE', resources: [letGo] });
    expect(await customer.deploy(stack, ADOPT)).toBe('CREATE_COMPLETE');
  });
});

describe('a role that was not made by the stack', () => {
  it('is deleted, and made by it', async () => {
    seed({ inline: {}, attached: [] });
    expect(await refusalOf({})).toContain('delete the role');
    await customer.iam.send(new DeleteRoleCommand({ RoleName: ROLE }));
    expect(await customer.deploy(stack)).toBe('CREATE_COMPLETE');
  });

  it('is taken over', async () => {
    seed();
    expect(await refusalOf({})).toContain('set ExistingRole to Adopt to take it over');
    expect(await customer.deploy(stack, ADOPT)).toBe('CREATE_COMPLETE');
  });

  it('is left by a stack that no longer exists, and is taken over without what that has left', async () => {
    const gone = customer.stack('gone');
    await customer.deploy(gone, { Permissions: 'Full' });
    const reason = await refusalOf(ADOPT);
    expect(reason).toContain(
      `take the tags ${TAGS.join(', ').replace(/, (?=[^,]*$)/, ' and ')} off the role`,
    );
    expect(reason).toContain('detach and delete the policies under the path /datadog-integration-role/');

    await takeTagsOff();
    const left = ownPolicies();
    await detachOwnPolicies();
    for (const PolicyArn of left) await customer.iam.send(new DeletePolicyCommand({ PolicyArn }));

    expect(await customer.deploy(stack, { ...ADOPT, Permissions: 'Full' })).toBe('CREATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });
});

describe('a role that two claim', () => {
  let second: Stack;
  const disputed = async () => {
    second = customer.stack('second');
    await customer.deploy(stack);
    await putTagsBack({ [STACK_ID_TAG]: second.id });
    expect(await customer.deploy(second)).toBe('ROLLBACK_COMPLETE');
    return onlyFailure(second).reason;
  };

  it('is that of the tags once the parameter is deleted', async () => {
    expect(await disputed()).toContain('If the tags are right, delete the parameter');
    const third = customer.stack('third');
    await putTagsBack({ [STACK_ID_TAG]: third.id });
    await deleteParameters(RECORD);
    expect(await customer.deploy(third)).toBe('CREATE_COMPLETE');
  });

  it('is that of the parameter once its tags are put back', async () => {
    expect(await disputed()).toContain(`if the parameter is, put back the tags ${STACK_ID_TAG} and`);
    await putTagsBack({ [STACK_ID_TAG]: stack.id });
    expect(await customer.deploy(stack, { ResourceCollection: true })).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });
});

describe('an adopted role that cannot be told from one of others', () => {
  let tags: Readonly<Record<string, string>>;

  beforeEach(async () => {
    seed();
    await customer.deploy(stack, { ...ADOPT, Permissions: 'Full' });
    tags = Object.fromEntries(TAGS.map((key) => [key, role()?.tags[key] ?? '']));
    await takeTagsOff();
    expect(await customer.deploy(stack, ADOPT)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(onlyFailure(stack).reason).toContain('have an administrator put back its tags');
  });

  it('is updated once its tags are put back', async () => {
    await putTagsBack(tags);
    expect(await customer.deploy(stack, ADOPT)).toBe('UPDATE_COMPLETE');
  });

  it('is made anew once it is deleted', async () => {
    const RoleName = ROLE;
    for (const PolicyArn of role()?.attached ?? [])
      await customer.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    for (const PolicyName of Object.keys(role()?.inline ?? {}))
      await customer.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await customer.iam.send(new DeleteRoleCommand({ RoleName }));
    expect(await customer.deploy(stack, ADOPT)).toBe('UPDATE_COMPLETE');
  });
});

describe('an adopted role that cannot be handed back', () => {
  const parameter = `${RECORD}/adopted`;
  let before: ReturnType<CustomerAccount['account']['digest']>;
  let kept: string;

  beforeEach(async () => {
    seed();
    before = customer.account.digest();
    await customer.deploy(stack, { ...ADOPT, Permissions: 'Full' });
    const { Parameter } = await customer.ssm.send(new GetParameterCommand({ Name: parameter }));
    kept = Parameter?.Value ?? '';
  });

  const store = async (Value: string) => {
    await customer.ssm.send(new PutParameterCommand({ Name: parameter, Value, Overwrite: true }));
  };
  const refusal = async () => {
    expect(await stack.delete()).toBe('DELETE_FAILED');
    return lastReply(stack).reason;
  };

  it('over a parameter that cannot be read is once the parameter’s earlier version is put back', async () => {
    await store('{}');
    expect(await refusal()).toContain(`from its history: aws ssm get-parameter-history --name ${parameter}.`);
    await store(kept);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  });

  it('over a parameter that its tag does not confirm is once the command of the reason confirms it', async () => {
    await putTagsBack({ 'datadog-integration-role:adopted': 'true' });
    const [, command = ''] = /confirm it: (aws iam .*?), then delete again/.exec(await refusal()) ?? [];
    await carryOut(customer.iam, [command]);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  });

  it.each<[string, () => Promise<void>]>([
    ['cannot be read', () => store('{}')],
    ['is gone', () => deleteParameters(parameter)],
    ['is not confirmed', () => putTagsBack({ 'datadog-integration-role:adopted': 'true' })],
  ])('is kept as it is where what is stored of it %s', async (_name, happens) => {
    await happens();
    expect(await refusal()).toContain(
      `To keep the role as it is, detach the policies under the path /datadog-integration-role/ from it, take the tags ${TAGS.join(', ')} off it and delete the SSM parameters ${RECORD} and ${parameter}, then delete again.`,
    );
    await detachOwnPolicies();
    await takeTagsOff();
    await deleteParameters(RECORD, parameter);
    const asItIs = role();

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(role()).toEqual(asItIs);
    expect(customer.policies()).toEqual({});
    expect(customer.account.digest().parameters).toEqual({});
  });
});

it('an adopted role under a boundary of others is handed back once that of the provider is in its place', async () => {
  const bounded = await open({ skipsWaits: true });
  bounded.account.seed({ roles: [adoptableRole] });
  const before = bounded.account.digest();
  const adopted = bounded.stack();
  await bounded.deploy(adopted, ADOPT);
  const inForce = bounded.account.digest().roles[ROLE]?.boundaryArn ?? '';
  const put = (PermissionsBoundary: string) =>
    bounded.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: ROLE, PermissionsBoundary }));
  await put(READ_ONLY);

  expect(await adopted.delete()).toBe('DELETE_FAILED');
  expect(lastReply(adopted).reason).toContain(
    'Have whoever set it put that in its place, then delete again.',
  );

  await put(inForce);
  expect(await adopted.delete()).toBe('DELETE_COMPLETE');
  expect(withoutBoundary(bounded.account.digest())).toEqual(before);
});
