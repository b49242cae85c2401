import { type DatadogSite, datadogSites, findSite, sitesServing } from '../datadog/sites';
import { show } from '../runtime/text';
import { contract } from './contract';
import type { PropertyReader } from './property-reader';

/** The site that `DatadogSite` names, by its host or a short name; undefined, and a fault, for one that Datadog has not. */
export function readSite(reader: PropertyReader): DatadogSite | undefined {
  const name = reader.string('DatadogSite') ?? contract.DatadogSite.default;
  const known = datadogSites.map(({ site, shortNames }) => [site, ...shortNames].join(' or ')).join(', ');
  return (
    findSite(name) ??
    reader.fault('DatadogSite', `is ${show(name)}; Datadog has no such site. Sites: ${known}.`)
  );
}

/** What is wrong with a site that does not offer role delegation in a partition, and the way out. */
export function withoutDelegation(site: DatadogSite, partition: string): string {
  const serving = sitesServing(partition).map((candidate) => candidate.site);
  const way =
    serving.length === 0
      ? `Datadog reads accounts of ${partition} with access keys only: create an IAM user as its guide says, instead of this resource.`
      : `Use one of the sites that do (${serving.join(', ')}), or access keys of an IAM user.`;
  return `is ${show(site.site)}, which does not offer role delegation in the partition ${partition} of this stack. ${way}`;
}
