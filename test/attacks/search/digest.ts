import type { ManagedPolicy, Role } from '../../sandbox/state';
import { type State, wasThere } from './model';

/** Texts by short numbers. */
const numbers = new Map<string, number>();
function numberOf(text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

const digests = new WeakMap<Role | ManagedPolicy, number>();

/**
 * Stands for all of a state that authorization and IAM's rules look at. Roles and policies that states have in common are
 * the same objects, so most of it is known already.
 */
export function digestOf({ roles, policies }: State): string {
  const parts = [
    ...[...roles.values()].map((role) => digestOnce(role, textOfRole)),
    ...[...policies.values()].map((policy) => digestOnce(policy, textOfPolicy)),
  ];
  return parts.sort((one, other) => one - other).join(' ');
}

function digestOnce<Item extends Role | ManagedPolicy>(item: Item, textOf: (item: Item) => string): number {
  const known = digests.get(item);
  if (known !== undefined) return known;
  const digest = numberOf(textOf(item));
  digests.set(item, digest);
  return digest;
}

const sorted = (map: ReadonlyMap<string, string>) =>
  [...map].sort(([one], [other]) => (one < other ? -1 : 1));

/** Ids tell a role from one that was made again under its name: only the first one is the one that trust policies mean. */
function textOfRole(role: Role): string {
  const { name, path, id, boundaryArn, trust, inline, attached, tags } = role;
  const facts = [name, path, wasThere(role) ? id : 'new', boundaryArn, trust.at(-1)?.document];
  return JSON.stringify([...facts, sorted(inline), [...attached].sort(), sorted(tags)]);
}

/** By how many versions there are, and by what they say. */
function textOfPolicy({ arn, defaultVersionId, versions, tags }: ManagedPolicy): string {
  const documents = [...versions.values()].map(({ document }) => document).sort();
  return JSON.stringify([arn, versions.get(defaultVersionId)?.document, documents, sorted(tags)]);
}
