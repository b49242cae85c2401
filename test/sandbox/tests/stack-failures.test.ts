import { type CloudFormation, startCloudFormation } from '../cloudformation/cloudformation';
import type { Provider } from '../cloudformation/delivery';
import type { CustomResource, Deployment } from '../cloudformation/deployment';
import type { Stack } from '../cloudformation/stack';
import { inShort, localProvider } from './local-provider';

const PRESERVE = { onFailure: 'DO_NOTHING' } as const;

let cloudFormation: CloudFormation;
let stack: Stack;

beforeEach(async () => {
  cloudFormation = await startCloudFormation({ skipsWaits: true });
  stack = cloudFormation.stack({ name: 'monitoring' });
});
afterEach(() => cloudFormation.close());

/** Replies with the property `Name` as id; fails what the property `Fail` names. */
const provider: Provider = localProvider(async ({ RequestType, PhysicalResourceId, ResourceProperties }) => {
  const { Name, Fail = '' } = ResourceProperties;
  const failed = String(Fail).includes(RequestType);
  return {
    ...(failed ? { Status: 'FAILED', Reason: `${RequestType} refused` } : {}),
    PhysicalResourceId: RequestType === 'Delete' ? (PhysicalResourceId ?? '') : String(Name),
  };
});

const role = (properties: CustomResource['properties']): CustomResource => ({
  type: 'Custom::Role',
  serviceToken: provider,
  properties,
});

function deploy(properties: CustomResource['properties'], options: Omit<Deployment, 'resources'> = {}) {
  return stack.deploy({ ...options, resources: { Role: role(properties) } });
}

const sent = () => stack.requests.map(inShort);

/** The status that each resource of the stack reached last. */
const status = (logicalId: string) => stack.events.findLast((event) => event.logicalId === logicalId)?.status;

describe('a stack whose failed Create was not rolled back', () => {
  beforeEach(async () => {
    expect(await deploy({ Name: 'failed', Fail: 'Create' }, PRESERVE)).toBe('CREATE_FAILED');
  });

  it('creates the resource anew, and deletes what has failed in the clean-up', async () => {
    expect(await deploy({ Name: 'mended' }, PRESERVE)).toBe('UPDATE_COMPLETE');

    expect(sent()).toEqual(['Create - failed', 'Create - mended', 'Delete failed failed']);
    expect(stack.ref('Role')).toBe('mended');
  });

  it('or deletes it first', async () => {
    expect(await deploy({ Name: 'mended' }, { ...PRESERVE, deletesFailed: 'first' })).toBe('UPDATE_COMPLETE');

    expect(sent()).toEqual(['Create - failed', 'Delete failed failed', 'Create - mended']);
  });

  it('tries again although nothing has changed', async () => {
    await deploy({ Name: 'failed', Fail: 'Create' }, PRESERVE);

    expect(sent().slice(0, 2)).toEqual(['Create - failed', 'Create - failed']);
    expect(stack.status).toBe('UPDATE_FAILED');
  });

  it('can only be updated without rollback, in CloudFormation’s words', async () => {
    await expect(deploy({ Name: 'mended' })).rejects.toThrow(
      'This stack is currently in a non-terminal [CREATE_FAILED] state.',
    );
  });

  it('can be deleted', async () => {
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(sent()).toEqual(['Create - failed', 'Delete failed failed']);
  });
});

describe('a stack whose failed Update was not rolled back', () => {
  it('has taken back what failed, keeps what succeeded, and can be updated and deleted', async () => {
    const both = (one: CustomResource['properties'], other: CustomResource['properties']) =>
      stack.deploy({ ...PRESERVE, resources: { One: role(one), Other: role(other) } });
    await both({ Name: 'a' }, { Name: 'b' });

    expect(await both({ Name: 'a', Size: 2 }, { Name: 'b', Fail: 'Update' })).toBe('UPDATE_FAILED');
    expect([status('One'), status('Other')]).toEqual(['UPDATE_COMPLETE', 'UPDATE_FAILED']);
    expect(stack.requests.at(-1)).toMatchObject({ RequestType: 'Update', PhysicalResourceId: 'b' });
    expect(stack.requests.at(-1)?.ResourceProperties).not.toHaveProperty('Fail');
    const before = stack.requests.length;

    expect(await both({ Name: 'a', Size: 2 }, { Name: 'b', Size: 2 })).toBe('UPDATE_COMPLETE');
    expect(sent().slice(before)).toEqual(['Update b b']);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  it('cancels nothing else', async () => {
    await stack.deploy({
      ...PRESERVE,
      resources: { Good: role({ Name: 'g' }), Bad: role({ Name: 'b', Fail: 'Create' }) },
    });
    expect([status('Good'), status('Bad')]).toEqual(['CREATE_COMPLETE', 'CREATE_FAILED']);
  });

  it('deletes what a replacement has left as soon as an update succeeds', async () => {
    await deploy({ Name: 'a' });
    expect(await deploy({ Name: 'b' }, { ...PRESERVE, failAfter: true })).toBe('UPDATE_FAILED');
    expect(sent()).toEqual(['Create - a', 'Update a b']);

    expect(await deploy({ Name: 'b' }, PRESERVE)).toBe('UPDATE_COMPLETE');
    expect(sent().slice(2)).toEqual(['Delete a a']);
  });
});

describe('ContinueUpdateRollback with resources to skip', () => {
  beforeEach(async () => {
    await deploy({ Name: 'a', Fail: 'Update' });
    expect(await deploy({ Name: 'a', Fail: 'Update', Size: 2 })).toBe('UPDATE_ROLLBACK_FAILED');
  });

  it('sends them nothing, and takes them for what they were', async () => {
    const before = stack.requests.length;

    expect(await stack.continueRollback({ skip: ['Role'] })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.requests).toHaveLength(before);
    expect(status('Role')).toBe('UPDATE_COMPLETE');

    await deploy({ Name: 'a' });
    expect(stack.requests.at(-1)?.OldResourceProperties).toMatchObject({ Fail: 'Update' });
    expect(stack.requests.at(-1)?.OldResourceProperties).not.toHaveProperty('Size');
  });

  it('refuses those on which the rollback did not fail', async () => {
    await expect(stack.continueRollback({ skip: ['Other'] })).rejects.toThrow(
      'the rollback did not fail on Other',
    );
  });
});
