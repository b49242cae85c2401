import { isOwnedBy, isSameOwner, ownerOf, ownerTags, tagsOfOthers } from '../../src/iam/ownership';

const OWNER = {
  stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/datadog/1',
  logicalId: 'Datadog',
};

describe('an owner', () => {
  test('is read back from the tags that say it', () => {
    expect(ownerOf({ team: 'sre', ...ownerTags(OWNER) })).toEqual(OWNER);
  });

  test.each(['datadog-integration-role:stack-id', 'datadog-integration-role:logical-id'])(
    'is not known where the tag %s is missing',
    (tag) => {
      const { [tag]: _, ...tags } = ownerTags(OWNER);

      expect(ownerOf(tags)).toBeUndefined();
      expect(isOwnedBy(OWNER, tags)).toBe(false);
    },
  );

  test.each([
    ['stack', { ...OWNER, stackId: `${OWNER.stackId}2` }],
    ['resource of the stack', { ...OWNER, logicalId: 'Other' }],
  ])('is not another %s', (_, other) => {
    expect(isSameOwner(OWNER, other)).toBe(false);
    expect(isOwnedBy(other, ownerTags(OWNER))).toBe(false);
    expect(isOwnedBy(OWNER, ownerTags(OWNER))).toBe(true);
  });
});

test('tags of others are all but those of the project, in whatever letter case', () => {
  const others = { team: 'sre', 'datadog-integration': 'x' };

  expect(tagsOfOthers({ ...others, ...ownerTags(OWNER), 'DATADOG-integration-role:bridge': 'true' })).toEqual(
    others,
  );
});
