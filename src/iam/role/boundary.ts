import { parseArn } from '../../aws/arn';
import { ROLE_BOUNDARY_PATH } from '../../integration/names';
import { BOUNDARY_TAG } from '../ownership';
import type { Step } from '../plan';
import { changedTags } from '../tag-changes';
import { isMarked, marksOf } from './marks';
import type { ObservedIdentity } from './observed';

type Bounded = Pick<ObservedIdentity, 'permissionsBoundary' | 'tags'>;
type Tags = Readonly<Record<string, string>>;

/** How the boundary of a role becomes the one that is wanted. */
export interface BoundaryChange {
  /** Tags that say beforehand what this resource has put, or is about to put. */
  readonly tags: Tags;
  /** Goes before everything that the role is given: where IAM demands a boundary, it gives nothing without. */
  readonly put: readonly Step[];
  /** Goes after everything that is taken off the role. */
  readonly remove: readonly Step[];
  /** Goes last: the tag then says what is there. */
  readonly settle: readonly Step[];
  /** The boundary that somebody else has set, which stays although another one, or none, is wanted. */
  readonly ofOthers: string | null;
}

/**
 * A boundary that somebody else has set is a guard rail: it stays, whatever a property, an earlier one or a record says.
 * What this resource has put is known by the path of the template's boundary, where nobody but an administrator makes
 * policies, and for any other by a tag, which it takes a right in IAM to write. Pure.
 */
export function boundaryChange(wanted: string | null, role: Bounded): BoundaryChange {
  const { permissionsBoundary: actual, tags } = role;
  if (actual !== null && actual !== wanted && !isOwnBoundary(actual, tags))
    return { tags: {}, put: [], remove: [], settle: [], ofOthers: actual };
  // One that was there, and is wanted as well, may be somebody else's: that it is wanted does not make it ours.
  const isSettled = wanted !== actual || (wanted !== null && isOwnBoundary(wanted, tags));
  const after = isSettled ? boundaryTags([wanted]) : {};
  const isPut = wanted !== actual && wanted !== null;
  const during = isPut ? boundaryTags([actual, wanted]) : {};
  return {
    tags: changedTags(during, tags),
    put: isPut ? [{ kind: 'put-boundary', policyArn: wanted }] : [],
    remove: wanted === null && actual !== null ? [{ kind: 'delete-boundary' }] : [],
    settle: tagSteps({ ...tags, ...during }, after),
    ofOthers: null,
  };
}

/** The tag of a role that is made with this boundary, or gets it in the place of the other. */
export function boundaryTags(arns: readonly (string | null)[]): Tags {
  const marked = arns.filter((arn) => arn !== null).filter((arn) => !isBoundaryOfTemplate(arn));
  return marked.length === 0 ? {} : { [BOUNDARY_TAG]: marksOf(marked) };
}

/** May this boundary, which is on a role with these tags, be taken off or exchanged? */
export function isOwnBoundary(arn: string, tags: Tags): boolean {
  return isBoundaryOfTemplate(arn) || isMarked(tags[BOUNDARY_TAG] ?? '', arn);
}

/** When the change is over, the tag names no boundary but the one that is there. */
function tagSteps(now: Tags, after: Tags): readonly Step[] {
  if (now[BOUNDARY_TAG] === after[BOUNDARY_TAG]) return [];
  return after[BOUNDARY_TAG] === undefined
    ? [{ kind: 'untag-role', tagKeys: [BOUNDARY_TAG] }]
    : [{ kind: 'tag-role', tags: after }];
}

/** Is it a boundary that a template of this project makes, where nobody but an administrator makes policies? */
export function isBoundaryOfTemplate(arn: string): boolean {
  return parseArn(arn)?.resource.startsWith(`policy${ROLE_BOUNDARY_PATH}`) === true;
}

/** What the log says of a boundary that stays. */
export function boundaryStays(arn: string): string {
  return `The permissions boundary ${arn} was set by somebody else and stays.`;
}

/** Gives a role the boundary, or takes its own off. */
export function boundaryStep(policyArn: string | null): Step {
  return policyArn === null ? { kind: 'delete-boundary' } : { kind: 'put-boundary', policyArn };
}
