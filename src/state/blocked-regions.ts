import * as v from 'valibot';
import { blockedRegionsParameterName } from './parameter-names';
import type { ParameterStore } from './parameter-store';
import { parseStored, textsSchema } from './parse';
import { storedText } from './stored-text';

const seenSchema = v.record(v.string(), v.object({ cause: v.string(), runs: v.number() }));
const excludedSchema = v.record(v.string(), v.object({ cause: v.string(), since: v.string() }));
const schema = v.object({
  blocked: seenSchema,
  excluded: excludedSchema,
  wasAll: v.boolean(),
  left: textsSchema,
});

/**
 * What the validator knows of blocked regions from run to run, and what it has taken out of the registration for that. Nothing that stands here can
 * take out a region by itself, or one that works.
 */
export interface BlockedRegions {
  /** In how many runs in a row a region was blocked, and why. */
  readonly blocked: Readonly<Record<string, { readonly cause: string; readonly runs: number }>>;
  /** What is taken out, why, and since when. */
  readonly excluded: Readonly<Record<string, { readonly cause: string; readonly since: string }>>;
  /** Whether Datadog asked in all regions before anything was taken out. */
  readonly wasAll: boolean;
  /** The regions that were left in the registration; empty where nothing is taken out. */
  readonly left: readonly string[];
}

export const NOTHING_BLOCKED: BlockedRegions = { blocked: {}, excluded: {}, wasAll: false, left: [] };

/** What is stored of an integration's blocked regions; what cannot be read counts as nothing. */
export async function readBlockedRegions(store: ParameterStore, roleName: string): Promise<BlockedRegions> {
  const text = await store.read(blockedRegionsParameterName(roleName));
  if (text === undefined) return NOTHING_BLOCKED;
  const parsed = parseStored(text, schema);
  return parsed.ok ? parsed.value : NOTHING_BLOCKED;
}

/** Stores it, where it is not the same as before; where there is nothing to store, no parameter is left. */
export async function writeBlockedRegions(
  store: ParameterStore,
  roleName: string,
  state: BlockedRegions,
  before: BlockedRegions,
): Promise<void> {
  const text = storedText(state);
  if (text === storedText(before)) return;
  const name = blockedRegionsParameterName(roleName);
  if (text === storedText(NOTHING_BLOCKED)) await store.remove([name]);
  else await store.write(name, text);
}
