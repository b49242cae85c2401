import { StackStatus } from '@aws-sdk/client-cloudformation';
import { isPlausible, isTakingOver, type Look, lateness, overtakenBy } from '../../src/provider/stack-order';
import cases from '../cases/stack-statuses.json';

const T = Date.parse('2026-11-27T12:00:00Z');
const SECOND_MS = 1_000;

type Type = 'Create' | 'Update' | 'Delete';
const sent = (requestType: Type, sentAt: number | undefined = T) => ({
  requestType,
  logicalResourceId: 'Datadog',
  sentAt,
});
/** What CloudFormation shows: its stack in a status since an update began, and the resource in one since a moment. */
const look = (stackStatus: string, resourceStatus: string, since: number | undefined = T): Look => ({
  stack: { status: stackStatus, createdAt: 0, updatedAt: since },
  resource: { status: resourceStatus, changedAt: since, physicalId: 'Role' },
});
const AT_WORK = look('UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS');
const rolledBack = (laterMs: number) =>
  look('UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_IN_PROGRESS', T + laterMs);

type Statuses = Readonly<Record<string, readonly string[]>>;

describe('an event is plausible', () => {
  const statuses: Statuses = cases.statuses;

  test('in the statuses of the table and in no other, and the table has all that there are', () => {
    expect(Object.keys(statuses).sort()).toEqual([...Object.values(StackStatus)].sort());
    const found = Object.fromEntries(
      Object.keys(statuses).map((status) => [
        status,
        (['Create', 'Update', 'Delete'] as const).filter((type) => isPlausible(type, status)),
      ]),
    );
    expect(found).toEqual(statuses);
  });

  test('in a status that is not known yet, if its name says that something is in progress', () => {
    expect(isPlausible('Update', 'REFACTOR_IN_PROGRESS')).toBe(true);
    expect(isPlausible('Delete', 'REFACTOR_COMPLETE')).toBe(false);
    expect(isPlausible('Delete', 'IN_PROGRESS_NO_MORE')).toBe(false);
  });
});

describe('an event', () => {
  test.each([0, -SECOND_MS, 999, 10_000])(
    'is that of the present operation when its resource came into its status %i ms later',
    (laterMs) => {
      const now = look('UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', T + laterMs);
      expect(lateness(sent('Update'), now)).toBeUndefined();
    },
  );

  test('is late when its resource came into its status more than ten seconds later', () => {
    const now = look('UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', T + 10_001);
    expect(lateness(sent('Update'), now)).toBe(
      'its resource Datadog is in UPDATE_IN_PROGRESS since 2026-11-27T12:00:10.001Z, and this was sent at 2026-11-27T12:00:00.000Z',
    );
  });

  test('to delete is late when the stack’s operation began later, whatever its resource is doing', () => {
    const resource = { status: 'UPDATE_IN_PROGRESS', changedAt: T + 60_000, physicalId: 'Another' };
    const stack = (updatedAt: number) => ({ status: 'UPDATE_IN_PROGRESS', createdAt: 0, updatedAt });
    expect(lateness(sent('Delete'), { stack: stack(T), resource })).toBeUndefined();
    expect(lateness(sent('Delete'), { stack: stack(T + 11_000), resource })).toBe(
      'the present operation of the stack began at 2026-11-27T12:00:11.000Z, and this was sent at 2026-11-27T12:00:00.000Z',
    );
  });

  test('is never late where it cannot be told', () => {
    const now = look('UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', T + 60_000);
    expect(lateness({ ...sent('Update'), sentAt: undefined }, now)).toBeUndefined();
    expect(lateness(sent('Update'), { stack: undefined, resource: undefined })).toBeUndefined();
    expect(lateness(sent('Delete'), { stack: undefined, resource: undefined })).toBeUndefined();
  });
});

describe('an event that is being carried out has been overtaken', () => {
  test.each<[string, Type, Look, string]>([
    [
      'when its resource is no longer in progress',
      'Update',
      look('UPDATE_IN_PROGRESS', 'UPDATE_FAILED'),
      'its resource Datadog is in UPDATE_FAILED',
    ],
    [
      'when the stack is at rest',
      'Update',
      { stack: look('UPDATE_ROLLBACK_COMPLETE', 'x').stack, resource: undefined },
      'the stack is in UPDATE_ROLLBACK_COMPLETE',
    ],
    [
      'when the stack does what such an event never comes in',
      'Create',
      look('ROLLBACK_IN_PROGRESS', 'CREATE_IN_PROGRESS'),
      'the stack is in ROLLBACK_IN_PROGRESS',
    ],
    [
      'when its resource is being deleted',
      'Create',
      look('ROLLBACK_IN_PROGRESS', 'DELETE_IN_PROGRESS'),
      'its resource Datadog is in DELETE_IN_PROGRESS',
    ],
    [
      'when the stack is rolled back',
      'Update',
      rolledBack(3_000),
      'it has gone on from UPDATE_IN_PROGRESS (since 2026-11-27T12:00:00.000Z) to UPDATE_ROLLBACK_IN_PROGRESS (since 2026-11-27T12:00:03.000Z)',
    ],
    [
      'when another update has begun',
      'Update',
      look('UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', T + 60_000),
      'it has gone on from UPDATE_IN_PROGRESS (since 2026-11-27T12:00:00.000Z) to UPDATE_IN_PROGRESS (since 2026-11-27T12:01:00.000Z)',
    ],
    [
      'when it is a Delete and an update has begun since',
      'Delete',
      look('UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', T + 60_000),
      'an update of the stack has begun at 2026-11-27T12:01:00.000Z',
    ],
  ])('%s', (_case, type, now, finding) => {
    expect(overtakenBy(sent(type), AT_WORK, now)).toBe(finding);
  });

  test('when the resource alone is told, and has come into its status anew', () => {
    const { resource } = look('x', 'UPDATE_IN_PROGRESS', T + 60_000);
    const first = { stack: undefined, resource: AT_WORK.resource };
    expect(overtakenBy(sent('Update'), first, { stack: undefined, resource })).toBe(
      'it has gone on from UPDATE_IN_PROGRESS (since 2026-11-27T12:00:00.000Z) to UPDATE_IN_PROGRESS (since 2026-11-27T12:01:00.000Z)',
    );
  });

  test('when the resource alone is told, and since when is not told any more', () => {
    const first = { stack: undefined, resource: AT_WORK.resource };
    const resource = { status: 'UPDATE_IN_PROGRESS', changedAt: undefined, physicalId: 'Role' };
    expect(overtakenBy(sent('Update'), first, { stack: undefined, resource })).toBe(
      'it has gone on from UPDATE_IN_PROGRESS (since 2026-11-27T12:00:00.000Z) to UPDATE_IN_PROGRESS',
    );
  });

  test('when the stack alone is told, and another operation has begun', () => {
    const { stack } = look('UPDATE_IN_PROGRESS', 'x', T + 60_000);
    const first = {
      stack: { status: 'UPDATE_IN_PROGRESS', createdAt: 0, updatedAt: undefined },
      resource: undefined,
    };
    expect(overtakenBy(sent('Update'), first, { stack, resource: undefined })).toBe(
      'it has gone on from UPDATE_IN_PROGRESS to UPDATE_IN_PROGRESS (since 2026-11-27T12:01:00.000Z)',
    );
  });
});

describe('an event that is being carried out has not been overtaken', () => {
  test.each<[string, Type, Look, Look]>([
    ['while nothing has changed', 'Update', AT_WORK, AT_WORK],
    [
      'when the first look had shown what was before it: it is the rollback itself',
      'Update',
      look('UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', T - 5_000),
      rolledBack(0),
    ],
    [
      'when a look shows what was before the first one',
      'Update',
      AT_WORK,
      look('UPDATE_COMPLETE', 'UPDATE_COMPLETE', T - 60_000),
    ],
    ['when a look does not show it yet', 'Create', AT_WORK, look('no status', 'no status', undefined)],
    [
      'when it is a Delete and the stack is at rest: what goes was to go',
      'Delete',
      AT_WORK,
      look('DELETE_FAILED', 'DELETE_FAILED'),
    ],
    [
      'when CloudFormation says nothing any more',
      'Update',
      AT_WORK,
      { stack: undefined, resource: undefined },
    ],
    [
      'when it is a Delete, and a resource of the same name is worked on',
      'Delete',
      look('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'),
      {
        ...look('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'DELETE_IN_PROGRESS', T + 60_000),
        stack: { status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', createdAt: 0, updatedAt: T },
      },
    ],
    [
      'when its own operation is shown two seconds after it was sent: dates have whole seconds',
      'Update',
      look('UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', T - 5_000),
      rolledBack(2_000),
    ],
    [
      'when it is a Delete whose own operation is shown two seconds after it was sent',
      'Delete',
      AT_WORK,
      look('UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', T + 2_000),
    ],
    [
      'when the resource alone is told, and the first look had shown what was before it',
      'Update',
      { stack: undefined, resource: look('x', 'UPDATE_IN_PROGRESS', T - 5_000).resource },
      { stack: undefined, resource: look('x', 'UPDATE_IN_PROGRESS', T).resource },
    ],
    [
      'when it is told now what was not told at first',
      'Update',
      { stack: undefined, resource: undefined },
      look('UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', T + 60_000),
    ],
  ])('%s', (_case, type, first, now) => {
    expect(overtakenBy(sent(type), first, now)).toBeUndefined();
  });

  test('but has, by the stack alone, where the event does not say when it was sent', () => {
    const event = { ...sent('Update'), sentAt: undefined };
    expect(overtakenBy(event, AT_WORK, rolledBack(0))).toContain('UPDATE_ROLLBACK_IN_PROGRESS');
    expect(overtakenBy(event, AT_WORK, AT_WORK)).toBeUndefined();
  });
});

test.each<[Type, string | undefined, boolean]>([
  ['Update', 'UPDATE_ROLLBACK_IN_PROGRESS', true],
  ['Update', 'UPDATE_IN_PROGRESS', false],
  ['Delete', 'ROLLBACK_IN_PROGRESS', true],
  ['Delete', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', true],
  ['Delete', 'DELETE_IN_PROGRESS', false],
  ['Delete', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false],
  ['Delete', undefined, false],
  ['Create', 'CREATE_IN_PROGRESS', false],
  ['Create', 'ROLLBACK_IN_PROGRESS', false],
])('a %s during %s: may another invocation still be writing? %s', (requestType, status, answer) => {
  expect(isTakingOver({ requestType }, status)).toBe(answer);
});
