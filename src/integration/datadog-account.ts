import { type DatadogSite, sitesWithAccount } from '../datadog/sites';
import { accountIdProblem } from './property-rules';

/** AWS accounts that a role may trust besides the one that Datadog publishes for its site: some, or whichever it is. */
export type FurtherAccounts = readonly string[] | 'any';

/**
 * What is wrong with an account that the role is to trust. Whoever writes a template may have no right in IAM at all, so
 * that he must not choose whom a role lets in: that is Datadog, or whom an administrator has listed for the provider.
 */
export function datadogAccountProblem(
  accountId: string,
  site: DatadogSite,
  partition: string,
  further: FurtherAccounts,
): string | undefined {
  const malformed = accountIdProblem(accountId);
  if (malformed !== undefined) return malformed;
  const published = site.accounts[partition];
  if (accountId === published || published === undefined || further === 'any' || further.includes(accountId))
    return undefined;
  const others = sitesWithAccount(partition, accountId).map((other) => other.site);
  const whose =
    others.length === 0
      ? ''
      : ` It is Datadog's account for ${others.join(', ')}: set DatadogSite to that if it is your site.`;
  return (
    `for the site ${site.site} Datadog publishes the account ${published} in the partition ${partition}, and a role trusts no other by default.${whose} ` +
    "Leave DatadogAccountId out; or, if the role shall trust that account, have an administrator add it to the parameter AllowedDatadogAccountIds of the provider's template."
  );
}
