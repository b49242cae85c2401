import { policiesEquivalent } from '../../policy/equivalence';
import type { Step, StepDocument } from '../plan';
import { changedTags } from '../tag-changes';
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
