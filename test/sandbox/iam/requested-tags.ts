import type { Call } from '../service';
import type { Tags } from '../state';

/** The tags that a call sends. */
export function requestedTags(call: Call): Tags {
  const records = call.parameters.records('Tags');
  return new Map(records.map((tag) => [tag.requiredText('Key'), tag.requiredText('Value')]));
}
