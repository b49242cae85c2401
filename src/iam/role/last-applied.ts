import type { IntegrationSpec } from '../../integration/spec';
import { ATTACHED_TAG } from '../ownership';
import type { RoleBeforeAdoption } from './before-adoption';
import { isBoundaryOfTemplate } from './boundary';
import { attachedPolicyArns } from './desired';
import type { ObservedIdentity } from './observed';

/** What this resource had put on the role before: only that may be taken off again when it is no longer desired. */
export interface LastApplied {
  readonly attachedPolicyArns: readonly string[];
  readonly tagKeys: readonly string[];
  /** What this very invocation has attached: its own, whatever the role's tag says by now. */
  readonly attachedHere?: readonly string[];
  /** What was attached before and may still be, though IAM does not show it. */
  readonly perhapsAttached?: readonly string[];
  /** The settings that it may have given the role; absent where nobody knows. */
  readonly settings?: readonly AppliedSettings[];
  /** The values that tags had before the role was adopted, and get back when they are no longer desired. */
  readonly tagsBefore?: Readonly<Record<string, string>>;
  /** What was attached to an adopted role before its adoption; absent where the role was not adopted, or nothing confirms it. */
  readonly attachedBefore?: readonly string[];
}

/** What a spec sets on a role, and people may have set anew since. */
export type AppliedSettings = Pick<IntegrationSpec, 'description' | 'maxSessionDurationSeconds' | 'tags'>;

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
    ...(specs.length === 0 ? {} : { settings: specs.map(settingsOf) }),
    ...(preexisting.tagsBefore === undefined ? {} : { tagsBefore: preexisting.tagsBefore }),
    ...(preexisting.attachedBefore === undefined ? {} : { attachedBefore: preexisting.attachedBefore }),
  };
}

/**
 * The same of a role that does not say itself what this resource has attached. Under the boundary of a template nothing is ours, then.
 * A role of version 0.1.0 has none yet: of it, only what the record lists, too. Whoever lets an update fail has whatever he likes
 * among the properties of an earlier attempt, and whoever may write parameters, in the record. Pure.
 */
export function withoutUnconfirmed(
  lastApplied: LastApplied,
  role: Pick<ObservedIdentity, 'tags' | 'permissionsBoundary'> | null,
  recorded: IntegrationSpec | undefined,
): LastApplied {
  if (role === null || ATTACHED_TAG in role.tags) return lastApplied;
  const { permissionsBoundary: boundary } = role;
  const isOfToday = boundary !== null && isBoundaryOfTemplate(boundary);
  const known = isOfToday || recorded === undefined ? [] : attachedPolicyArns(recorded);
  return {
    ...lastApplied,
    attachedPolicyArns: lastApplied.attachedPolicyArns.filter((arn) => known.includes(arn)),
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

function settingsOf({ description, maxSessionDurationSeconds, tags }: IntegrationSpec): AppliedSettings {
  return { description, maxSessionDurationSeconds, tags };
}
