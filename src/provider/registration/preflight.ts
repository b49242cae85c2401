import type { RegisteredAccount } from '../../datadog-api/account';
import { listAccounts } from '../../datadog-api/accounts';
import type { DatadogApi } from '../../datadog-api/client';
import { isKeyRefusal } from '../../datadog-api/errors';
import { listLogSources, listNamespaces } from '../../datadog-api/known-names';
import { isValidApiKey } from '../../datadog-api/validate-key';
import { InvalidProperties } from '../../integration/property-reader';
import type { Settings } from '../../registration/settings';
import { unknownNames } from '../../registration/unknown-names';
import { KeysRefused, PermissionMissing } from './errors';

/**
 * What Datadog says of an AWS account, and whether it takes the keys and the names that are given: all that can be known before the first write,
 * asked at once.
 *
 * @throws KeysRefused, PermissionMissing and InvalidProperties
 */
export async function lookAtDatadog(
  api: DatadogApi,
  accountId: string,
  settings: Settings = {},
): Promise<readonly RegisteredAccount[]> {
  const [valid, listed, unknown] = await Promise.allSettled([
    isValidApiKey(api),
    listAccounts(api, accountId),
    unknownNames(settings, { namespaces: () => listNamespaces(api), logSources: () => listLogSources(api) }),
  ]);
  if (valid.status === 'rejected') throw valid.reason;
  if (!valid.value)
    throw new KeysRefused(
      `Datadog's API at ${api.site} does not take the API key, and nothing has been changed: it was revoked, or is of another site or organization, for each site has its own. Set DatadogSite to the site of your organization, or put a valid DD_API_KEY into the secret.`,
    );
  if (listed.status === 'rejected') throw explained(api, 'aws_configuration_read', listed.reason);
  if (unknown.status === 'rejected') throw explained(api, 'aws_configuration_read', unknown.reason);
  if (unknown.value.length > 0) throw new InvalidProperties(unknown.value);
  return listed.value;
}

type Permission = 'aws_configuration_read' | 'aws_configurations_manage' | 'aws_configuration_edit';

/** Runs a request that needs a permission, and has a refusal say which. @throws PermissionMissing */
export async function needing<T>(api: DatadogApi, permission: Permission, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw explained(api, permission, error);
  }
}

/** Datadog answers a key that it does not know and one that may not with the same words. */
function explained(api: DatadogApi, permission: Permission, error: unknown): unknown {
  if (!isKeyRefusal(error)) return error;
  return new PermissionMissing(
    `Datadog's API at ${api.site} takes the API key and refuses the application key (${error.asked.method} ${error.asked.path}): the key was revoked, is of another organization, or lacks the permission ${permission}. Give the owner of DD_APP_KEY a role with aws_configuration_read, aws_configurations_manage and aws_configuration_edit (Organization Settings, Roles), add them to the key’s scopes if it has any, or put another key into the secret.`,
    { cause: error },
  );
}
