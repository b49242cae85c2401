import { findSite } from '../../datadog/sites';
import { createDatadogAccess, type DatadogAccess } from '../../datadog-api/access';
import type { RegisteredAccount } from '../../datadog-api/account';
import { listAccounts } from '../../datadog-api/accounts';
import { isKeyRefusal } from '../../datadog-api/errors';
import { isKey } from '../../datadog-api/keys';
import { show } from '../../runtime/text';
import { UserError } from '../../runtime/user-error';
import { withCalls } from '../session/open-session';
import { textIn } from '../session/profile';

/** Datadog cannot be asked with what the environment says. */
export class DatadogOutOfReach extends UserError {
  override readonly name = 'DatadogOutOfReach';
}

/** What a Datadog organization has entered of AWS. */
export interface Organization {
  /** Host of its site, such as `datadoghq.eu`. */
  readonly site: string;
  /** With the same keys. */
  readonly access: DatadogAccess;
  /** One for each AWS account. */
  readonly registrations: readonly RegisteredAccount[];
}

const DEFAULT_SITE = 'datadoghq.com';
const LIMIT_MS = 60_000;

/**
 * The AWS accounts of the organization that the keys in the environment are of: `DD_API_KEY`, `DD_APP_KEY` and `DD_SITE`, as Datadog's own
 * programs name them (https://docs.datadoghq.com/agent/guide/environment-variables/). `DATADOG_ENDPOINT_URL` puts another API in the
 * place of Datadog's.
 *
 * @throws DatadogOutOfReach, DatadogApiError
 */
export async function readOrganization(environment: NodeJS.ProcessEnv): Promise<Organization> {
  const site = siteIn(environment);
  const keys = {
    apiKey: keyIn(environment, 'DD_API_KEY'),
    applicationKey: keyIn(environment, 'DD_APP_KEY'),
  };
  const access = createDatadogAccess(
    () => ({ current: async () => keys, renewed: async () => undefined }),
    textIn(environment, 'DATADOG_ENDPOINT_URL'),
  );
  try {
    const registrations = await withCalls(LIMIT_MS, (context) => listAccounts(access.open(site, context)));
    return { site, access, registrations };
  } catch (error) {
    if (!isKeyRefusal(error)) throw error;
    throw new DatadogOutOfReach(
      `${error.message} The keys are of another site or organization, or were revoked, or the owner of DD_APP_KEY lacks the permission aws_configuration_read: set DD_SITE to the site of your organization (now ${site}), or see Organization Settings, API Keys, Application Keys and Roles.`,
      { cause: error },
    );
  }
}

function siteIn(environment: NodeJS.ProcessEnv): string {
  const name = textIn(environment, 'DD_SITE') ?? DEFAULT_SITE;
  const site = findSite(name);
  if (site === undefined)
    throw new DatadogOutOfReach(
      `DD_SITE is ${show(name)}, and Datadog has no such site: set it to that of your organization, such as datadoghq.eu (https://docs.datadoghq.com/getting_started/site/).`,
    );
  return site.site;
}

function keyIn(environment: NodeJS.ProcessEnv, name: string): string {
  const key = textIn(environment, name)?.trim();
  if (key === undefined || key === '')
    throw new DatadogOutOfReach(
      `${name} is not set: put a key of your Datadog organization into the environment, DD_API_KEY and DD_APP_KEY, and its site as DD_SITE.`,
    );
  if (!isKey(key))
    throw new DatadogOutOfReach(
      `${name} is no key: one is a word of letters, digits and signs. See whether more than the key was pasted.`,
    );
  return key;
}
