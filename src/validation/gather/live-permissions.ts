import { createFailFastCall } from '../../aws/fail-fast-call';
import type { LivePermissions, LivePermissionsSource } from '../../datadog-api/live-permissions';
import { onceEach } from '../../runtime/once-each';
import type { RetryContext } from '../../runtime/retry';
import { withTimeout } from '../../runtime/with-timeout';
import { forgetLiveNews, type LiveNews, readLiveNews, writeLiveNews } from '../../state/live-permissions';
import { recordParameterName } from '../../state/parameter-names';
import type { ParameterStore } from '../../state/parameter-store';
import { createParameterStore } from '../../state/ssm-parameter-store';
import { isFresh, type LiveEvidence, newsIn } from '../live-permissions';
import type { Target } from '../target';
import type { GatherSettings } from './settings';

/** Reads the lists of a site; each site is asked once in a run, however many roles are validated. */
export type AskLivePermissions = (site: string) => Promise<LivePermissions>;

/** Datadog answers within a second; where it does not, what AWS says must not wait for it. */
const LIMIT_MS = 15_000;

export function createAskLivePermissions(
  source: LivePermissionsSource,
  context: RetryContext,
): AskLivePermissions {
  return onceEach((site: string) => withTimeout(context, LIMIT_MS, (limited) => source(site, limited)));
}

/**
 * What Datadog's live lists have that this release does not know: asked for once a day for each role, and kept in a parameter of the
 * validator's own. Where they cannot be had, what was kept before is all there is to go by, and the next run tries again. Never throws.
 *
 * Nobody is granted anything by it: whoever writes that parameter can bring about a warning, or keep one away.
 *
 * @returns undefined where nobody is to be asked, or the lists are nothing to compare with: `Core` is less than Datadog asks for, on purpose
 */
export async function gatherLivePermissions(
  { clients, permissionSets }: Pick<GatherSettings, 'clients' | 'permissionSets'>,
  { spec, owner }: Target,
  { askLivePermissions }: { readonly askLivePermissions?: AskLivePermissions },
  context: RetryContext,
): Promise<LiveEvidence | undefined> {
  if (askLivePermissions === undefined || owner === null || spec.permissions === 'Core') return undefined;
  const { roleName, datadogSite: site } = spec;
  const store = createParameterStore(clients.ssm, createFailFastCall(context));
  let kept: LiveNews | undefined;
  try {
    kept = await readLiveNews(store, roleName);
    const now = context.clock.now();
    if (kept !== undefined && isFresh(kept, site, permissionSets, now)) return { news: kept };
    const news = { at: now, site, leftAway: 0, ...newsIn(await askLivePermissions(site), permissionSets) };
    await keep(store, roleName, news, context);
    return { news };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return kept?.site === site ? { news: kept, problem } : { problem };
  }
}

/** What cannot be kept is asked for again by the next run. */
async function keep(
  store: ParameterStore,
  roleName: string,
  news: LiveNews,
  { log }: RetryContext,
): Promise<void> {
  try {
    await writeLiveNews(store, roleName, news);
    // Whoever deletes an integration removes the record with what lies beside it: what is written later would stay.
    const record = await store.read(recordParameterName(roleName));
    if (record === undefined) await forgetLiveNews(store, roleName);
  } catch (error) {
    log.warn("what Datadog's live lists have could not be kept", { roleName, error });
  }
}
