import { sites } from './sites.json';

/** One Datadog site: https://docs.datadoghq.com/getting_started/site/ */
export interface DatadogSite {
  /** `datadoghq.com`, `datadoghq.eu`, ... */
  readonly site: string;
  /** What people call it: `US1`, `EU`, ... */
  readonly label: string;
  readonly shortNames: readonly string[];
  /** Host of the HTTP API. */
  readonly api: string;
  /** Host of the web application, where it is public. */
  readonly app: string | null;
  /** Datadog's AWS account id (12 digits, kept as text) in each partition where role delegation works. */
  readonly accounts: Readonly<Record<string, string | undefined>>;
}

export const datadogSites: readonly DatadogSite[] = sites;

/** Finds a site by its host (`us5.datadoghq.com`) or short name (`us5`), in any letter case. */
export function findSite(name: string): DatadogSite | undefined {
  const wanted = name.toLowerCase();
  return datadogSites.find((site) => site.site === wanted || site.shortNames.includes(wanted));
}

/** The sites whose account in this partition Datadog publishes as this one; empty for anybody else's. */
export function sitesWithAccount(partition: string, accountId: string): readonly DatadogSite[] {
  return datadogSites.filter((site) => site.accounts[partition] === accountId);
}

/** The sites that offer role delegation in this partition. */
export function sitesServing(partition: string): readonly DatadogSite[] {
  return datadogSites.filter((site) => site.accounts[partition] !== undefined);
}
