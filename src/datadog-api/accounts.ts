import * as v from 'valibot';
import { accountSchema, type RegisteredAccount } from './account';
import type { AskOptions, DatadogApi } from './client';
import { DatadogApiError } from './errors';

const ACCOUNTS = '/api/v2/integration/aws/accounts';

const oneSchema = v.object({ data: accountSchema });
const listSchema = v.object({ data: v.array(accountSchema) });

/** What is sent of a registration: https://docs.datadoghq.com/api/latest/aws-integration/#create-an-aws-integration */
export type SentAttributes = Readonly<Record<string, unknown>>;

/**
 * The registrations of one AWS account, or of all: the list has no pages. Needs `aws_configuration_read`.
 *
 * https://docs.datadoghq.com/api/latest/aws-integration/#list-all-aws-integrations
 *
 * @throws DatadogApiError
 */
export async function listAccounts(
  api: DatadogApi,
  awsAccountId?: string,
): Promise<readonly RegisteredAccount[]> {
  const query = awsAccountId === undefined ? {} : { aws_account_id: awsAccountId };
  const { data } = await api.ask({ method: 'GET', path: ACCOUNTS, query }, listSchema);
  // Whatever Datadog makes of the parameter, nobody else's account is looked at.
  return data.filter(
    ({ attributes }) => awsAccountId === undefined || attributes.aws_account_id === awsAccountId,
  );
}

/** A registration by its account config id; undefined when there is none. Needs `aws_configuration_read`. @throws DatadogApiError */
export async function readAccount(api: DatadogApi, configId: string): Promise<RegisteredAccount | undefined> {
  try {
    const { data } = await api.ask({ method: 'GET', path: pathOf(configId) }, oneSchema);
    return data;
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/**
 * Registers an account. It is sent once: where it may have been carried out, the error is `isUncertain`. Needs `aws_configurations_manage`.
 *
 * @throws DatadogApiError
 */
export async function createAccount(
  api: DatadogApi,
  attributes: SentAttributes,
  options: Omit<AskOptions, 'once'> = {},
): Promise<RegisteredAccount> {
  const body = { data: { type: 'account', attributes } };
  const request = { method: 'POST', path: ACCOUNTS, body } as const;
  const { data } = await api.ask(request, oneSchema, { ...options, once: true });
  return data;
}

/** Changes what is given of a registration, and nothing else. Needs `aws_configuration_edit`. @throws DatadogApiError */
export async function updateAccount(
  api: DatadogApi,
  configId: string,
  attributes: SentAttributes,
  options: AskOptions = {},
): Promise<RegisteredAccount> {
  const body = { data: { type: 'account', id: configId, attributes } };
  const { data } = await api.ask({ method: 'PATCH', path: pathOf(configId), body }, oneSchema, options);
  return data;
}

/** Removes a registration; one that is not there is removed. Needs `aws_configurations_manage`. @throws DatadogApiError */
export async function deleteAccount(
  api: DatadogApi,
  configId: string,
  options: AskOptions = {},
): Promise<void> {
  try {
    await api.ask({ method: 'DELETE', path: pathOf(configId) }, v.unknown(), options);
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
  }
}

/** Whether Datadog's API answered with this HTTP status. */
export function isStatus(error: unknown, status: number): error is DatadogApiError {
  return error instanceof DatadogApiError && error.status === status;
}

function pathOf(configId: string): string {
  return `${ACCOUNTS}/${encodeURIComponent(configId)}`;
}
