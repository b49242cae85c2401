import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import type { ResourceRequest } from '../../src/custom-resource';
import { operationInProgress } from '../../src/provider/operation-in-progress';
import { awsError } from '../support/aws-error';
import { OWNER } from '../support/iam/specs';
import { startInvocation } from '../support/passing-time';
import { EVENT } from '../support/provider/open-session';

type Kind = ResourceRequest['requestType'];

const BASE = { ...EVENT, sentAt: 0 };

const eventOf = (kind: Kind): ResourceRequest =>
  kind === 'Create'
    ? { ...BASE, requestType: kind }
    : { ...BASE, requestType: kind, physicalResourceId: 'DatadogIntegrationRole' };

const stackIn = (StackStatus: Stack['StackStatus'], facts: Partial<Stack> = {}): Stack => ({
  StackName: 'monitoring',
  CreationTime: undefined,
  StackStatus,
  ...facts,
});
const resourceIn = (
  ResourceStatus: StackResource['ResourceStatus'],
  facts: Partial<StackResource> = {},
): StackResource => ({
  LogicalResourceId: OWNER.logicalId,
  ResourceType: 'Custom::DatadogIntegrationRole',
  PhysicalResourceId: 'DatadogIntegrationRole',
  ResourceStatus,
  Timestamp: undefined,
  ...facts,
});

const DENIED = awsError('AccessDenied', 'not authorized', 403);
const THROTTLED = awsError('Throttling', 'Rate exceeded', 400);
const AT_REST = 'UPDATE_COMPLETE';
const AT_WORK = 'UPDATE_IN_PROGRESS';
const STILL_DONE = 'CloudFormation does not say whether it waits for this: it is carried out all the same';
const CARRIED_ON =
  'CloudFormation does not say whether it still waits for this: it is carried on all the same';

/** One event before a CloudFormation that has its stack and its resource at work. */
function eventArrives(
  kind: Kind,
  { event = {}, totalMs }: { event?: Partial<ResourceRequest>; totalMs?: number } = {},
) {
  const cloudFormation = mockClient(CloudFormationClient);
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackIn(AT_WORK)] });
  cloudFormation.on(DescribeStackResourcesCommand).resolves({ StackResources: [resourceIn(AT_WORK)] });
  const { context, clock, ended, lines } = startInvocation(totalMs);
  const request = Object.assign(eventOf(kind), event);
  const operation = operationInProgress(new CloudFormationClient({}), request, {
    ...context,
    claim: () => undefined,
    hide: () => undefined,
    replySize: () => ({ bytes: 0, maxBytes: 4_096 }),
  });
  return {
    cloudFormation,
    context,
    clock,
    operation,
    ended,
    confirmed: () => ended(operation.confirmed()),
    passes: async (ms: number) => ended(clock.sleep(ms)),
    /** How often each of the two questions has been asked. */
    asked: () => [
      cloudFormation.commandCalls(DescribeStacksCommand).length,
      cloudFormation.commandCalls(DescribeStackResourcesCommand).length,
    ],
    messages: () => lines.filter(({ level }) => level !== 'debug').map(({ message }) => message),
    lines,
  };
}

describe('what CloudFormation says at first', () => {
  test('is asked of this very stack and resource, and told', async () => {
    const { cloudFormation, operation } = eventArrives('Update');
    const [created, updated, changed] = [new Date(1_000), new Date(2_000), new Date(3_000)];
    cloudFormation
      .on(DescribeStacksCommand, { StackName: OWNER.stackId }, true)
      .resolves({ Stacks: [stackIn(AT_WORK, { CreationTime: created, LastUpdatedTime: updated })] });
    cloudFormation
      .on(
        DescribeStackResourcesCommand,
        { StackName: OWNER.stackId, LogicalResourceId: OWNER.logicalId },
        true,
      )
      .resolves({ StackResources: [resourceIn(AT_WORK, { Timestamp: changed })] });

    await expect(operation.stack()).resolves.toEqual({ status: AT_WORK, createdAt: 1_000, updatedAt: 2_000 });
    await expect(operation.resource()).resolves.toEqual({
      status: AT_WORK,
      changedAt: 3_000,
      physicalId: 'DatadogIntegrationRole',
    });
  });

  test('may be without times', async () => {
    const { operation } = eventArrives('Update');
    await expect(operation.stack()).resolves.toEqual({
      status: AT_WORK,
      createdAt: 0,
      updatedAt: undefined,
    });
    await expect(operation.resource()).resolves.toMatchObject({ changedAt: undefined });
  });

  test('is asked once, for whoever wants to know', async () => {
    const { operation, confirmed, asked } = eventArrives('Update');
    operation.ask();
    operation.ask();
    await Promise.all([operation.stack(), operation.resource(), operation.takesOver(), confirmed()]);
    expect(asked()).toEqual([1, 1]);
  });

  test('is asked only of an event that CloudFormation may still wait for', async () => {
    const late = eventArrives('Delete', { event: { awaitedUntil: 0 } });
    await late.passes(60_125);
    await expect(late.confirmed()).rejects.toThrow(
      `Delete has not been carried out, and nothing has been changed: CloudFormation says of ${OWNER.stackId} that it waited until 1970-01-01T00:00:00.000Z, so that it cannot be waiting for this.`,
    );
    expect(late.asked()).toEqual([0, 0]);

    const justInTime = eventArrives('Delete', { event: { awaitedUntil: 0 } });
    await justInTime.passes(60_000);
    await expect(justInTime.confirmed()).resolves.toBeUndefined();
  });

  test.each<[Kind, Stack['StackStatus'], boolean]>([
    ['Update', 'UPDATE_ROLLBACK_IN_PROGRESS', true],
    ['Update', AT_WORK, false],
    ['Delete', 'ROLLBACK_IN_PROGRESS', true],
  ])('tells of a %s during %s whether another may still be writing: %s', async (kind, status, answer) => {
    const { cloudFormation, operation } = eventArrives(kind);
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackIn(status)] });
    await expect(operation.takesOver()).resolves.toBe(answer);
  });

  test('tells nothing of others where it does not come', async () => {
    const { cloudFormation, operation, ended } = eventArrives('Update');
    cloudFormation.on(DescribeStacksCommand).rejects(DENIED);
    await expect(ended(operation.takesOver())).resolves.toBe(false);
  });

  test('is all that tells the order of an event without a date, and the log says so', async () => {
    const said = 'the event does not say when it was sent: its order is told by the stack alone';
    const undated = eventArrives('Update', { event: { sentAt: undefined } });
    await undated.confirmed();
    expect(undated.messages()).toEqual([said]);

    const dated = eventArrives('Update');
    await dated.confirmed();
    expect(dated.messages()).toEqual([]);

    const unanswered = eventArrives('Update', { event: { sentAt: undefined } });
    unanswered.cloudFormation.on(DescribeStacksCommand).rejects(DENIED);
    await unanswered.confirmed();
    expect(unanswered.messages()).toEqual([STILL_DONE]);
  });
});

describe('an event is refused when CloudFormation says', () => {
  type Answers = readonly [
    stacks: readonly Stack[] | undefined,
    resources: readonly StackResource[] | undefined,
  ];
  const working = [stackIn(AT_WORK)];

  test.each<[string, Kind, Answers]>([
    [`the stack is in ${AT_REST}`, 'Update', [[stackIn(AT_REST)], [resourceIn(AT_WORK)]]],
    [`the stack is in ${AT_REST}`, 'Delete', [[stackIn(AT_REST)], []]],
    ['the stack is in no status', 'Update', [[], [resourceIn(AT_WORK)]]],
    ['the stack is in no status', 'Delete', [undefined, [resourceIn(AT_WORK)]]],
    ['its resource Datadog is in CREATE_COMPLETE', 'Create', [working, [resourceIn('CREATE_COMPLETE')]]],
    ['its resource Datadog is in no status', 'Update', [working, [resourceIn(undefined)]]],
    [
      'the stack has no Datadog of the type Custom::DatadogIntegrationRole',
      'Update',
      [
        working,
        [
          resourceIn(AT_WORK, { LogicalResourceId: 'Other' }),
          resourceIn(AT_WORK, { ResourceType: 'AWS::SQS::Queue' }),
        ],
      ],
    ],
    [
      'its resource Datadog is in UPDATE_IN_PROGRESS since 1970-01-01T00:00:10.001Z, and this was sent at 1970-01-01T00:00:00.000Z',
      'Update',
      [working, [resourceIn(AT_WORK, { Timestamp: new Date(10_001) })]],
    ],
    [
      'the present operation of the stack began at 1970-01-01T00:00:10.001Z, and this was sent at 1970-01-01T00:00:00.000Z',
      'Delete',
      [[stackIn(AT_WORK, { LastUpdatedTime: new Date(10_001) })], []],
    ],
    ['the stack has no Datadog of the type Custom::DatadogIntegrationRole', 'Create', [working, undefined]],
    ['its resource Datadog is in UPDATE_COMPLETE', 'Delete', [working, [resourceIn(AT_REST)]]],
  ])('%s: %s', async (finding, kind, [stacks, resources]) => {
    const { cloudFormation, confirmed } = eventArrives(kind);
    cloudFormation.on(DescribeStacksCommand).resolves(stacks === undefined ? {} : { Stacks: [...stacks] });
    cloudFormation
      .on(DescribeStackResourcesCommand)
      .resolves(resources === undefined ? {} : { StackResources: [...resources] });
    await expect(confirmed()).rejects.toMatchObject({
      name: 'OperationNotInProgress',
      message: `${kind} has not been carried out, and nothing has been changed: CloudFormation says of ${OWNER.stackId} that ${finding}, so that it cannot be waiting for this. Events that somebody else sends, or that come a second time when the operation is over, are refused; to change the resource, change its stack`,
    });
  });

  test.each<[string, string]>([
    ['the stack has no such resource', 'Resource Datadog does not exist for stack arn:aws:x'],
    ['there is no such stack', 'Stack with id arn:aws:x does not exist'],
  ])('%s, unless it is a Delete', async (finding, message) => {
    const missing = awsError('ValidationError', message, 400);
    const update = eventArrives('Update');
    update.cloudFormation.on(DescribeStackResourcesCommand).rejects(missing);
    await expect(update.confirmed()).rejects.toThrow(finding);

    const deletion = eventArrives('Delete');
    deletion.cloudFormation.on(DescribeStackResourcesCommand).rejects(missing);
    await expect(deletion.confirmed()).resolves.toBeUndefined();
    await expect(deletion.operation.resource()).resolves.toEqual({
      status: 'no status',
      changedAt: undefined,
      physicalId: undefined,
    });
  });

  test('that there is no such stack, whatever it is asked for', async () => {
    const { cloudFormation, confirmed } = eventArrives('Delete');
    cloudFormation.on(DescribeStacksCommand).rejects(awsError('ValidationError', 'none', 400));
    await expect(confirmed()).rejects.toThrow('there is no such stack');
  });

  test('the same for eleven seconds: it may not show at once what it does', async () => {
    const { cloudFormation, clock, confirmed, asked } = eventArrives('Update');
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackIn(AT_REST)] });
    await expect(confirmed()).rejects.toThrow('the stack is in UPDATE_COMPLETE');
    expect(asked()).toEqual([5, 1]);
    expect(clock.now()).toBe(11_000);
  });

  test('the same for less than half of the time that there is', async () => {
    const { cloudFormation, clock, confirmed, asked } = eventArrives('Update', { totalMs: 8_000 });
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackIn(AT_REST)] });
    await expect(confirmed()).rejects.toThrow('the stack is in UPDATE_COMPLETE');
    expect(asked()).toEqual([5, 1]);
    expect(clock.now()).toBeGreaterThan(3_500);
    expect(clock.now()).toBeLessThan(4_000);
  });

  test('so at first, and nothing later', async () => {
    const { cloudFormation, confirmed, asked } = eventArrives('Update');
    cloudFormation
      .on(DescribeStacksCommand)
      .resolvesOnce({ Stacks: [stackIn(AT_REST)] })
      .rejects(DENIED);
    await expect(confirmed()).rejects.toThrow('the stack is in UPDATE_COMPLETE');
    expect(asked()[0]).toBeGreaterThan(4);
  });

  test('nothing, because it is throttled, as anybody can bring about', async () => {
    const { cloudFormation, clock, confirmed } = eventArrives('Delete', { totalMs: 100_000 });
    cloudFormation.on(DescribeStacksCommand).rejects(THROTTLED);
    await expect(confirmed()).rejects.toMatchObject({
      name: 'OperationNotConfirmed',
      message: expect.stringMatching(
        /^Delete has not been carried out, and nothing has been changed: for (4[5-9]|50) s CloudFormation has not said whether an operation of arn:\S+ is in progress, because calls of CloudFormation are throttled in this account and region\. Find out in CloudTrail who makes so many of them, then repeat the operation$/,
      ),
      cause: THROTTLED,
    });
    expect(clock.now()).toBeGreaterThan(45_000);
    expect(clock.now()).toBeLessThanOrEqual(50_000);
  });

  test('nothing for half of the time that was left when it was asked', async () => {
    const { cloudFormation, clock, confirmed, passes } = eventArrives('Delete', { totalMs: 100_000 });
    cloudFormation.on(DescribeStacksCommand).rejects(THROTTLED);
    await passes(40_000);
    await expect(confirmed()).rejects.toThrow(/: for (2[5-9]|30) s CloudFormation/);
    expect(clock.now()).toBeGreaterThan(65_000);
    expect(clock.now()).toBeLessThanOrEqual(70_000);
  });

  test('nothing, because it is throttled until the last request, which is not answered in time', async () => {
    const { cloudFormation, clock, confirmed } = eventArrives('Delete', { totalMs: 100_000 });
    cloudFormation.on(DescribeStacksCommand).callsFake(() => {
      if (clock.now() < 46_500) throw THROTTLED;
      return new Promise(() => undefined);
    });
    await expect(confirmed()).rejects.toMatchObject({ name: 'OperationNotConfirmed', cause: THROTTLED });
  });
});

describe('an event is carried out', () => {
  test.each<[string, Kind, StackResource]>([
    ['what could not be made', 'Delete', resourceIn('CREATE_FAILED')],
    ['what another has replaced', 'Delete', resourceIn(AT_REST, { PhysicalResourceId: 'Renamed' })],
    ['what has just come into its status', 'Update', resourceIn(AT_WORK, { Timestamp: new Date(10_000) })],
    ['what is being made', 'Create', resourceIn('CREATE_IN_PROGRESS')],
  ])('for %s: %s', async (_case, kind, resource) => {
    const { cloudFormation, confirmed, asked } = eventArrives(kind);
    cloudFormation.on(DescribeStackResourcesCommand).resolves({ StackResources: [resource] });
    await expect(confirmed()).resolves.toBeUndefined();
    expect(asked()).toEqual([1, 1]);
  });

  test.each<[string, number]>([
    ['first', 1],
    ['second', 3],
    ['third', 6],
    ['last', 11],
  ])('when the %s look after the first shows that it is waited for', async (_which, seconds) => {
    const { cloudFormation, clock, confirmed, operation } = eventArrives('Update');
    cloudFormation.on(DescribeStacksCommand).callsFake(() => ({
      Stacks: [stackIn(clock.now() < seconds * 1_000 ? AT_REST : AT_WORK)],
    }));
    await expect(confirmed()).resolves.toBeUndefined();
    expect(clock.now()).toBe(seconds * 1_000);
    await expect(operation.stack()).resolves.toMatchObject({ status: AT_WORK });
  });

  test.each([
    ['denied', DENIED, 3_000],
    ['broken', awsError('InternalFailure', 'an internal error', 500), 3_000],
    ['refused in some other way', awsError('SomethingElse', 'who knows', 400), 0],
  ])(
    'when the answer is %s, which is waited out for a while, and the log says so',
    async (_case, error, atMostMs) => {
      const { cloudFormation, clock, confirmed, operation, lines, asked } = eventArrives('Update');
      cloudFormation.on(DescribeStacksCommand).rejects(error);
      await expect(confirmed()).resolves.toBeUndefined();
      await expect(operation.stack()).resolves.toBeUndefined();
      expect(clock.now()).toBeLessThanOrEqual(atMostMs);
      expect(clock.now()).toBeGreaterThanOrEqual(atMostMs / 3);
      if (atMostMs > 0) expect(asked()[0]).toBeGreaterThan(1);
      expect(lines).toContainEqual(
        expect.objectContaining({
          level: 'warn',
          message: STILL_DONE,
          error: expect.objectContaining({ message: error.message }),
        }),
      );
    },
  );

  test('when nothing is answered: a request is given up after 3.5 s, and there are two', async () => {
    const { cloudFormation, clock, confirmed, asked, lines } = eventArrives('Update');
    cloudFormation.on(DescribeStacksCommand).callsFake(() => new Promise(() => undefined));
    await expect(confirmed()).resolves.toBeUndefined();
    expect(asked()).toEqual([2, 1]);
    expect(clock.now()).toBeGreaterThanOrEqual(7_000);
    expect(clock.now()).toBeLessThan(7_500);
    expect(lines).toContainEqual(
      expect.objectContaining({
        error: expect.objectContaining({ message: 'no answer within 3500 ms' }),
      }),
    );
  });

  test('when nothing has been answered within half of a short time', async () => {
    const { cloudFormation, clock, confirmed } = eventArrives('Update', { totalMs: 4_000 });
    cloudFormation.on(DescribeStacksCommand).callsFake(() => new Promise(() => undefined));
    await expect(confirmed()).resolves.toBeUndefined();
    expect(clock.now()).toBe(2_000);
  });

  test('a request that is given up is aborted', async () => {
    const { cloudFormation, confirmed } = eventArrives('Update');
    cloudFormation.on(DescribeStacksCommand).callsFake(() => new Promise(() => undefined));
    await confirmed();
    const [call] = cloudFormation.commandCalls(DescribeStacksCommand);
    expect(call?.args).toMatchObject([{}, { abortSignal: { aborted: true } }]);
  });

  test('when it has been throttled for a minute', async () => {
    const { cloudFormation, clock, confirmed } = eventArrives('Update');
    cloudFormation.on(DescribeStacksCommand).callsFake(() => {
      if (clock.now() < 60_000) throw THROTTLED;
      return { Stacks: [stackIn(AT_WORK)] };
    });
    await expect(confirmed()).resolves.toBeUndefined();
    expect(clock.now()).toBeLessThan(66_000);
  });

  test('but not when its own time is up', async () => {
    const { cloudFormation, context, confirmed, messages } = eventArrives('Update');
    cloudFormation.on(DescribeStacksCommand).callsFake(() => {
      context.deadline.stop();
      throw DENIED;
    });
    await expect(confirmed()).rejects.toThrow('the invocation that this work belongs to is over');
    expect(messages()).toEqual([]);
  });
});

describe('while an event is carried out', () => {
  /** An event that has been confirmed, with the questions counted anew. */
  async function confirmedOnce(kind: Kind, totalMs?: number) {
    const event = eventArrives(kind, totalMs === undefined ? {} : { totalMs });
    await event.confirmed();
    event.cloudFormation.resetHistory();
    return event;
  }
  const gone = { StackResources: [resourceIn('UPDATE_FAILED', { Timestamp: new Date(60_000) })] };

  test.each<[Kind, number[]]>([
    ['Create', [0, 1]],
    ['Update', [0, 1]],
    ['Delete', [1, 0]],
  ])('a %s is asked about anew with each group of writes', async (kind, asked) => {
    const event = await confirmedOnce(kind);
    event.operation.ask();
    await expect(event.confirmed()).resolves.toBeUndefined();
    expect(event.asked()).toEqual(asked);
  });

  test('an answer counts for two seconds', async () => {
    const event = await confirmedOnce('Update');
    await event.passes(2_000);
    await event.confirmed();
    expect(event.asked()).toEqual([0, 0]);
    await event.passes(125);
    await event.confirmed();
    expect(event.asked()).toEqual([0, 1]);
    await event.passes(2_000);
    await event.confirmed();
    expect(event.asked()).toEqual([0, 1]);
  });

  test('no more is written once CloudFormation has gone on, whether or not it was asked about that before', async () => {
    const says = {
      name: 'OperationOvertaken',
      message: `Update has not been carried on: CloudFormation says of ${OWNER.stackId} that its resource Datadog is in UPDATE_FAILED, so that it no longer waits for this, and what it does now must not be undone`,
    };
    const asking = await confirmedOnce('Update');
    asking.cloudFormation.on(DescribeStackResourcesCommand).resolves(gone);
    asking.operation.ask();
    await expect(asking.confirmed()).rejects.toMatchObject(says);

    const waiting = await confirmedOnce('Update');
    waiting.cloudFormation.on(DescribeStackResourcesCommand).resolves(gone);
    await expect(waiting.confirmed()).resolves.toBeUndefined();
    await waiting.passes(2_125);
    await expect(waiting.confirmed()).rejects.toMatchObject(says);
  });

  test('the resource of a Delete does not tell, for it may be another one by now', async () => {
    const event = await confirmedOnce('Delete');
    event.cloudFormation.on(DescribeStackResourcesCommand).resolves(gone);
    event.operation.ask();
    await expect(event.confirmed()).resolves.toBeUndefined();
  });

  test('an update that begins overtakes a Delete', async () => {
    const event = await confirmedOnce('Delete');
    const LastUpdatedTime = new Date(60_000);
    event.cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [stackIn(AT_WORK, { LastUpdatedTime })] });
    event.operation.ask();
    await expect(event.confirmed()).rejects.toThrow(
      'an update of the stack has begun at 1970-01-01T00:01:00.000Z',
    );
  });

  test('the stack tells where the resource was not told at first, and overtakes, too', async () => {
    const event = eventArrives('Update');
    event.cloudFormation.on(DescribeStackResourcesCommand).rejects(DENIED);
    await event.confirmed();
    event.cloudFormation.resetHistory();
    event.cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [stackIn('UPDATE_ROLLBACK_COMPLETE')] });
    event.operation.ask();
    await expect(event.confirmed()).rejects.toThrow('the stack is in UPDATE_ROLLBACK_COMPLETE');
    expect(event.asked()).toEqual([1, 0]);
  });

  test('nothing is asked any more where nothing was told at first', async () => {
    const event = eventArrives('Update');
    event.cloudFormation.on(DescribeStacksCommand).rejects(DENIED);
    event.cloudFormation.on(DescribeStackResourcesCommand).rejects(DENIED);
    await event.confirmed();
    event.cloudFormation.resetHistory();
    event.operation.ask();
    await expect(event.confirmed()).resolves.toBeUndefined();
    expect(event.asked()).toEqual([0, 0]);
  });

  test.each([
    ['denied', DENIED, 60_000],
    ['throttled', THROTTLED, 60_000],
  ])('it is carried on when the answer is %s for a minute, and the log says so', async (_case, error, ms) => {
    const event = await confirmedOnce('Update');
    const before = event.clock.now();
    event.cloudFormation.on(DescribeStackResourcesCommand).rejects(error);
    event.operation.ask();
    await expect(event.confirmed()).resolves.toBeUndefined();
    expect(event.clock.now() - before).toBeLessThanOrEqual(ms);
    expect(event.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: CARRIED_ON,
        error: expect.objectContaining({ message: error.message }),
      }),
    );
  });

  test('throttling is waited out for a minute, or half of the time that is left', async () => {
    for (const [totalMs, from, to] of [
      [300_000, 50_000, 60_000],
      [40_000, 14_000, 20_000],
    ] as const) {
      const event = await confirmedOnce('Update', totalMs);
      event.cloudFormation.on(DescribeStackResourcesCommand).rejects(THROTTLED);
      const before = event.clock.now();
      event.operation.ask();
      await event.confirmed();
      expect(event.clock.now() - before).toBeGreaterThan(from);
      expect(event.clock.now() - before).toBeLessThanOrEqual(to);
    }
  });

  test('what cannot be reached is waited for as long', async () => {
    const event = await confirmedOnce('Update');
    event.cloudFormation.on(DescribeStackResourcesCommand).callsFake(() => new Promise(() => undefined));
    const before = event.clock.now();
    event.operation.ask();
    await event.confirmed();
    expect(event.clock.now() - before).toBeGreaterThan(50_000);
    expect(event.clock.now() - before).toBeLessThanOrEqual(60_000);
  });

  test('it ends with the invocation', async () => {
    const event = await confirmedOnce('Update');
    event.cloudFormation.on(DescribeStackResourcesCommand).callsFake(() => {
      event.context.deadline.stop();
      throw DENIED;
    });
    event.operation.ask();
    await expect(event.confirmed()).rejects.toThrow('the invocation that this work belongs to is over');
    expect(event.messages()).toEqual([]);
  });
});
