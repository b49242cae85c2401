import {
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type ResourceStatus,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { awsError } from '../support/aws-error';
import { OWNER } from '../support/iam/specs';
import { PROPERTIES, TestBed } from '../support/provider/test-bed';

const ours = {
  LogicalResourceId: 'Datadog',
  ResourceType: 'Custom::DatadogIntegrationRole',
  ResourceStatus: 'UPDATE_IN_PROGRESS',
  Timestamp: undefined,
} as const;

/** How a test bed does each kind of event, on a role that is there. */
const EVENTS = {
  Create: (bed: TestBed) => bed.create({ Description: 'other' }),
  Update: (bed: TestBed) => bed.update({ Description: 'other' }, {}),
  Delete: (bed: TestBed) => bed.delete(),
} as const;
const KINDS = Object.keys(EVENTS) as (keyof typeof EVENTS)[];

/** A bed in which the integration has been made, and everything is counted anew. */
async function withIntegration(options: ConstructorParameters<typeof TestBed>[0] = {}): Promise<TestBed> {
  const bed = new TestBed(options);
  await bed.create();
  bed.cloudFormation.resetHistory();
  return bed;
}

const asked = ({ cloudFormation }: TestBed) => cloudFormation.commandCalls(DescribeStacksCommand);
const isCarriedOut = (bed: TestBed) => bed.role()?.description !== '';

describe.each(KINDS)('a %s', (kind) => {
  it('is carried out when CloudFormation is at it, which is asked before and with each group of writes', async () => {
    const bed = await withIntegration();

    await EVENTS[kind](bed);

    expect(isCarriedOut(bed)).toBe(true);
    const about = (command: typeof DescribeStacksCommand | typeof DescribeStackResourcesCommand) =>
      bed.cloudFormation.commandCalls(command).map(({ args: [{ input }] }) => input);
    const [first, ...further] = [...about(DescribeStacksCommand), ...about(DescribeStackResourcesCommand)];
    expect(first).toEqual({ StackName: OWNER.stackId });
    expect(further.length).toBeGreaterThan(1);
    for (const question of further) expect(question).toMatchObject({ StackName: OWNER.stackId });
  });

  it('is refused when the stack has settled, and changes nothing', async () => {
    const bed = await withIntegration();
    bed.setStackStatus('UPDATE_COMPLETE');
    const before = { account: bed.account, parameters: new Map(bed.parameters) };
    bed.claims.length = 0;

    await expect(EVENTS[kind](bed)).rejects.toMatchObject({
      name: 'OperationNotInProgress',
      message: expect.stringMatching(
        `^${kind} has not been carried out, and nothing has been changed: .* the stack is in UPDATE_COMPLETE`,
      ),
    });

    expect({ account: bed.account, parameters: bed.parameters }).toEqual(before);
    expect(asked(bed)).toHaveLength(5);
    expect(bed.claims).toEqual([]);
  });

  it('is refused when there is no such stack', async () => {
    const bed = await withIntegration();
    bed.cloudFormation
      .on(DescribeStacksCommand)
      .rejects(awsError('ValidationError', 'Stack with id arn:aws:x does not exist', 400));

    await expect(EVENTS[kind](bed)).rejects.toThrow('there is no such stack');
    expect(isCarriedOut(bed)).toBe(false);
  });

  it('is refused when CloudFormation does not take its ids for any: whoever sends an event chooses them', async () => {
    const bed = await withIntegration();
    const message = "1 validation error detected: Value 'x y' at 'stackName' failed to satisfy constraint";
    bed.cloudFormation.on(DescribeStacksCommand).rejects(awsError('ValidationError', message, 400));

    await expect(EVENTS[kind](bed)).rejects.toThrow('there is no such stack');
    expect(isCarriedOut(bed)).toBe(false);
  });

  it('is carried out when CloudFormation had only not shown it yet', async () => {
    const bed = await withIntegration();
    bed.cloudFormation
      .on(DescribeStacksCommand)
      .resolvesOnce({ Stacks: [stackIn('CREATE_COMPLETE')] })
      .resolves({ Stacks: [stackIn('UPDATE_IN_PROGRESS')] });
    const startedAt = bed.clock.now();

    await EVENTS[kind](bed);

    expect(isCarriedOut(bed)).toBe(true);
    expect(bed.clock.now()).toBeGreaterThanOrEqual(startedAt + 1_000);
  });

  it('is refused by the first answer when there is no second', async () => {
    const bed = await withIntegration();
    bed.cloudFormation
      .on(DescribeStacksCommand)
      .resolvesOnce({ Stacks: [stackIn('CREATE_COMPLETE')] })
      .rejects(awsError('AccessDenied', 'not authorized', 403));

    await expect(EVENTS[kind](bed)).rejects.toThrow('the stack is in CREATE_COMPLETE');
    expect(isCarriedOut(bed)).toBe(false);
  });

  it.each([
    ['denied', awsError('AccessDenied', 'not authorized', 403)],
    ['broken', awsError('InternalFailure', 'an internal error', 500)],
    ['out of reach', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ])('is carried out when the question is %s, and the log says so', async (_case, error) => {
    const bed = await withIntegration();
    bed.cloudFormation.on(DescribeStacksCommand).rejects(error);
    const startedAt = bed.clock.now();

    await EVENTS[kind](bed);

    expect(isCarriedOut(bed)).toBe(true);
    expect(bed.clock.now() - startedAt).toBeLessThan(10_000);
    expect(bed.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'CloudFormation does not say whether it waits for this: it is carried out all the same',
        error: expect.objectContaining({ message: error.message }),
      }),
    );
  });

  it('is carried out when the question is never answered, within the time that there is', async () => {
    const bed = await withIntegration();
    bed.cloudFormation.on(DescribeStacksCommand).callsFake(() => new Promise(() => undefined));
    const startedAt = bed.clock.now();

    await EVENTS[kind](bed);

    expect(isCarriedOut(bed)).toBe(true);
    expect(bed.clock.now() - startedAt).toBeLessThan(10_000);
  });

  it('is carried out when the question is throttled for a minute', async () => {
    const bed = await withIntegration();
    const endsAt = bed.clock.now() + 60_000;
    bed.cloudFormation.on(DescribeStacksCommand).callsFake(() => {
      if (bed.clock.now() < endsAt) throw awsError('Throttling', 'Rate exceeded', 400);
      return { Stacks: [stackIn('UPDATE_IN_PROGRESS')] };
    });

    await EVENTS[kind](bed);

    expect(isCarriedOut(bed)).toBe(true);
  });

  it('is refused when the question is throttled for half of the time, which anybody can bring about', async () => {
    const bed = await withIntegration();
    bed.cloudFormation.on(DescribeStacksCommand).rejects(awsError('Throttling', 'Rate exceeded', 400));
    const before = bed.account;
    const startedAt = bed.clock.now();
    const leftMs = bed.context.deadline.workLeft();

    await expect(EVENTS[kind](bed)).rejects.toMatchObject({
      name: 'OperationNotConfirmed',
      message: expect.stringContaining('calls of CloudFormation are throttled'),
    });

    expect(bed.account).toEqual(before);
    expect(bed.clock.now() - startedAt).toBeGreaterThan(leftMs * 0.4);
    expect(bed.clock.now() - startedAt).toBeLessThan(leftMs * 0.6);
  });

  it('asks nothing when its properties name no role', async () => {
    const bed = await withIntegration();
    const bad = { RoleName: 'not a name' };
    const refused = {
      Create: () => bed.create(bad),
      Update: () => bed.update(bad, {}),
      Delete: () => bed.delete('datadog-integration-role:not-created', bad),
    };
    await refused[kind]().catch(() => undefined);
    expect(asked(bed)).toEqual([]);
  });
});

describe('a Delete', () => {
  it('of what its stack has at rest is refused although something else in the stack is at work', async () => {
    const bed = await withIntegration();
    bed.setResourceStatus('UPDATE_COMPLETE', 'DatadogIntegrationRole');
    await expect(EVENTS.Delete(bed)).rejects.toThrow('its resource Datadog is in UPDATE_COMPLETE');
    expect(isCarriedOut(bed)).toBe(false);
  });

  it.each([
    ['what the stack is deleting', 'DELETE_IN_PROGRESS', 'DatadogIntegrationRole'],
    ['what could not be made', 'CREATE_FAILED', 'DatadogIntegrationRole'],
    ['what another has replaced', 'UPDATE_COMPLETE', 'DatadogIntegrationRoleRenamed'],
  ] as const)('of %s is carried out', async (_case, status, physicalId) => {
    const bed = await withIntegration();
    bed.setResourceStatus(status, physicalId);
    await EVENTS.Delete(bed);
    expect(isCarriedOut(bed)).toBe(true);
  });
});

describe('an event for a resource', () => {
  it.each(['Create', 'Update'] as const)(
    'that is at rest is refused although its stack is at work: %s',
    async (kind) => {
      const bed = await withIntegration();
      bed.setResourceStatus('UPDATE_COMPLETE');
      await expect(EVENTS[kind](bed)).rejects.toThrow('its resource Datadog is in UPDATE_COMPLETE');
      expect(isCarriedOut(bed)).toBe(false);
    },
  );

  it.each([
    [
      'that no template has',
      'Resource Datadog does not exist for stack arn:aws:x',
      'the stack has no such resource',
    ],
    ['of a stack that is gone', 'Stack with id arn:aws:x does not exist', 'there is no such stack'],
  ])('%s is refused', async (_case, message, says) => {
    const bed = await withIntegration();
    bed.cloudFormation
      .on(DescribeStackResourcesCommand, { LogicalResourceId: 'Datadog' })
      .rejects(awsError('ValidationError', message, 400));
    await expect(EVENTS.Update(bed)).rejects.toThrow(says);
    expect(isCarriedOut(bed)).toBe(false);
  });

  it.each([
    ['of another type', [{ ...ours, ResourceType: 'AWS::SQS::Queue' }]],
    ['of another name', [{ ...ours, LogicalResourceId: 'Other' }]],
    ['that is not told', []],
  ])('%s is refused', async (_case, StackResources) => {
    const bed = await withIntegration();
    bed.cloudFormation
      .on(DescribeStackResourcesCommand, { LogicalResourceId: 'Datadog' })
      .resolves({ StackResources });
    await expect(EVENTS.Create(bed)).rejects.toThrow(
      'the stack has no Datadog of the type Custom::DatadogIntegrationRole',
    );
  });

  it('is carried out when that cannot be asked: a provider that was deployed before it was', async () => {
    const bed = await withIntegration();
    bed.cloudFormation
      .on(DescribeStackResourcesCommand, { LogicalResourceId: 'Datadog' })
      .rejects(awsError('AccessDenied', 'not authorized', 403));
    await EVENTS.Update(bed);
    expect(isCarriedOut(bed)).toBe(true);
    expect(bed.messages).toContain(
      'CloudFormation does not say whether it waits for this: it is carried out all the same',
    );
  });

  it('is deleted although its stack has another one of that name by now', async () => {
    const bed = await withIntegration();
    bed.setResourceStatus('UPDATE_COMPLETE');
    await EVENTS.Delete(bed);
    expect(isCarriedOut(bed)).toBe(true);
  });
});

it('a Create under which the stack has begun to roll back makes nothing', async () => {
  const bed = new TestBed();
  bed.setStackStatus('ROLLBACK_IN_PROGRESS');
  await expect(bed.create()).rejects.toThrow('the stack is in ROLLBACK_IN_PROGRESS');
  expect(bed.role()).toBeUndefined();
  expect(bed.claims).toEqual([]);
});

it('a Delete that finds nothing needs nobody’s word for it', async () => {
  const bed = new TestBed();
  bed.cloudFormation.on(DescribeStacksCommand).rejects(awsError('Throttling', 'Rate exceeded', 400));
  await expect(bed.delete('DatadogIntegrationRole', PROPERTIES)).resolves.toBeUndefined();
});

it('a Delete that finds nothing but what is stored does', async () => {
  const bed = await withIntegration();
  const { parameters } = bed;
  const another = new TestBed();
  for (const [name, value] of parameters) another.parameters.set(name, value);
  another.setStackStatus('UPDATE_COMPLETE');
  await expect(another.delete()).rejects.toThrow('the stack is in UPDATE_COMPLETE');
  expect(another.parameters).toEqual(parameters);
});

function stackIn(status: StackStatus) {
  return { StackName: 'monitoring', CreationTime: undefined, StackStatus: status };
}

test('an Update whose resource CloudFormation has given up writes no more than the group of requests under way', async () => {
  const bed = await withIntegration();
  const resources = (ResourceStatus: ResourceStatus) => ({
    StackResources: [{ ...ours, ResourceStatus, Timestamp: new Date(0) }],
  });
  const question = { StackName: OWNER.stackId, LogicalResourceId: OWNER.logicalId };
  bed.cloudFormation
    .on(DescribeStackResourcesCommand, question)
    .resolvesOnce(resources('UPDATE_IN_PROGRESS'))
    .resolves(resources('UPDATE_FAILED'));

  await expect(bed.update({ Permissions: 'Full' }, {})).rejects.toMatchObject({
    name: 'OperationOvertaken',
    message: expect.stringContaining('is in UPDATE_FAILED, so that it no longer waits for this'),
  });

  expect(Object.keys(bed.account.policies)).toHaveLength(4);
  expect(bed.served.kinds).not.toContain('attach-policy');
});
