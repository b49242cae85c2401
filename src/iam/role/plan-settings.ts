import { policiesEquivalent } from '../../policy/equivalence';
import type { Step, StepDocument } from '../plan';
import { changedTags } from '../tag-changes';
import type { LastApplied } from './last-applied';
import type { ObservedIdentity } from './observed';

/** The settings that a role has in itself, apart from its policies and its boundary. */
export interface RoleSettings {
  readonly description: string;
  readonly maxSessionDurationSeconds: number;
  readonly trustPolicy: StepDocument;
  readonly tags: Readonly<Record<string, string>>;
}

/** The steps that bring the settings of an existing role to `wanted`; tags are added and changed, never removed. */
export function settingSteps(wanted: RoleSettings, role: ObservedIdentity): Step[] {
  const { description, maxSessionDurationSeconds, trustPolicy } = wanted;
  const steps: Step[] = [];
  if (!policiesEquivalent(role.trustPolicy, trustPolicy)) {
    steps.push({ kind: 'update-trust-policy', document: trustPolicy });
  }
  if (description !== role.description || maxSessionDurationSeconds !== role.maxSessionDurationSeconds) {
    steps.push({ kind: 'update-role', description, maxSessionDurationSeconds });
  }
  const tags = changedTags(wanted.tags, role.tags);
  if (Object.keys(tags).length > 0) steps.push({ kind: 'tag-role', tags });
  return steps;
}

/** How the boundary of a role becomes the one that is wanted. */
export interface BoundaryChange {
  /** Goes before every permission that the role is given: where IAM demands a boundary, it gives none without. */
  readonly put: readonly Step[];
  /** Goes after everything that is taken off the role. */
  readonly remove: readonly Step[];
  readonly warnings: readonly string[];
}

/** A boundary that somebody else has set is a guard rail: another may take its place, and is said, but it never just goes. */
export function boundaryChange(
  wanted: string | null,
  { permissionsBoundary: actual }: Pick<ObservedIdentity, 'permissionsBoundary'>,
  { permissionsBoundaries: own }: Pick<LastApplied, 'permissionsBoundaries'>,
): BoundaryChange {
  if (wanted === actual) return { put: [], remove: [], warnings: [] };
  const isOfOthers = actual !== null && !own.includes(actual);
  if (wanted !== null)
    return {
      put: [{ kind: 'put-boundary', policyArn: wanted }],
      remove: [],
      warnings: isOfOthers
        ? [`The permissions boundary ${actual} was set by somebody else; ${wanted} takes its place.`]
        : [],
    };
  return isOfOthers
    ? {
        put: [],
        remove: [],
        warnings: [`The permissions boundary ${actual} was set by somebody else and stays.`],
      }
    : { put: [], remove: [{ kind: 'delete-boundary' }], warnings: [] };
}
