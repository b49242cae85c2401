import { type AccountSnapshot, digestOf } from '../sandbox';
import type { Snapshot } from './snapshot';

/** What a reader would call the state of an account and of what Datadog has of it, as text that is equal for equal states. */
export type CanonicalState = string;

const UNIQUE_ID = /\b(?:AROA|AIPA|ANPA)[A-Z0-9]{8,}\b/g;
/** An account config id; those of stacks stand behind a slash. */
const CONFIG_ID = /(?<![/\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/g;
/** Differ between two runs that came to the same end. */
const INCIDENTAL = new Set(['id', 'createdAt', 'version', 'nextVersion', 'trustPrincipalIds']);

/**
 * Unique ids are replaced by the names of what they stand for (a dangling one shows as such), documents are compared by
 * content and not by white space, and of a policy only the default version counts.
 */
export function canonicalState({
  registrations = [],
  ...snapshot
}: AccountSnapshot & Partial<Snapshot>): CanonicalState {
  const names = new Map(Object.entries(snapshot.roles).map(([name, { id }]) => [id, name]));
  const policies = Object.fromEntries(
    Object.entries(snapshot.policies).map(([name, { versions, defaultVersionId, ...policy }]) => [
      name,
      { ...policy, document: versions[defaultVersionId]?.document },
    ]),
  );
  const configIds = new Map(registrations.map(({ id, attributes }) => [id, attributes.aws_account_id]));
  const text = JSON.stringify(
    canonical({ ...snapshot, policies, registrations: Object.fromEntries(registrations.map(asEntry)) }),
  ).replaceAll(CONFIG_ID, (id) => `the registration of ${configIds.get(id) ?? 'nobody'}`);
  return text.replaceAll(UNIQUE_ID, (id) => `the id of ${names.get(id) ?? 'nobody'}`);
}

function asEntry(registration: Snapshot['registrations'][number]) {
  return [registration.attributes.aws_account_id, digestOf(registration)] as const;
}

/** A state without the tags of roles and policies. */
export function withoutTags(state: CanonicalState): CanonicalState {
  const {
    roles,
    policies,
    ...others
  }: Record<'roles' | 'policies', Record<string, object>> = JSON.parse(state);
  const untagged = (items: Record<string, object>) =>
    Object.fromEntries(Object.entries(items).map(([name, item]) => [name, { ...item, tags: {} }]));
  return JSON.stringify({ ...others, roles: untagged(roles), policies: untagged(policies) });
}

/** The paths at which two states differ, with both values, shortened. */
export function differences(expected: CanonicalState, actual: CanonicalState): string[] {
  return expected === actual ? [] : differencesAt('', JSON.parse(expected), JSON.parse(actual));
}

const MAX_SHOWN_CHARACTERS = 160;

function differencesAt(path: string, expected: unknown, actual: unknown): string[] {
  if (JSON.stringify(expected) === JSON.stringify(actual)) return [];
  if (!isObject(expected) || !isObject(actual))
    return [`${path}: expected ${shown(expected)}, got ${shown(actual)}`];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return keys.flatMap((key) => differencesAt(`${path}/${key}`, expected[key], actual[key]));
}

function canonical(value: unknown): unknown {
  if (typeof value === 'string') return documentIn(value) ?? value;
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !INCIDENTAL.has(key))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, child]) => [key, canonical(key === 'attached' ? asSet(child) : child)]),
  );
}

/** A list without an order, as an object that shows what is missing and what is not. */
function asSet(list: unknown): unknown {
  return Array.isArray(list) ? Object.fromEntries(list.map((item) => [String(item), 'yes'])) : list;
}

function documentIn(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return canonical(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}...`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
