import * as v from 'valibot';
import { livePermissionsParameterName } from './parameter-names';
import type { ParameterStore } from './parameter-store';
import { parseStored, textsSchema } from './parse';
import { storedText } from './stored-text';

/** What Datadog's live lists had, when they were asked for last, that the permission sets of this release do not have. */
export interface LiveNews {
  /** When they were asked for; milliseconds since the Unix epoch. */
  readonly at: number;
  /** The Datadog site that was asked. */
  readonly site: string;
  /** Date of the newest permission set that they were compared with. */
  readonly comparedWith: string;
  /** Of the list of the integration itself. */
  readonly standard: readonly string[];
  /** Of the list of resource collection. */
  readonly resourceCollection: readonly string[];
  /** How many more there were than a parameter has room for. */
  readonly leftAway: number;
}

const schema: v.GenericSchema<unknown, LiveNews> = v.object({
  at: v.number(),
  site: v.string(),
  comparedWith: v.string(),
  standard: textsSchema,
  resourceCollection: textsSchema,
  leftAway: v.number(),
});

/** Leaves room for the rest of the parameter's 8 KB. */
const MAX_LIST_BYTES = 7_000;

/** What is kept beside the record; undefined where there is nothing, or nothing that can be read. */
export async function readLiveNews(store: ParameterStore, roleName: string): Promise<LiveNews | undefined> {
  const parsed = parseStored((await store.read(livePermissionsParameterName(roleName))) ?? '', schema);
  return parsed.ok ? parsed.value : undefined;
}

/** @param news with lists of any length: what there is room for is written */
export async function writeLiveNews(
  store: ParameterStore,
  roleName: string,
  news: Omit<LiveNews, 'leftAway'>,
): Promise<void> {
  let left = MAX_LIST_BYTES;
  const fitting = (actions: readonly string[]) =>
    actions.filter((action) => {
      left -= JSON.stringify(action).length + 1;
      return left >= 0;
    });
  const kept = {
    ...news,
    standard: fitting(news.standard),
    resourceCollection: fitting(news.resourceCollection),
  };
  const leftAway =
    news.standard.length +
    news.resourceCollection.length -
    kept.standard.length -
    kept.resourceCollection.length;
  await store.write(livePermissionsParameterName(roleName), storedText({ ...kept, leftAway }));
}

/** Removes what is kept, of an integration that was deleted meanwhile. */
export async function forgetLiveNews(store: ParameterStore, roleName: string): Promise<void> {
  await store.remove([livePermissionsParameterName(roleName)]);
}
