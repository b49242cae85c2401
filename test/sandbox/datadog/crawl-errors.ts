import type { Registration } from './registration';

const MINUTE_MS = 60_000;

/**
 * What Datadog says of its last visit, in its own words: one text for each call that was refused, whatever refused it.
 * https://github.com/DataDog/terraform-provider-datadog/pull/2735 and, of single regions,
 * https://docs.datadoghq.com/integrations/guide/error-datadog-not-authorized-sts-assume-role/
 */
export function crawlErrorTexts(accountId: string, crawl: Registration['crawl'], now: number): string[] {
  if (crawl === undefined) return [];
  const minutes = Math.floor((now - crawl.at) / MINUTE_MS);
  const actions = [...new Set(crawl.failures.map(({ action }) => action))];
  return actions.map((action) => {
    const regions = crawl.failures.filter((failure) => failure.action === action).map(({ region }) => region);
    const where = regions.length === crawl.regions ? 'every region' : regions.join(', ');
    return [
      `Datadog is not authorized to perform action ${action} `,
      `Account affected: ${accountId}`,
      `Regions affected: ${where} `,
      `Error was last seen ${minutes}m ago`,
    ].join('\n');
  });
}
