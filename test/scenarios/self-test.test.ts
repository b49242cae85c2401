import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import {
  type CustomerAccount,
  DATADOG,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { lastReply, onlyFailure } from '../support/replies';

/** Lets in whoever the account’s policies let in, and asks for no external id. */
const OPEN_TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' },
  ],
};

const AS_DATADOG = {
  RoleArn: `arn:aws:iam::123456789012:role/${ROLE}`,
  RoleSessionName: 'datadog',
  ExternalId: EXTERNAL_ID,
};

let customer: CustomerAccount;
let stack: Stack;

/** Of the sandbox. */
let time = Date.now();

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, sandbox: { now: () => time } });
});
beforeEach(() => {
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const result = () => stack.attribute(LOGICAL_ID, 'SelfTestResult');

function blockAssumeRole(): void {
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' }];
  const rcps = [{ Version: '2012-10-17', Statement }];
  customer.sandbox.configure({ accounts: { [customer.account.id]: { rcps } } });
}

describe('SelfTest: Require', () => {
  it('fails a Create whose role cannot be assumed, says why, and leaves nothing', async () => {
    blockAssumeRole();
    const before = customer.account.digest();

    expect(await customer.deploy(stack, { SelfTest: 'Require', Permissions: 'Full' })).toBe(
      'ROLLBACK_COMPLETE',
    );

    const { reason, physicalId } = onlyFailure(stack);
    expect(reason).toContain('SelfTest is Require');
    expect(reason).toContain('with an explicit deny in a resource control policy');
    expect(reason).toContain('set SelfTest to Report');
    expect(physicalId).toBe('DatadogIntegrationRole');
    expect(customer.account.digest()).toEqual(before);
  });

  it('fails an Update after which the role cannot be assumed, and the rollback ends in the old state', async () => {
    await customer.deploy(stack, { SelfTest: 'Require' });
    const before = customer.account.digest();
    blockAssumeRole();

    expect(await customer.deploy(stack, { SelfTest: 'Require', Permissions: 'Full' })).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );

    expect(onlyFailure(stack).reason).toContain('SelfTest is Require');
    expect(lastReply(stack)).toMatchObject({
      status: 'SUCCESS',
      reason: expect.stringContaining('explicit deny in a resource control policy'),
    });
    expect(customer.account.digest()).toEqual(before);
  });

  it('fails neither Create nor Update over a service control policy, which binds the provider and not Datadog', async () => {
    const Statement = [{ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }];
    const scps = [{ Version: '2012-10-17', Statement }];
    customer.sandbox.configure({ accounts: { [customer.account.id]: { scps } } });

    expect(await customer.deploy(stack, { SelfTest: 'Require' })).toBe('CREATE_COMPLETE');
    expect(await customer.deploy(stack, { SelfTest: 'Require', Permissions: 'Full' })).toBe(
      'UPDATE_COMPLETE',
    );

    expect(result()).toBe('undecided: scp_explicit_deny');
    expect(lastReply(stack).reason).toContain('explicit deny in a service control policy');
    const datadog = customer.stsOf('464622532012');
    await expect(datadog.send(new AssumeRoleCommand(AS_DATADOG))).resolves.toHaveProperty('Credentials');
  });
});

describe('SelfTest: Report', () => {
  it('says failed and the cause, in the attribute, the Reason and the log', async () => {
    blockAssumeRole();

    expect(await customer.deploy(stack)).toBe('CREATE_COMPLETE');

    expect(result()).toBe('failed: rcp_explicit_deny');
    expect(lastReply(stack).reason).toContain('explicit deny in a resource control policy');
    expect(customer.provider.invocations.at(-1)?.attempts[0]?.logs.join()).toContain('self-test failed');
  });

  it('notices that STS is off in the region', async () => {
    customer.sandbox.configure({ accounts: { [customer.account.id]: { stsDeactivated: ['us-east-1'] } } });

    expect(await customer.deploy(stack)).toBe('CREATE_COMPLETE');

    expect(result()).toBe('failed: sts_region_not_activated');
  });

  it('is passed only when nobody gets in without the external id', async () => {
    await customer.deploy(stack);

    expect(result()).toBe('passed');
    const tries = customer.calls().filter(({ operation }) => operation === 'AssumeRole');
    expect(tries.map(({ parameters, result: answer }) => [parameters['ExternalId'], answer])).toEqual([
      [EXTERNAL_ID, 'ok'],
      [undefined, 'AccessDenied'],
    ]);
  });

  it('does not take the old trust policy, while it still counts, for a hole in the new one', async () => {
    await customer.deploy(stack);
    const PolicyDocument = JSON.stringify(OPEN_TRUST);
    await customer.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument }));
    customer.sandbox.configure({ propagation: { trustChangeMs: 60_000 } });
    time += 60_000;
    const runOut = () => {
      time += 60_000;
    };
    // The old trust policy counts for the tries before.
    const fifth = customer.sandbox.faults.add({
      match: { operation: 'AssumeRole', nth: 5 },
      effect: { type: 'run', when: 'before', run: runOut },
    });

    expect(await customer.deploy(stack, { SelfTest: 'Require' })).toBe('UPDATE_COMPLETE');

    expect(result()).toBe('passed');
    expect(fifth.strikes()).toBe(1);
  });
});

describe('whom IAM does not know any more', () => {
  const validatorArn = () => `arn:aws:iam::${customer.account.id}:role/${customer.validatorRole}`;

  beforeEach(async () => {
    await customer.deploy(stack);
    const RoleName = customer.validatorRole;
    const { PolicyNames = [] } = await customer.iam.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames)
      await customer.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await customer.iam.send(new DeleteRoleCommand({ RoleName }));
  });

  it('is left out of the trust policy, and result, Reason, log and record say so', async () => {
    expect(await customer.deploy(stack, { Description: 'new', SelfTest: 'Require' })).toBe('UPDATE_COMPLETE');

    const left = [`arn:aws:iam::${customer.account.id}:role/${customer.providerRole}`];
    expect(result()).toBe(`passed, without ${validatorArn()}`);
    expect(lastReply(stack).reason).toContain(`${validatorArn()} cannot try the role`);
    expect(customer.provider.invocations.at(-1)?.attempts[0]?.logs.join()).toContain('left out of the trust');
    const { roles, parameters } = customer.account.digest();
    const [, statement] = JSON.parse(roles[ROLE]?.trust ?? '').Statement;
    expect(statement.Principal).toEqual({ AWS: left[0] });
    const record = parameters['us-east-1']?.[`/datadog-integration-role/${ROLE}`];
    expect(JSON.parse(record?.value ?? '').selfTestPrincipals).toEqual(left);
  });

  it('is left out again by the next Update, which has nothing else to do, and does not stand in the way of a Delete', async () => {
    await customer.deploy(stack, { Description: 'new' });
    const before = customer.account.digest();

    expect(await customer.deploy(stack, { Description: 'new' }, { force: true })).toBe('UPDATE_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest().roles).not.toHaveProperty(ROLE);
  });
});

describe('SelfTest: Off', () => {
  it('leaves exactly the trust document of the guide, and assumes nothing', async () => {
    await customer.deploy(stack, { SelfTest: 'Off' });

    expect(result()).toBe('off');
    expect(JSON.parse(customer.account.digest().roles[ROLE]?.trust ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'DatadogAssumeRole',
          Effect: 'Allow',
          Principal: { AWS: DATADOG },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
        },
      ],
    });
    expect(customer.calls().map(({ service }) => service)).not.toContain('sts');
  });
});

describe('a rotated external id', () => {
  it('lets the new one in and the old one out', async () => {
    await customer.deploy(stack);

    expect(await customer.deploy(stack, { ExternalId: 'the-next-one' })).toBe('UPDATE_COMPLETE');

    expect(result()).toBe('passed');
    const canAssume = (externalId: string) => customer.account.canAssume(DATADOG, ROLE, { externalId });
    expect([canAssume('the-next-one'), canAssume(EXTERNAL_ID)]).toEqual([true, false]);
  });
});
