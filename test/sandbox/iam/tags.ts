import type { Call, OperationTable, ResultFields } from '../service';
import type { Tags } from '../state';
import { limitExceeded } from './errors';
import { ownPolicy } from './lookup';
import { policyOperation, roleOperation } from './operations';
import { listPage } from './paging';
import { requestedTags } from './requested-tags';

const MAX_TAGS = 50;

/**
 * Whether two keys are the same tag. Of a role they are compared without regard to case, of a policy exactly:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#case-sensitivity
 */
type SameKey = (one: string, other: string) => boolean;

const OF_ROLE: SameKey = (one, other) => one.toLowerCase() === other.toLowerCase();
const OF_POLICY: SameKey = (one, other) => one === other;

/** A tag replaces the one with the same key, spelling included (https://github.com/aws/aws-cdk/issues/26253). */
function addTags(call: Call, tags: Tags, isSame: SameKey): undefined {
  const added = requestedTags(call);
  const kept = [...tags].filter(([key]) => ![...added.keys()].some((other) => isSame(key, other)));
  const merged = new Map([...kept, ...added]);
  if (merged.size > MAX_TAGS) throw limitExceeded('The number of tags has reached the maximum limit.');
  replaceAll(tags, merged);
}

function removeTags(call: Call, tags: Tags, isSame: SameKey): undefined {
  const removed = call.parameters.texts('TagKeys');
  replaceAll(tags, new Map([...tags].filter(([key]) => !removed.some((other) => isSame(key, other)))));
}

function replaceAll(tags: Tags, replacement: Tags): void {
  tags.clear();
  for (const [key, value] of replacement) tags.set(key, value);
}

function listTags(call: Call, tags: Tags): ResultFields {
  return listPage(call, 'Tags', [...tags], ([Key, Value]) => ({ Key, Value }));
}

export const TAG_OPERATIONS: OperationTable = {
  TagRole: roleOperation('TagRole', true, ['Tags'], (call, { tags }) => addTags(call, tags, OF_ROLE)),
  UntagRole: roleOperation('UntagRole', true, ['TagKeys'], (call, { tags }) =>
    removeTags(call, tags, OF_ROLE),
  ),
  ListRoleTags: roleOperation('ListRoleTags', false, [], (call, { tags }) => listTags(call, tags)),
  TagPolicy: policyOperation(
    'TagPolicy',
    true,
    ['Tags'],
    (call, { tags }) => addTags(call, tags, OF_POLICY),
    {
      find: ownPolicy,
    },
  ),
  UntagPolicy: policyOperation(
    'UntagPolicy',
    true,
    ['TagKeys'],
    (call, { tags }) => removeTags(call, tags, OF_POLICY),
    {
      find: ownPolicy,
    },
  ),
  ListPolicyTags: policyOperation('ListPolicyTags', false, [], (call, { tags }) => listTags(call, tags)),
};
