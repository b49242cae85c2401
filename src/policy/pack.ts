import { type Item, placeByPreference, placeExhaustively } from './bins';
import { documentSize } from './size';

/** A policy document that allows actions on every resource. */
export interface ActionsDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    { readonly Effect: 'Allow'; readonly Action: readonly string[]; readonly Resource: '*' },
  ];
}

/** About a tenth of a second of search; only sets that fill their documents to the last characters need it. */
const MAX_SEARCH_STEPS = 20_000;

const SEPARATOR_CHARACTERS = ','.length;

/** The document that `packActions` makes room for. */
export function documentFor(actions: readonly string[]): ActionsDocument {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }],
  };
}

/**
 * Distributes IAM actions over the fewest policy documents (`documentFor`) that each stay within `limit.characters`,
 * counted as IAM does. Actions are sorted within a document, repeated ones (in any letter case) kept once, and the
 * order of the input does not matter. The same action lands in the same document as long as the number of documents
 * stays: adding one changes one document, or a few when documents are full. It takes no memory of earlier runs.
 *
 * Throws RangeError when one action alone does not fit.
 */
export function packActions(actions: readonly string[], limit: { readonly characters: number }): string[][] {
  const items = withoutRepeats(actions).map(itemFor);
  for (const { action } of items) refuseTooLong(action, limit.characters);
  const capacity = limit.characters - documentSize(documentFor([])) + SEPARATOR_CHARACTERS;
  return place(items, capacity)
    .filter((document) => document.length > 0)
    .map((document) => document.map(({ action }) => action).sort());
}

interface ActionItem extends Item {
  readonly action: string;
}

/** An action takes its quoted name and a comma, of which a list has one less than actions. */
function itemFor(action: string): ActionItem {
  return { action, key: action.toLowerCase(), size: JSON.stringify(action).length + SEPARATOR_CHARACTERS };
}

/** The fewest bins first; one bin an item is always enough. */
function place(items: readonly ActionItem[], capacity: number): readonly (readonly ActionItem[])[] {
  const total = items.reduce((sum, item) => sum + item.size, 0);
  for (let bins = Math.ceil(total / capacity); bins < items.length; bins++) {
    const placement =
      placeByPreference(items, bins, capacity) ?? placeExhaustively(items, bins, capacity, MAX_SEARCH_STEPS);
    if (placement !== undefined) return placement;
  }
  return items.map((item) => [item]);
}

function withoutRepeats(actions: readonly string[]): readonly string[] {
  const spellings = new Map<string, string>();
  for (const action of [...actions].sort()) {
    const key = action.toLowerCase();
    if (!spellings.has(key)) spellings.set(key, action);
  }
  return [...spellings.values()];
}

function refuseTooLong(action: string, limitCharacters: number): void {
  const size = documentSize(documentFor([action]));
  if (size <= limitCharacters) return;
  throw new RangeError(
    `a policy document with the action ${JSON.stringify(action)} alone has ${size} characters, but the limit is ` +
      `${limitCharacters}: leave the action out, or cover it with a shorter pattern`,
  );
}
