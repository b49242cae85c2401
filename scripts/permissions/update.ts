import { findSite } from '../../src/datadog/sites';
import { differenceOf, patternsWithoutExample, unplaced } from './difference';
import { readDocuments, withActions, writeDocuments } from './documents';
import { fetchLiveLists } from './live-lists';

export interface UpdateOptions {
  /** Host or short name of the site that is asked. */
  readonly site: string;
  /** `DATADOG_ENDPOINT_URL`. */
  readonly endpointUrl: string | undefined;
  /** With the documents and their index. */
  readonly folder: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Whether nothing is to be written. */
  readonly checksOnly: boolean;
}

export interface Outcome {
  readonly isUpToDate: boolean;
  readonly text: string;
}

/** Fetches Datadog's lists into the folder, and says what that changes. @throws Error, with nothing written */
export async function updatePermissions(options: UpdateOptions): Promise<Outcome> {
  const { folder, today, checksOnly } = options;
  const site = findSite(options.site);
  if (site === undefined)
    throw new Error(`Datadog has no site ${options.site}: src/datadog/sites.json has them all.`);
  const live = await fetchLiveLists(site.site, site.api, options.endpointUrl);
  const before = readDocuments(folder);
  const after = withActions(before, live);
  const { isNone, lines } = differenceOf(before, after);
  const path = `${site.api} /api/v2/integration/aws/iam_permissions`;
  const sources = { standard: `${path}/standard`, additional: `${path}/resource_collection` };
  const written = checksOnly ? [] : writeDocuments(folder, before, after, { today, sources });
  const missing = patternsWithoutExample(after);
  const nowhere = unplaced(live.all, after);
  return {
    isUpToDate: isNone,
    text: [
      ...lines,
      ...(nowhere.length === 0
        ? []
        : [`In the list of everything (iam_permissions) and in no set: ${nowhere.join(', ')}`]),
      ...(missing.length === 0
        ? []
        : [`Add an action for each to src/validation/pattern-examples.ts: ${missing.join(', ')}`]),
      ...(written.length === 0
        ? []
        : [`Written: ${written.join(', ')}. Next: CONTRIBUTING.md, "A release of a permission set".`]),
      ...(isNone ? ['Nothing has changed.'] : []),
      '',
    ].join('\n'),
  };
}
