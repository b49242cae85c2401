import type { IntegrationSpec } from '../../integration/spec';
import type { RoleBeforeAdoption } from './before-adoption';
import { attachedPolicyArns } from './desired';
import type { ObservedIdentity } from './observed';

/** What this resource had put on the role before: only that may be taken off again when it is no longer desired. */
export interface LastApplied {
  readonly attachedPolicyArns: readonly string[];
  readonly tagKeys: readonly string[];
}

const NOTHING: LastApplied = { attachedPolicyArns: [], tagKeys: [] };

/**
 * What these specs, of an earlier state or of one that was attempted, had put on the role.
 *
 * @param preexisting what was on the role before it was adopted and still is as it was: that stays
 */
export function lastAppliedBy(
  specs: readonly IntegrationSpec[],
  preexisting: LastApplied = NOTHING,
): LastApplied {
  return {
    attachedPolicyArns: [...new Set(specs.flatMap(attachedPolicyArns))].filter(
      (arn) => !preexisting.attachedPolicyArns.includes(arn),
    ),
    tagKeys: [...new Set(specs.flatMap((spec) => Object.keys(spec.tags)))].filter(
      (key) => !preexisting.tagKeys.includes(key),
    ),
  };
}

/** What is on an adopted role as it was before its adoption: what was attached then, and tags that have the same value. */
export function preexistingOf(
  role: Pick<ObservedIdentity, 'tags'>,
  before: Pick<RoleBeforeAdoption, 'attachedPolicyArns' | 'tags'>,
): LastApplied {
  return {
    attachedPolicyArns: before.attachedPolicyArns,
    tagKeys: Object.keys(before.tags).filter((key) => role.tags[key] === before.tags[key]),
  };
}
