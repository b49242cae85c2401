import type { Call, OperationTable, ResultFields } from '../service';
import type { Tags } from '../state';
import { limitExceeded } from './errors';
import { ownPolicy } from './lookup';
import { policyOperation, roleOperation } from './operations';
import { listPage } from './paging';
import { requestedTags } from './requested-tags';

const MAX_TAGS = 50;

/** Keys are unique regardless of case; the spelling that was there first stays. */
function addTags(call: Call, tags: Tags): undefined {
  const merged = new Map(tags);
  for (const [key, value] of requestedTags(call)) {
    const present = [...merged.keys()].find((other) => other.toLowerCase() === key.toLowerCase());
    merged.set(present ?? key, value);
  }
  if (merged.size > MAX_TAGS) throw limitExceeded('The number of tags has reached the maximum limit.');
  for (const [key, value] of merged) tags.set(key, value);
}

function removeTags(call: Call, tags: Tags): undefined {
  for (const key of call.parameters.texts('TagKeys')) tags.delete(key);
}

function listTags(call: Call, tags: Tags): ResultFields {
  return listPage(call, 'Tags', [...tags], ([Key, Value]) => ({ Key, Value }));
}

export const TAG_OPERATIONS: OperationTable = {
  TagRole: roleOperation('TagRole', true, ['Tags'], (call, { tags }) => addTags(call, tags)),
  UntagRole: roleOperation('UntagRole', true, ['TagKeys'], (call, { tags }) => removeTags(call, tags)),
  ListRoleTags: roleOperation('ListRoleTags', false, [], (call, { tags }) => listTags(call, tags)),
  TagPolicy: policyOperation('TagPolicy', true, ['Tags'], (call, { tags }) => addTags(call, tags), {
    find: ownPolicy,
  }),
  UntagPolicy: policyOperation('UntagPolicy', true, ['TagKeys'], (call, { tags }) => removeTags(call, tags), {
    find: ownPolicy,
  }),
  ListPolicyTags: policyOperation('ListPolicyTags', false, [], (call, { tags }) => listTags(call, tags)),
};
