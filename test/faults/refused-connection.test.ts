import { canonicalState, differences } from './canonical-state';
import { newStack } from './customer-stack';
import { replyViolations } from './invariants/replies';
import { type Rehearsal, rehearse } from './rehearsal';
import { STORIES } from './stories';
import { openBed, type TestBed } from './test-bed';
import { performAct } from './trial';

describe('a ResponseURL that refuses connections', () => {
  let testBed: TestBed;
  let rehearsal: Rehearsal;

  beforeAll(async () => {
    testBed = await openBed();
    const story = STORIES.find(({ id }) => id === 'create-core');
    if (story === undefined) throw new Error('there is no story create-core');
    rehearsal = await rehearse(testBed, story);
  });
  afterAll(() => testBed.close());

  it('gets the reply from a later delivery of the event when it is there again', async () => {
    const { customer } = testBed;
    testBed.restore(rehearsal.start);
    const listenAgain = await customer.cloudFormation.refuseConnections();
    customer.sandbox.faults.add({
      match: { operation: 'GetRole', nth: 2 },
      effect: { type: 'run', when: 'before', run: listenAgain },
    });

    const trial = await performAct(customer, newStack(customer), rehearsal.story.act, { redelivers: true });

    expect(trial.statuses).toEqual(['CREATE_COMPLETE']);
    expect(trial.deliveries[0]?.invocation.attempts.map(({ outcome }) => outcome)).toEqual([
      'threw',
      'returned',
    ]);
    expect(replyViolations(trial.deliveries, rehearsal.story)).toEqual([]);
    expect(differences(rehearsal.endState, canonicalState(trial.after))).toEqual([]);
  });

  it('leaves the stack with a Delete that cleans up once it is there again', async () => {
    const { customer } = testBed;
    testBed.restore(rehearsal.start);
    const listenAgain = await customer.cloudFormation.refuseConnections();

    const trial = await performAct(customer, newStack(customer), rehearsal.story.act, {
      redelivers: true,
      mend: listenAgain,
    });

    expect(trial.statuses).toEqual(['ROLLBACK_FAILED', 'DELETE_COMPLETE']);
    expect(differences(rehearsal.startState, canonicalState(trial.after))).toEqual([]);
  });
});
