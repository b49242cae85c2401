import type { IntegrationSpec } from '../integration/spec';
import { attachedPolicyArns } from './desired';

/** What this resource had put on the role before: only that may be taken off again when it is no longer desired. */
export interface Previous {
  readonly attachedPolicyArns: readonly string[];
  readonly tagKeys: readonly string[];
}

/**
 * What these specs, of an earlier state or of one that was attempted, had put on the role.
 *
 * @param foundArns policies that were attached before the role was adopted: those stay
 */
export function previousOf(specs: readonly IntegrationSpec[], foundArns: readonly string[] = []): Previous {
  return {
    attachedPolicyArns: [...new Set(specs.flatMap(attachedPolicyArns))].filter(
      (arn) => !foundArns.includes(arn),
    ),
    tagKeys: [...new Set(specs.flatMap((spec) => Object.keys(spec.tags)))],
  };
}
