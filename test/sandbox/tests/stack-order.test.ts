import { setTimeout as sleep } from 'node:timers/promises';
import { type CloudFormation, startCloudFormation } from '../cloudformation/cloudformation';
import type { Provider } from '../cloudformation/delivery';
import type { Deployment } from '../cloudformation/deployment';
import type { CustomResourceRequest } from '../cloudformation/request';
import type { Stack } from '../cloudformation/stack';
import type { PublishedStack } from '../stacks/published-stack';
import { inShort, localProvider, signal } from './local-provider';

const NOW = Date.UTC(2026, 4, 1, 12);
const PHASE_MS = 10_000;

let cloudFormation: CloudFormation;
let stack: Stack;
let published: PublishedStack | undefined;
/** The events in the order in which they reached the provider, and ended. */
let order: string[];

beforeEach(async () => {
  order = [];
  cloudFormation = await startCloudFormation({
    skipsWaits: true,
    now: () => NOW,
    phaseTakesMs: PHASE_MS,
    publisher: {
      publish: (shown) => {
        published = shown;
      },
    },
  });
  stack = cloudFormation.stack({ name: 'monitoring' });
});
afterEach(() => cloudFormation.close());

/** Replies with the property `Name` as id, when `until` has let it. */
function provider(
  until: (request: CustomResourceRequest) => Promise<unknown> = async () => undefined,
): Provider {
  return localProvider(async (request) => {
    order.push(`${inShort(request)} begins`);
    await until(request);
    order.push(`${inShort(request)} ends`);
    const { PhysicalResourceId, RequestType, ResourceProperties } = request;
    return {
      PhysicalResourceId:
        RequestType === 'Delete' ? (PhysicalResourceId ?? '') : String(ResourceProperties['Name']),
    };
  });
}

function deploy(serviceToken: Provider, Name: string, options: Omit<Deployment, 'resources'> = {}) {
  return stack.deploy({
    ...options,
    resources: { Role: { type: 'Custom::Role', serviceToken, properties: { Name } } },
  });
}

describe('a resource that is cancelled while its function runs', () => {
  it('is rolled back at once: the Update back begins before the Update has ended', async () => {
    const begun = signal();
    const rolledBack = signal();
    const lambda = provider(async (request) => {
      if (inShort(request) === 'Update a b') {
        begun.give();
        await rolledBack.given;
      } else if (inShort(request) === 'Update a a') rolledBack.give();
    });
    await deploy(lambda, 'a');

    expect(await deploy(lambda, 'b', { failDuring: begun.given })).toBe('UPDATE_ROLLBACK_COMPLETE');
    await stack.settled();

    expect(order.slice(2, 4)).toEqual(['Update a b begins', 'Update a a begins']);
    expect(stack.ref('Role')).toBe('a');
    expect(stack.events.map(({ status }) => status)).toContain('UPDATE_ROLLBACK_IN_PROGRESS');
  });

  it('is deleted at once when it was being created, under an id that CloudFormation makes up', async () => {
    const begun = signal();
    const deleted = signal();
    const lambda = provider(async ({ RequestType }) => {
      if (RequestType === 'Create') {
        begun.give();
        await deleted.given;
      } else deleted.give();
    });

    expect(await deploy(lambda, 'a', { failDuring: begun.given })).toBe('ROLLBACK_COMPLETE');
    await stack.settled();

    expect(order[0]).toBe('Create - a begins');
    expect(order[1]).toMatch(/^Delete monitoring-Role-[A-Za-z0-9]{12} a begins$/);
    expect(stack.replies().map(({ request, meaning }) => `${request.RequestType} ${meaning}`)).toContain(
      'Create late',
    );
  });
});

describe('an event that is held back', () => {
  const holdsBack = (request: CustomResourceRequest) => inShort(request) === 'Update a b';

  it('is given up and rolled back, and can be delivered afterwards, once and again', async () => {
    const lambda = provider();
    await deploy(lambda, 'a');

    expect(await deploy(lambda, 'b', { holdsBack })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(order).not.toContain('Update a b begins');
    const late = stack.requests.find(holdsBack);
    if (late === undefined) throw new Error('no event was held back');
    await stack.deliver(late);
    await stack.deliver(late);

    expect(order.filter((entry) => entry === 'Update a b ends')).toHaveLength(2);
    expect(stack.ref('Role')).toBe('a');
    expect(stack.replies().filter(({ request }) => request === late)).toMatchObject([
      { meaning: 'late' },
      { meaning: 'late' },
    ]);
  });

  it('can be delivered during the rollback, and after the stack’s end', async () => {
    let late: CustomResourceRequest | undefined;
    const lambda = provider(async (request) => {
      if (inShort(request) === 'Update a a' && late === undefined) {
        late = stack.requests.find(holdsBack);
        if (late !== undefined) await stack.deliver(late);
      }
    });
    await deploy(lambda, 'a');
    await deploy(lambda, 'b', { holdsBack });
    await stack.delete();
    if (late === undefined) throw new Error('no event was held back');
    await stack.deliver(late);

    expect(order.slice(2)).toEqual([
      'Update a a begins',
      'Update a b begins',
      'Update a b ends',
      'Update a a ends',
      'Delete a a begins',
      'Delete a a ends',
      'Update a b begins',
      'Update a b ends',
    ]);
  });

  it('is an event of this stack', async () => {
    await deploy(provider(), 'a');
    const [request] = stack.requests;
    if (request === undefined) throw new Error('nothing was sent');
    await expect(stack.deliver({ ...request })).rejects.toThrow('stack monitoring has sent no such event');
  });
});

describe('the stack’s clock', () => {
  it('moves on from phase to phase, and dates ResponseURLs, events and stack', async () => {
    const lambda = provider();
    await deploy(lambda, 'a');
    await deploy(lambda, 'b', { failAfter: true });

    const sentAt = ({ ResponseURL }: CustomResourceRequest) =>
      new URL(ResponseURL).searchParams.get('X-Amz-Date');
    expect(stack.requests.map((request) => `${inShort(request)} ${sentAt(request)}`)).toEqual([
      'Create - a 20260501T120000Z',
      'Update a b 20260501T120010Z',
      'Update b a 20260501T120020Z',
      'Delete b b 20260501T120030Z',
    ]);
    expect(published).toMatchObject({
      createdAt: new Date(NOW),
      updatedAt: new Date(NOW + PHASE_MS),
    });
    const shown = published?.resources.find(({ logicalId }) => logicalId === 'Role');
    expect(shown).toMatchObject({ status: 'UPDATE_COMPLETE', changedAt: new Date(NOW + 2 * PHASE_MS) });
  });

  it('is each stack’s own', async () => {
    await deploy(provider(), 'a');
    await deploy(provider(), 'b');
    const other = cloudFormation.stack({ name: 'other' });
    await other.deploy({
      resources: { Role: { type: 'Custom::Role', serviceToken: provider(), properties: { Name: 'c' } } },
    });
    expect(other.events.every(({ time }) => time.getTime() === NOW)).toBe(true);
  });
});

test('nothing of a stack runs on when it has settled', async () => {
  const begun = signal();
  const lambda = provider(async ({ RequestType }) => {
    if (RequestType !== 'Create') return;
    begun.give();
    await sleep(20);
  });
  await deploy(lambda, 'a', { failDuring: begun.given });
  await stack.settled();
  expect(order).toContain('Create - a ends');
});
