import { canonicalState, differences } from './canonical-state';
import { newStack, replay } from './customer-stack';
import { neighboursOf, neighbourViolations } from './invariants/neighbours';
import { jitter } from './jitter';
import { type Rehearsal, rehearse } from './rehearsal';
import { snapshotOf } from './snapshot';
import { STORIES } from './stories';
import { roleOfPeople } from './stories/people';
import { openBed, type TestBed } from './test-bed';
import { performAct } from './trial';

const SEEDS = [1, 2, 3, 4, 5, 6];
const SEEDS_OF_DELIVERIES = SEEDS.slice(0, 3);
const stackId = (name: string) =>
  `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/5f3c1e9a-7b1d-4c55-9d0e-2a6f8b7c4d10`;

let testBed: TestBed;

beforeAll(async () => {
  testBed = await openBed();
});
afterAll(() => testBed.close());

describe('two stacks that create a role of the same name at the same time', () => {
  it.each(SEEDS)('end with one that has it and one that has touched nothing (order %i)', async (seed) => {
    const { customer } = testBed;
    testBed.restore(testBed.origin);
    const origin = canonicalState(customer.account.snapshot());
    jitter(customer.sandbox, seed);
    const stacks = ['one', 'other'].map((name) => newStack(customer, { name, stackId: stackId(name) }));

    const trials = await Promise.all(
      stacks.map((stack) =>
        performAct(
          customer,
          stack,
          { kind: 'deploy', properties: { Permissions: 'Full', ResourceCollection: true } },
          { redelivers: true },
        ),
      ),
    );

    const statuses = trials.map((trial) => trial.statuses.join());
    expect([...statuses].sort()).toEqual(['CREATE_COMPLETE', 'ROLLBACK_COMPLETE']);
    const winner = stacks[statuses.indexOf('CREATE_COMPLETE')]?.stack;
    const { DatadogIntegrationRole: role } = customer.account.snapshot().roles;
    expect(role?.tags['datadog-integration-role:stack-id']).toBe(winner?.id);
    expect(role?.attached).toHaveLength(5);
    expect(await winner?.delete()).toBe('DELETE_COMPLETE');
    expect(differences(origin, canonicalState(customer.account.snapshot()))).toEqual([]);
  });
});

describe('two stacks that adopt one role at the same time', () => {
  it.each(SEEDS)(
    'end with one that has it, which hands it back as it was, and one that is refused (order %i)',
    async (seed) => {
      const { customer } = testBed;
      testBed.restore(testBed.origin);
      customer.account.seed({ roles: [roleOfPeople] });
      const found = canonicalState(customer.account.snapshot());
      jitter(customer.sandbox, seed);
      const stacks = ['one', 'other'].map((name) => newStack(customer, { name, stackId: stackId(name) }));

      const trials = await Promise.all(
        stacks.map((stack, index) =>
          performAct(
            customer,
            stack,
            {
              kind: 'deploy',
              properties: { ExistingRole: 'Adopt', Tags: [{ Key: 'team', Value: `number ${index}` }] },
            },
            { redelivers: true },
          ),
        ),
      );

      const statuses = trials.map((trial) => trial.statuses.join());
      expect([...statuses].sort()).toEqual(['CREATE_COMPLETE', 'ROLLBACK_COMPLETE']);
      const winner = statuses.indexOf('CREATE_COMPLETE');
      const { DatadogIntegrationRole: role } = customer.account.snapshot().roles;
      expect(role?.tags).toMatchObject({
        'datadog-integration-role:stack-id': stacks[winner]?.stack.id,
        team: `number ${winner}`,
      });
      const last = stacks[winner]?.stack;
      const status = await last?.delete();
      const reasons = last?.events.flatMap(({ status: of, reason = '' }) =>
        of === 'DELETE_FAILED' ? [reason] : [],
      );
      expect({ status, reasons }).toEqual({ status: 'DELETE_COMPLETE', reasons: [] });
      expect(differences(found, canonicalState(customer.account.snapshot()))).toEqual([]);
    },
  );
});

const TWICE = [
  'create-full',
  'create-fails',
  'adopt',
  'update-core-to-full',
  'update-full-to-core',
  'update-moved-actions',
  'update-tags',
  'update-rolled-back',
  'rename',
  'delete',
  'delete-adopted',
];

describe.each(TWICE)('%s, its events delivered twice', (id) => {
  let rehearsal: Rehearsal;

  beforeAll(async () => {
    const story = STORIES.find((candidate) => candidate.id === id);
    if (story === undefined) throw new Error(`there is no story ${id}`);
    rehearsal = await rehearse(testBed, story);
  });

  async function deliverTwice(duplicate: 'after' | 'concurrent', seed: number): Promise<void> {
    const { customer } = testBed;
    testBed.restore(rehearsal.start);
    customer.sandbox.configure({ accounts: { [customer.account.id]: { rcps: rehearsal.story.rcps ?? [] } } });
    const customerStack = newStack(customer);
    for (const past of rehearsal.past) await replay(customerStack, past);
    jitter(customer.sandbox, seed);

    const trial = await performAct(customer, customerStack, rehearsal.story.act, {
      redelivers: true,
      duplicate,
    });

    expect(trial.statuses).toEqual([rehearsal.story.ends]);
    expect(differences(rehearsal.endState, canonicalState(trial.after))).toEqual([]);
    expect(neighbourViolations(rehearsal.neighbours, trial.after)).toEqual([]);
    for (const { invocation } of trial.deliveries)
      expect(invocation.attempts.map(({ outcome }) => outcome)).toEqual(['returned']);
  }

  it('one after the other, ends as after one', () => deliverTwice('after', 0));

  it.each(SEEDS_OF_DELIVERIES)('at the same time, ends as after one (order %i)', (seed) =>
    deliverTwice('concurrent', seed),
  );
});

it('keeps neighbours apart from the roles of a story', () => {
  const [story] = STORIES;
  if (story === undefined) throw new Error('there are no stories');
  testBed.restore(testBed.origin);
  const { names } = neighboursOf(snapshotOf(testBed.customer), story);
  expect(names.roles).toContain('DatadogIntegrationRole1');
  expect(names.roles).not.toContain('DatadogIntegrationRole');
});
