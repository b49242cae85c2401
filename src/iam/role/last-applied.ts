import type { IntegrationSpec } from '../../integration/spec';
import type { RoleAsFound } from '../../state/adopted-role';
import { attachedPolicyArns } from './desired';
import type { ObservedIdentity } from './observed';

/** What this resource had put on the role before: only that may be taken off again when it is no longer desired. */
export interface Previous {
  readonly attachedPolicyArns: readonly string[];
  readonly tagKeys: readonly string[];
}

const NOTHING: Previous = { attachedPolicyArns: [], tagKeys: [] };

/**
 * What these specs, of an earlier state or of one that was attempted, had put on the role.
 *
 * @param untouched what was on the role before it was adopted and still is as it was: that stays
 */
export function previousOf(specs: readonly IntegrationSpec[], untouched: Previous = NOTHING): Previous {
  return {
    attachedPolicyArns: [...new Set(specs.flatMap(attachedPolicyArns))].filter(
      (arn) => !untouched.attachedPolicyArns.includes(arn),
    ),
    tagKeys: [...new Set(specs.flatMap((spec) => Object.keys(spec.tags)))].filter(
      (key) => !untouched.tagKeys.includes(key),
    ),
  };
}

/** What is on an adopted role as it was found: what was attached then, and tags that have the same value. */
export function untouchedOf(
  role: Pick<ObservedIdentity, 'tags'>,
  found: Pick<RoleAsFound, 'attachedPolicyArns' | 'tags'>,
): Previous {
  return {
    attachedPolicyArns: found.attachedPolicyArns,
    tagKeys: Object.keys(found.tags).filter((key) => role.tags[key] === found.tags[key]),
  };
}
