import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { IntegrationSpec } from '../integration/spec';
import { principalOf } from '../policy/caller';
import type { Session } from './session';

/**
 * Who may try the role: the configured roles, or else the one that this code runs as. The caller's ARN does not tell
 * the path of its role, so a provider whose role has a path needs the setting. An account's root user is never taken:
 * as a principal it would let in the whole account.
 */
export async function selfTestPrincipals(
  session: Session,
  spec: IntegrationSpec,
): Promise<readonly string[]> {
  const { selfTestPrincipals: configured, clients } = session.settings;
  if (spec.selfTest === 'Off') return [];
  if (configured.length > 0) return configured;
  const { Arn } = await session.call((options) =>
    clients.sts.send(new GetCallerIdentityCommand({}), options),
  );
  const principal = principalOf(Arn ?? '');
  return principal === undefined ? [] : [principal];
}
