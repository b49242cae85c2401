import { actionSet, isPattern } from '../../src/policy/action-set';
import { documentFor, packActions } from '../../src/policy/pack';
import { INLINE_POLICIES_PER_ROLE_CHARACTERS, MANAGED_POLICY_CHARACTERS } from '../../src/policy/quotas';
import { documentSize } from '../../src/policy/size';
import { PATTERN_EXAMPLES } from '../../src/validation/pattern-examples';
import type { Documents } from './documents';

/** What a reviewer is told of a change of the sets. */
export interface Difference {
  readonly isNone: boolean;
  readonly lines: readonly string[];
}

/** Compares what the project has with what Datadog lists now: added and removed actions of each set, and the sizes of the policies. Pure. */
export function differenceOf(before: Documents, after: Documents): Difference {
  const standard = changesOf(before.standard.actions, after.standard.actions);
  const additional = changesOf(actionsOf(before), actionsOf(after));
  const isNone = [standard, additional].every(({ added, removed }) => added.length + removed.length === 0);
  return {
    isNone,
    lines: [
      ...section('Standard: the inline policy (iam_permissions/standard)', standard, []),
      ...section(
        'Full, besides: the managed policies (iam_permissions/resource_collection)',
        additional,
        after.standard.actions,
      ),
      'Core: six actions and patterns of the guide, of which the API has no list; unchanged.',
      ...sizes(before, after),
    ],
  };
}

/** Entries of the API's list of everything that are in neither of the other two: nobody knows where they belong. */
export function unplaced(all: readonly string[], { standard, additional }: Documents): readonly string[] {
  const { covers } = actionSet([...standard.actions, ...additional.flatMap(({ actions }) => actions)]);
  return all.filter((action) => !covers(action));
}

/** New patterns for which the validator has no action to ask AWS's evaluator about. */
export function patternsWithoutExample({ standard, additional }: Documents): readonly string[] {
  return [...standard.actions, ...additional.flatMap(({ actions }) => actions)].filter(
    (action) => isPattern(action) && !PATTERN_EXAMPLES.some(actionSet([action]).covers),
  );
}

interface Changes {
  readonly count: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

function changesOf(before: readonly string[], after: readonly string[]): Changes {
  return {
    count: after.length,
    added: after.filter((action) => !before.includes(action)),
    removed: before.filter((action) => !after.includes(action)),
  };
}

function section(
  title: string,
  { count, added, removed }: Changes,
  inline: readonly string[],
): readonly string[] {
  const { covers } = actionSet(inline);
  return [
    `${title}: ${count}, ${added.length} added, ${removed.length} removed`,
    ...added.map(
      (action) => `  + ${action}${covers(action) ? ' (the inline policy grants it already)' : ''}`,
    ),
    ...removed.map(
      (action) => `  - ${action}${covers(action) ? ' (the inline policy still grants it)' : ''}`,
    ),
  ];
}

function sizes(before: Documents, after: Documents): readonly string[] {
  const inline = (documents: Documents) => documentSize(documentFor(documents.standard.actions));
  const managed = (documents: Documents) =>
    packActions([...actionsOf(documents)], { characters: MANAGED_POLICY_CHARACTERS }).map((actions) =>
      documentSize(documentFor(actions)),
    );
  return [
    `Inline policy: ${inline(before)} characters before, ${inline(after)} after, of ${INLINE_POLICIES_PER_ROLE_CHARACTERS} that IAM allows on a role`,
    `Managed policies: ${listed(managed(before))} before, ${listed(managed(after))} after, of ${MANAGED_POLICY_CHARACTERS} that IAM allows each`,
  ];
}

function listed(characters: readonly number[]): string {
  return `${characters.length} of ${characters.join(', ')} characters`;
}

function actionsOf({ additional }: Documents): readonly string[] {
  return additional.flatMap(({ actions }) => actions);
}
