import { findSite } from '../../datadog/sites';
import type { RegisteredAccount } from '../../datadog-api/account';

const CONFIG_ID = /^[0-9a-fA-F-]{36}$/;

/**
 * The command that changes a registration by Datadog's API, with keys from the environment; none where an id of Datadog's is none.
 *
 * https://docs.datadoghq.com/api/latest/aws-integration/#update-an-aws-integration
 *
 * @param attributes of our own values only: nothing that an account or Datadog says
 */
export function changeInDatadog(
  siteName: string,
  { id, attributes: { aws_account_id: accountId } }: RegisteredAccount,
  attributes: Readonly<Record<string, unknown>>,
): readonly string[] {
  const site = findSite(siteName);
  const body = JSON.stringify({
    data: { type: 'account', attributes: { aws_account_id: accountId, ...attributes } },
  });
  if (site === undefined || !CONFIG_ID.test(id) || !/^\d{12}$/.test(accountId) || body.includes("'"))
    return [];
  return [
    `With DD_API_KEY and DD_APP_KEY in the environment (the application key needs aws_configuration_edit), this changes it in Datadog:`,
    `curl --fail-with-body --request PATCH https://${site.api}/api/v2/integration/aws/accounts/${id} --header "DD-API-KEY: $DD_API_KEY" --header "DD-APPLICATION-KEY: $DD_APP_KEY" --header "Content-Type: application/json" --data '${body}'`,
  ];
}
