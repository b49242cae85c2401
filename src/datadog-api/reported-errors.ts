import * as v from 'valibot';
import type { DatadogApi } from './client';

const listSchema = v.object({
  accounts: v.array(
    v.object({
      account_id: v.optional(v.string()),
      role_name: v.nullish(v.string()),
      errors: v.nullish(v.array(v.string())),
    }),
  ),
});

/**
 * What Datadog itself has recorded of its attempts to read an account: `Datadog is not authorized to perform action ...`. Only the list of the
 * deprecated version 1 has it, in a field that is not documented: https://github.com/DataDog/terraform-provider-datadog/pull/2735.
 *
 * @param roleName as it is registered
 * @returns undefined where the list does not say, which is no sign that all is well
 * @throws DatadogApiError
 */
export async function readReportedErrors(
  api: DatadogApi,
  awsAccountId: string,
  roleName: string,
): Promise<readonly string[] | undefined> {
  const query = { account_id: awsAccountId, role_name: roleName };
  const { accounts } = await api.ask({ method: 'GET', path: '/api/v1/integration/aws', query }, listSchema);
  const own = accounts.filter(
    ({ account_id, role_name }) => account_id === awsAccountId && role_name === roleName,
  );
  return own.find(({ errors }) => errors)?.errors ?? undefined;
}
