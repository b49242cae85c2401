import { type CloudFormation, startCloudFormation } from '../cloudformation/cloudformation';
import type { CustomResource, Deployment } from '../cloudformation/deployment';
import type { Stack } from '../cloudformation/stack';
import { createLambda, type Lambda, type LambdaOptions } from '../lambda/lambda';
import { temporaryBundles } from './bundle';

/** Replies as its properties say: the id is `Name`; `Fail` lists the request types that fail. */
const PROVIDER = `
  const { Name, Fail = '', FailedId, Pause } = event.ResourceProperties;
  if (Pause) await pause(Number(Pause));
  const failed = Fail.includes(event.RequestType);
  await reply(event, {
    ...(failed ? { Status: 'FAILED', Reason: event.RequestType + ' refused' } : {}),
    PhysicalResourceId: event.RequestType === 'Delete' ? event.PhysicalResourceId : (failed && FailedId) || Name,
    Data: { Arn: 'arn:' + Name },
  });`;

const bundles = temporaryBundles();
const lambdas: Lambda[] = [];
let cloudFormation: CloudFormation;
let stack: Stack;

beforeEach(async () => {
  cloudFormation = await startCloudFormation({ timeScale: 10 });
  stack = cloudFormation.stack({ name: 'monitoring' });
});
afterEach(async () => {
  await Promise.all(lambdas.splice(0).map((lambda) => lambda.close()));
  await cloudFormation.close();
});
afterAll(() => bundles.remove());

function provider(body = PROVIDER, options: Partial<LambdaOptions> = {}): Lambda {
  const lambda = createLambda({
    bundlePath: bundles.handler(body),
    name: 'provider',
    timeoutMs: 5000,
    retryDelaysMs: [],
    ...options,
  });
  lambdas.push(lambda);
  return lambda;
}

function role(serviceToken: Lambda, properties: CustomResource['properties']): CustomResource {
  return { type: 'Custom::Role', serviceToken, properties };
}

/** Deploys one resource, `Role`. */
function deploy(
  serviceToken: Lambda,
  properties: CustomResource['properties'],
  options: Omit<Deployment, 'resources'> = {},
) {
  return stack.deploy({ resources: { Role: role(serviceToken, properties) }, ...options });
}

/** What was sent, in short: the type, the physical id, the new and the old name. */
function sent(): string[] {
  return stack.requests.map((request) =>
    [
      request.RequestType,
      request.PhysicalResourceId ?? '-',
      request.ResourceProperties['Name'],
      request.OldResourceProperties?.['Name'] ?? '-',
    ].join(' '),
  );
}

/** The statuses that the stack itself went through. */
function statuses(): string[] {
  return stack.events.filter(({ logicalId }) => logicalId === 'monitoring').map(({ status }) => status);
}

function reasons(logicalId: string): (string | undefined)[] {
  return stack.events.filter((event) => event.logicalId === logicalId).map(({ reason }) => reason);
}

describe('the life of a stack', () => {
  it('creates, updates and deletes', async () => {
    const lambda = provider();

    expect(await deploy(lambda, { Name: 'a', Size: 1 })).toBe('CREATE_COMPLETE');
    expect(await deploy(lambda, { Name: 'a', Size: 2 })).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(sent()).toEqual(['Create - a -', 'Update a a a', 'Delete a a -']);
    expect(statuses()).toEqual([
      'CREATE_IN_PROGRESS',
      'CREATE_COMPLETE',
      'UPDATE_IN_PROGRESS',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_COMPLETE',
      'DELETE_IN_PROGRESS',
      'DELETE_COMPLETE',
    ]);
  });

  it('sends the fields that CloudFormation sends, every scalar as a string', async () => {
    const lambda = provider();

    await stack.deploy({
      resources: {
        Role: {
          ...role(lambda, {
            Name: 'a',
            On: true,
            Hours: 1.5,
            Tags: [{ Key: 'k', Value: 1 }],
            ServiceToken: 'x',
          }),
          serviceTimeoutSeconds: 900,
        },
      },
    });
    await deploy(lambda, { Name: 'a' });

    const [create, update] = stack.requests;
    expect(create).toEqual({
      RequestType: 'Create',
      ServiceToken: lambda.arn,
      ResponseURL: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/arn%3Aaws%3A.*X-Amz-Signature=[0-9a-f]{64}$/,
      ),
      StackId: stack.id,
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      LogicalResourceId: 'Role',
      ResourceType: 'Custom::Role',
      ResourceProperties: {
        ServiceToken: lambda.arn,
        ServiceTimeout: '900',
        Name: 'a',
        On: 'true',
        Hours: '1.5',
        Tags: [{ Key: 'k', Value: '1' }],
      },
    });
    expect(update).toMatchObject({
      PhysicalResourceId: 'a',
      ResourceProperties: { ServiceToken: lambda.arn, Name: 'a' },
      OldResourceProperties: create?.ResourceProperties,
    });
  });

  it('gives Ref and Fn::GetAtt from the reply', async () => {
    await deploy(provider(), { Name: 'a' });

    expect(stack.ref('Role')).toBe('a');
    expect(stack.attribute('Role', 'Arn')).toBe('arn:a');
    expect(() => stack.attribute('Role', 'Missing')).toThrow(
      "Vendor response doesn't contain Missing attribute in object",
    );
  });

  it('sends no Update when nothing changed, unless forced', async () => {
    const lambda = provider();
    await deploy(lambda, { Name: 'a' });

    expect(await deploy(lambda, { Name: 'a' })).toBe('UPDATE_COMPLETE');
    expect(stack.requests).toHaveLength(1);

    await deploy(lambda, { Name: 'a' }, { force: true });
    expect(sent()).toEqual(['Create - a -', 'Update a a a']);
  });

  it('gets a new id when it is created again', async () => {
    const lambda = provider();
    await deploy(lambda, { Name: 'a' });
    const firstId = stack.id;
    await stack.delete();
    await deploy(lambda, { Name: 'a' });

    expect(firstId).toMatch(
      /^arn:aws:cloudformation:us-east-1:123456789012:stack\/monitoring\/[0-9a-f-]{36}$/,
    );
    expect(stack.id).not.toBe(firstId);
    expect(stack.requests.map(({ StackId }) => StackId)).toEqual([firstId, firstId, stack.id]);
  });

  it('deletes what an update removes, and creates what it adds', async () => {
    const lambda = provider();
    await stack.deploy({ resources: { Old: role(lambda, { Name: 'old' }) } });

    await stack.deploy({ resources: { New: role(lambda, { Name: 'new' }) } });

    expect(sent()).toEqual(['Create - old -', 'Create - new -', 'Delete old old -']);
    expect([...stack.resources.keys()]).toEqual(['New']);
  });
});

describe('replacement', () => {
  it('deletes the old id with the old properties when the whole update is through', async () => {
    const lambda = provider();
    await deploy(lambda, { Name: 'a' });

    expect(await deploy(lambda, { Name: 'b' })).toBe('UPDATE_COMPLETE');

    expect(sent()).toEqual(['Create - a -', 'Update a b a', 'Delete a a -']);
    const cleanUp = stack.events.findIndex(({ status }) => status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    const removal = stack.events.findIndex(({ status }) => status === 'DELETE_IN_PROGRESS');
    expect(cleanUp).toBeGreaterThan(-1);
    expect(removal).toBeGreaterThan(cleanUp);
    expect(stack.ref('Role')).toBe('b');
  });

  it('is complete even if the old id cannot be deleted, which is tried three times', async () => {
    const lambda = provider();
    await deploy(lambda, { Name: 'a', Fail: 'Delete' });

    expect(await deploy(lambda, { Name: 'b' })).toBe('UPDATE_COMPLETE');

    expect(sent().slice(2)).toEqual(['Delete a a -', 'Delete a a -', 'Delete a a -']);
    expect(reasons('monitoring')).toContain('Update successful. One or more resources could not be deleted.');
  });

  it('is taken back when another resource fails: Update to the old properties, then Delete of the new id', async () => {
    const lambda = provider();
    await deploy(lambda, { Name: 'a' });

    expect(await deploy(lambda, { Name: 'b' }, { failAfter: true })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(sent()).toEqual(['Create - a -', 'Update a b a', 'Update b a b', 'Delete b b -']);
    expect(stack.ref('Role')).toBe('a');
    expect(statuses().slice(2)).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE',
    ]);
  });
});

describe('a failed Create', () => {
  it('is followed by a Delete with the id of its reply', async () => {
    expect(await deploy(provider(), { Name: 'a', Fail: 'Create', FailedId: 'never-made' })).toBe(
      'ROLLBACK_COMPLETE',
    );

    expect(sent()).toEqual(['Create - a -', 'Delete never-made a -']);
    expect(reasons('Role')).toContain('Create refused');
    expect(reasons('monitoring')).toContain('The following resource(s) failed to create: [Role].');
  });

  it('leaves ROLLBACK_FAILED when the Delete fails too; then the stack can only be deleted', async () => {
    const lambda = provider();

    expect(await deploy(lambda, { Name: 'a', Fail: 'Create Delete' })).toBe('ROLLBACK_FAILED');

    await expect(deploy(lambda, { Name: 'a' })).rejects.toThrow(
      'is in ROLLBACK_FAILED state and can not be updated',
    );
    expect(await stack.delete()).toBe('DELETE_FAILED');
    expect(sent()).toEqual(['Create - a -', 'Delete a a -', 'Delete a a -']);
  });

  it('is not rolled back with DO_NOTHING; delete then sends the Delete', async () => {
    expect(await deploy(provider(), { Name: 'a', Fail: 'Create' }, { onFailure: 'DO_NOTHING' })).toBe(
      'CREATE_FAILED',
    );
    expect(sent()).toEqual(['Create - a -']);

    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(sent()).toEqual(['Create - a -', 'Delete a a -']);
  });

  it('takes the good resources of the stack with it', async () => {
    const lambda = provider();

    const status = await stack.deploy({
      resources: {
        Good: role(lambda, { Name: 'g' }),
        Bad: role(lambda, { Name: 'b', Fail: 'Create', Pause: 250 }),
      },
    });

    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(sent().sort()).toEqual(['Create - b -', 'Create - g -', 'Delete b b -', 'Delete g g -']);
  });

  it('may be the fault of another resource', async () => {
    expect(await deploy(provider(), { Name: 'a' }, { failAfter: true })).toBe('ROLLBACK_COMPLETE');

    expect(sent()).toEqual(['Create - a -', 'Delete a a -']);
    expect(reasons('monitoring')).toContain('The following resource(s) failed to create: [AnotherResource].');
  });
});

describe('a cancelled Create', () => {
  it('is not waited for: its Delete has a made-up id, and the reply comes too late', async () => {
    let fail = () => {};
    const failDuring = new Promise<void>((resolve) => {
      fail = resolve;
    });
    const lambda = provider();
    const deployed = deploy(lambda, { Name: 'a', Pause: 250 }, { failDuring });
    fail();

    expect(await deployed).toBe('ROLLBACK_COMPLETE');
    await stack.settled();

    expect(stack.requests.map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
    expect(stack.requests[1]?.PhysicalResourceId).toMatch(/^monitoring-Role-[A-Za-z0-9]{12}$/);
    expect(reasons('Role')).toContain('Resource creation cancelled');
    expect(
      stack
        .replies()
        .map(({ request, meaning }) => `${request.RequestType} ${meaning}`)
        .sort(),
    ).toEqual(['Create late', 'Delete reply']);
  });
});

describe('a failed Update', () => {
  it('is followed by the Update back, properties swapped', async () => {
    const lambda = provider();
    await deploy(lambda, { Name: 'a', Size: 1 });

    expect(await deploy(lambda, { Name: 'a', Size: 2, Fail: 'Update' })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(sent()).toEqual(['Create - a -', 'Update a a a', 'Update a a a']);
    expect(stack.requests[2]?.ResourceProperties).toEqual(stack.requests[1]?.OldResourceProperties);
    expect(stack.requests[2]?.OldResourceProperties).toEqual(stack.requests[1]?.ResourceProperties);
  });

  it('takes over the id of its reply, which the clean-up deletes when the Update back gives the old one', async () => {
    const lambda = provider();
    await deploy(lambda, { Name: 'a' });

    await deploy(lambda, { Name: 'b', Fail: 'Update', FailedId: 'half-made' });

    expect(sent()).toEqual(['Create - a -', 'Update a b a', 'Update half-made a b', 'Delete half-made b -']);
    expect(stack.ref('Role')).toBe('a');
  });

  it('leaves UPDATE_ROLLBACK_FAILED when the Update back fails too', async () => {
    const lambda = provider();
    await deploy(lambda, { Name: 'a', Fail: 'Update' });

    expect(await deploy(lambda, { Name: 'a', Fail: 'Update', Size: 2 })).toBe('UPDATE_ROLLBACK_FAILED');
    expect(reasons('monitoring')).toContain('The following resource(s) failed to update: [Role].');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  it('is taken back once more by ContinueUpdateRollback, until that succeeds', async () => {
    const lambda = provider(`
      const count = globalThis.count = (globalThis.count ?? 0) + 1;
      const failed = count > 1 && count < 5 ? { Status: 'FAILED', Reason: 'event ' + count } : {};
      await reply(event, { ...failed, PhysicalResourceId: 'a' });`);
    await deploy(lambda, { Name: 'a' });
    await deploy(lambda, { Name: 'b' });

    expect(await stack.continueRollback()).toBe('UPDATE_ROLLBACK_FAILED');
    expect(await stack.continueRollback()).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(sent().slice(1)).toEqual(['Update a b a', 'Update a a b', 'Update a a b', 'Update a a b']);
    await expect(stack.continueRollback()).rejects.toThrow('there is no rollback to continue');
  });

  it('deletes what the update had created', async () => {
    const lambda = provider();
    await deploy(lambda, { Name: 'a' });

    await stack.deploy({
      resources: { Role: role(lambda, { Name: 'a' }), More: role(lambda, { Name: 'm' }) },
      failAfter: true,
    });

    expect(sent()).toEqual(['Create - a -', 'Create - m -', 'Delete m m -']);
    expect([...stack.resources.keys()]).toEqual(['Role']);
  });
});

describe('a provider that does not reply', () => {
  const SILENT_ON_CREATE = `if (event.RequestType === 'Create') return;\n${PROVIDER}`;

  it('fails the Create, and gets a Delete with a made-up id, without an hour’s wait in the sandbox', async () => {
    expect(await deploy(provider(SILENT_ON_CREATE), { Name: 'a' })).toBe('ROLLBACK_COMPLETE');

    expect(stack.requests[1]?.PhysicalResourceId).toMatch(/^monitoring-Role-[A-Za-z0-9]{12}$/);
    expect(reasons('Role')[1]).toBe(
      'CloudFormation did not receive a response from your Custom Resource. ' +
        `Please check your logs for requestId [${stack.requests[0]?.RequestId}].`,
    );
  });

  it('is waited for until the scaled ServiceTimeout, no longer', async () => {
    const lambda = provider(`if (event.RequestType === 'Create') await pause(4000);\n${PROVIDER}`, {
      timeoutMs: 60_000,
    });

    const status = await stack.deploy({
      resources: { Role: { ...role(lambda, { Name: 'a' }), serviceTimeoutSeconds: 30 } },
    });
    await stack.settled();

    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(stack.replies().find(({ request }) => request.RequestType === 'Create')?.meaning).toBe('late');
  });

  it('keeps the id when it is an Update', async () => {
    const lambda = provider(`if (event.ResourceProperties.Silent) return;\n${PROVIDER}`);
    await deploy(lambda, { Name: 'a' });

    expect(await deploy(lambda, { Name: 'a', Silent: true })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(sent()).toEqual(['Create - a -', 'Update a a a', 'Update a a a']);
  });

  it('has replied after all when a retry does', async () => {
    const lambda = provider(
      `if (!require('node:fs').existsSync(event.ResourceProperties.File)) {
         require('node:fs').writeFileSync(event.ResourceProperties.File, '');
         process.exit(1);
       }\n${PROVIDER}`,
      { retryDelaysMs: [1, 1] },
    );

    expect(await deploy(lambda, { Name: 'a', File: `${bundles.source('')}.tried` })).toBe('CREATE_COMPLETE');
    expect(lambda.invocations[0]?.attempts.map(({ outcome }) => outcome)).toEqual(['crashed', 'returned']);
  });

  it('leaves DELETE_FAILED when it was a Delete; delete may be repeated', async () => {
    const silentOnce = `if (event.RequestType === 'Delete' && !globalThis.asked) { globalThis.asked = true; return; }`;
    const lambda = provider(`${silentOnce}\n${PROVIDER}`);
    await deploy(lambda, { Name: 'a' });

    expect(await stack.delete()).toBe('DELETE_FAILED');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(sent()).toEqual(['Create - a -', 'Delete a a -', 'Delete a a -']);
  });
});

describe('duplicate delivery', () => {
  it.each(['after', 'concurrent'] as const)('%s: both reply, the first reply counts', async (duplicate) => {
    const lambda = provider();

    expect(await deploy(lambda, { Name: 'a' }, { duplicate })).toBe('CREATE_COMPLETE');

    expect(stack.requests).toHaveLength(1);
    expect(lambda.invocations.map(({ event }) => event)).toEqual([stack.requests[0], stack.requests[0]]);
    expect(stack.replies().map(({ meaning }) => meaning)).toEqual(['reply', 'duplicate']);
  });
});
