import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { ownerTags } from '../../src/iam/ownership';
import type { ObservedIdentity } from '../../src/iam/role/observed';
import { decideOwnership, takeOwnership } from '../../src/provider/take-ownership';
import { adoptedRoleText } from '../../src/state/adopted-role';
import { emptyAccount } from '../support/iam/model-iam';
import { OWNER, OWNER_TAGS, specOf } from '../support/iam/specs';
import { ADOPTED, OUR_TAGS } from '../support/provider/adoption';
import { sessionOf } from '../support/provider/open-session';
import { foreignRole } from '../support/provider/roles';

const THEIRS = { ...foreignRole, tags: ownerTags({ stackId: 'arn:other', logicalId: 'Role' }) };

/** An event that is about to take this role. */
function about(role: ObservedIdentity, { shown = role }: { shown?: ObservedIdentity } = {}) {
  const made = sessionOf({ account: { ...emptyAccount(), role } });
  const { session, served, parameters } = made;
  const become = (changes: Partial<ObservedIdentity>) => {
    const { role: now } = served.account;
    served.account = { ...served.account, role: now && { ...now, ...changes } };
  };
  const decisionOn = (ownership: 'own' | 'foreign') => {
    const stored = { record: undefined, adoptedRole: undefined };
    return decideOwnership(session, specOf({ existingRole: 'Adopt' }), shown, stored, { ownership });
  };
  return {
    ...made,
    become,
    /** When our tags have been put on, this happens to the role after some time. */
    afterTagging: (ms: number, happens: () => void) => {
      made.iam.on(TagRoleCommand).callsFake(({ RoleName, Tags }) => {
        made.clock.sleep(ms).then(happens);
        return served.carryOut(RoleName, {
          kind: 'tag-role',
          tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
        });
      });
    },
    /** CloudFormation waits for the event no more. */
    hasGoneOn: () => {
      const resource = {
        LogicalResourceId: OWNER.logicalId,
        ResourceType: 'Custom::DatadogIntegrationRole',
        ResourceStatus: 'CREATE_FAILED',
        Timestamp: undefined,
      } as const;
      made.cloudFormation
        .on(DescribeStackResourcesCommand, { LogicalResourceId: OWNER.logicalId })
        .resolves({ StackResources: [resource] });
    },
    text: () => parameters.get(ADOPTED)?.text,
    adopting: () => made.ended(takeOwnership(session, shown, decisionOn('foreign'))),
    taking: () => made.ended(takeOwnership(session, shown, decisionOn('own'))),
    toStore: adoptedRoleText(shown, OWNER),
  };
}

describe('a role of this resource', () => {
  test('with all its tags is not touched', async () => {
    const { taking, served, clock } = about({ ...foreignRole, tags: OWNER_TAGS });
    await taking();
    expect(served.steps).toEqual([]);
    expect(clock.now()).toBe(0);
  });

  test('gets those that it lacks, and nobody has to be asked or waited for', async () => {
    const { taking, served, clock, cloudFormation, parameters } = about(foreignRole);
    await taking();
    expect(served.steps).toEqual([{ kind: 'tag-role', tags: OWNER_TAGS }]);
    expect(clock.now()).toBeLessThan(1_000);
    expect(parameters.size).toBe(0);
    const asked = { PhysicalResourceId: foreignRole.name };
    expect(cloudFormation.commandCalls(DescribeStackResourcesCommand, asked)).toHaveLength(0);
  });
});

describe('a role that is adopted', () => {
  test('is stored as it was, then marked, and looked at once more when others may have marked it', async () => {
    const { adopting, served, clock, text, toStore, lines } = about(foreignRole);
    await adopting();
    expect(served.steps).toEqual([{ kind: 'tag-role', tags: OUR_TAGS }]);
    expect(text()).toBe(toStore);
    expect(clock.now()).toBeGreaterThanOrEqual(3_000);
    expect(clock.now()).toBeLessThan(4_000);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'the role is adopted', role: foreignRole.arn }),
    );
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  test('is not where another stack declares it: nothing is stored or marked', async () => {
    const { adopting, cloudFormation, served, parameters } = about(foreignRole);
    const resource = {
      StackId: 'arn:other',
      LogicalResourceId: 'Role',
      PhysicalResourceId: foreignRole.name,
      ResourceType: 'AWS::IAM::Role',
      ResourceStatus: 'CREATE_COMPLETE' as const,
      Timestamp: undefined,
    };
    cloudFormation
      .on(DescribeStackResourcesCommand, { PhysicalResourceId: foreignRole.name })
      .resolves({ StackResources: [resource] });
    await expect(adopting()).rejects.toMatchObject({ name: 'RoleOfAnotherStack' });
    expect(served.steps).toEqual([]);
    expect(parameters.size).toBe(0);
  });

  test('is not marked where CloudFormation has gone on: nothing is stored', async () => {
    const { adopting, session, hasGoneOn, served, parameters, ended, clock } = about(foreignRole);
    await ended(session.operation.confirmed());
    hasGoneOn();
    await clock.advance(3_000);
    await expect(adopting()).rejects.toMatchObject({ name: 'OperationOvertaken' });
    expect(served.steps).toEqual([]);
    expect(parameters.size).toBe(0);
  });

  test('has been stored by another delivery already: the same is not written again', async () => {
    const { adopting, store, parameters, toStore } = about(foreignRole);
    await store.create(ADOPTED, toStore);
    await adopting();
    expect(parameters.get(ADOPTED)).toEqual({ text: toStore, version: 1 });
  });

  test('is stored anew where something else was stored, as long as it has no tags of ours', async () => {
    const { adopting, store, text, toStore } = about(foreignRole);
    await store.create(ADOPTED, '{"of": "an earlier adoption"}');
    await adopting();
    expect(text()).toBe(toStore);
  });

  test('is looked at anew where another delivery has marked it meanwhile: what is stored stays', async () => {
    const marked = { ...foreignRole, tags: OWNER_TAGS };
    const { adopting, store, text, served } = about(marked, { shown: foreignRole });
    await store.create(ADOPTED, '{"of": "the other delivery"}');
    await expect(adopting()).rejects.toMatchObject({
      name: 'ObservationOutdated',
      message: `the role ${foreignRole.arn} has been taken meanwhile`,
      step: { kind: 'tag-role' },
    });
    expect(text()).toBe('{"of": "the other delivery"}');
    expect(served.steps).toEqual([]);
  });

  test.each([true, false])(
    'is refused where others have marked it meanwhile (something is stored: %s)',
    async (isStored) => {
      const { adopting, store, served } = about(THEIRS, { shown: foreignRole });
      if (isStored) await store.create(ADOPTED, '{"of": "others"}');
      await expect(adopting()).rejects.toMatchObject({
        name: 'RoleOwnedByOthers',
        message: expect.stringContaining('belongs to the resource Role of the stack arn:other'),
      });
      expect(served.steps).toEqual([]);
    },
  );

  test.each<[string, ObservedIdentity]>([
    ['another one', { ...foreignRole, roleId: 'AROAANOTHER' }],
    ['none', { ...foreignRole, name: 'Other' }],
  ])('is looked at anew where there is %s by now', async (_case, role) => {
    const { adopting, served } = about(role, { shown: foreignRole });
    await expect(adopting()).rejects.toMatchObject({
      name: 'ObservationOutdated',
      message: `the role ${foreignRole.arn} has been replaced meanwhile`,
      step: { kind: 'tag-role' },
    });
    expect(served.steps).toEqual([]);
  });

  test('is lost to another adopter whose tags came later', async () => {
    const { adopting, afterTagging, become } = about(foreignRole);
    afterTagging(2_750, () => become({ tags: THEIRS.tags }));
    await expect(adopting()).rejects.toMatchObject({ name: 'RoleOwnedByOthers' });
  });

  test('is not adopted a second time where somebody has taken the tags off, as a Delete does', async () => {
    const { adopting, afterTagging, become, clock, lines } = about(foreignRole);
    afterTagging(1_000, () => become({ tags: {} }));
    await expect(adopting()).rejects.toMatchObject({ name: 'AdoptionAbandoned' });
    expect(clock.now()).toBeGreaterThan(8_000);
    expect(clock.now()).toBeLessThanOrEqual(10_500);
    expect(lines.map(({ message }) => message)).not.toContain('the role is adopted');
    expect(lines).toContainEqual(expect.objectContaining({ policy: 'tag propagation' }));
  });

  test('is adopted although IAM does not show the tags at once', async () => {
    const { adopting, iam, served, clock, text, toStore } = about(foreignRole);
    iam.on(GetRoleCommand).callsFake(() => {
      const { role } = served.account;
      const Tags = Object.entries(clock.now() < 6_000 ? {} : (role?.tags ?? {})).map(([Key, Value]) => ({
        Key,
        Value,
      }));
      return { Role: { Arn: foreignRole.arn, RoleName: foreignRole.name, RoleId: foreignRole.roleId, Tags } };
    });
    await adopting();
    expect(clock.now()).toBeLessThan(8_000);
    expect(text()).toBe(toStore);
  });

  test('has the winner’s snapshot in the end, whatever has been stored meanwhile', async () => {
    const { adopting, afterTagging, store, text, toStore } = about(foreignRole);
    afterTagging(1_000, () => void store.write(ADOPTED, '{"of": "who has lost"}'));
    await adopting();
    expect(text()).toBe(toStore);
  });

  test('has none written by an event for which CloudFormation no longer waits', async () => {
    const { adopting, afterTagging, store, text, hasGoneOn } = about(foreignRole);
    afterTagging(1_000, () => {
      void store.write(ADOPTED, '{"of": "who came after"}');
      hasGoneOn();
    });
    await expect(adopting()).rejects.toMatchObject({ name: 'OperationOvertaken' });
    expect(text()).toBe('{"of": "who came after"}');
  });

  test('ends waiting with the invocation', async () => {
    const { adopting, afterTagging, session, served } = about(foreignRole);
    afterTagging(1_000, session.context.deadline.stop);
    await expect(adopting()).rejects.toThrow('the invocation that this work belongs to is over');
    expect(served.kinds).toEqual(['tag-role']);
  });
});
