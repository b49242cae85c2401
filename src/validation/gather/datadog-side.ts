import { findSite } from '../../datadog/sites';
import type { DatadogAccess } from '../../datadog-api/access';
import { listAccounts } from '../../datadog-api/accounts';
import type { DatadogApi } from '../../datadog-api/client';
import { isKeyRefusal } from '../../datadog-api/errors';
import { readReportedErrors } from '../../datadog-api/reported-errors';
import { isValidApiKey } from '../../datadog-api/validate-key';
import { onceEach } from '../../runtime/once-each';
import type { RetryContext } from '../../runtime/retry';
import { withTimeout } from '../../runtime/with-timeout';
import type { DatadogSide } from '../datadog-side';

/** Datadog answers within a second; where it does not, what AWS says must not wait for it. */
const LIMIT_MS = 15_000;

/** Asks Datadog about an account; resolves with undefined where the keys are for another site. Never throws. */
export type AskDatadog = (site: string, accountId: string) => Promise<DatadogSide | undefined>;

/**
 * Each account is asked about once, however many of its roles are validated.
 *
 * @param keysSite the site of the keys, which no other is sent; absent where they are for whatever site is asked
 */
export function createAskDatadog(
  access: DatadogAccess,
  context: RetryContext,
  keysSite?: string,
): AskDatadog {
  const askOnce = onceEach((site: string, accountId: string) =>
    withTimeout(context, LIMIT_MS, (limited) => ask(access.open(site, limited), site, accountId)).catch(
      (error: unknown): DatadogSide => ({ ok: false, site, problem: messageOf(error) }),
    ),
  );
  return async (site, accountId) =>
    keysSite !== undefined && findSite(keysSite) !== findSite(site) ? undefined : askOnce(site, accountId);
}

async function ask(api: DatadogApi, site: string, accountId: string): Promise<DatadogSide> {
  try {
    const accounts = await listAccounts(api, accountId);
    const reported = await Promise.all(
      accounts.map(async (account) => {
        const roleName = account.attributes.auth_config.role_name;
        const errors =
          typeof roleName === 'string'
            ? // It is used where it is there, and never needed.
              await readReportedErrors(api, accountId, roleName).catch(() => undefined)
            : undefined;
        return errors === undefined ? [] : [[account.id, errors] as const];
      }),
    );
    return { ok: true, site, accounts, reported: Object.fromEntries(reported.flat()) };
  } catch (error) {
    if (!isKeyRefusal(error)) throw error;
    const problem = (await isValidApiKey(api).catch(() => true))
      ? 'Datadog takes the API key and refuses the application key: it was revoked, is of another organization, or lacks the permission aws_configuration_read.'
      : `The API key is not valid at ${site}: it was revoked, or is of another site.`;
    return { ok: false, site, problem };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
