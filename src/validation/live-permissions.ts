import type { PermissionSets } from '../datadog/permission-sets';
import { actionSet } from '../policy/action-set';
import type { LiveNews } from '../state/live-permissions';
import { actionsOf } from './permissions';

/** What is known of Datadog's live lists of permissions. */
export interface LiveEvidence {
  /** Of the last time that they were asked for; undefined where that is not known. */
  readonly news?: LiveNews;
  /** Why they could not be asked for now, where that was due. */
  readonly problem?: string;
}

/** For so long an answer is as good as another one. */
const FRESH_MS = 24 * 60 * 60 * 1_000;

/** What the live lists have that no permission set of this release has. Pure. */
export function newsIn(
  live: Pick<LiveNews, 'standard' | 'resourceCollection'>,
  sets: PermissionSets,
): Pick<LiveNews, 'standard' | 'resourceCollection' | 'comparedWith'> {
  const standard = actionSet(actionsOf(sets.Standard));
  const full = actionSet(actionsOf(sets.Full));
  return {
    comparedWith: sets.Full.version,
    standard: live.standard.filter((action) => !standard.covers(action)),
    resourceCollection: live.resourceCollection.filter((action) => !full.covers(action)),
  };
}

/** Whether the lists need not be asked for: what was kept is of the last day, the same site and the same permission sets. Pure. */
export function isFresh(news: LiveNews, site: string, sets: PermissionSets, now: number): boolean {
  // One from the future, whoever has written it, must not count for ever.
  const age = now - news.at;
  return news.site === site && news.comparedWith === sets.Full.version && age >= 0 && age < FRESH_MS;
}
