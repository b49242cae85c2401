import SITES from './sites.json';

/** Datadog's AWS accounts, by site and partition: the same table as src/datadog/sites.json, on purpose written once more. */
const ACCOUNTS: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(Object.entries(SITES));

export const DEFAULT_SITE = 'datadoghq.com';

export function isSite(site: string): boolean {
  return ACCOUNTS.has(site);
}

/** The AWS account from which a site comes into a partition; undefined where it does not come by role. */
export function datadogAccountOf(site: string, partition: string): string | undefined {
  return ACCOUNTS.get(site)?.[partition];
}

/** The site that a `Host` header names: `api.datadoghq.eu` or `datadoghq.eu`, whatever the port. */
export function siteOfHost(host: string | undefined): string {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
  const site = [name, name.slice(name.indexOf('.') + 1)].find(isSite);
  return site ?? DEFAULT_SITE;
}
