import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { invalidPrincipals } from '../aws/errors';
import { StepFailed } from '../iam/apply';
import type { IntegrationSpec } from '../integration/spec';
import { isListed, principalOf } from '../policy/caller';
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
  const { selfTestPrincipals: configured } = session.settings;
  if (spec.selfTest === 'Off') return [];
  if (configured.length > 0) return configured;
  const principal = principalOf(await callerArn(session));
  return principal === undefined ? [] : [principal];
}

/** Is this code one of those who may try the role? */
export async function isSelfTestPrincipal(session: Session, principals: readonly string[]): Promise<boolean> {
  return isListed(await callerArn(session), principals);
}

/**
 * Those of the principals over which IAM has refused a trust policy, for longer than one that has just been made needs: they do not
 * exist (any more). Of Datadog's account IAM says that as well if it is so; that stays an error.
 */
export function refusedBy(error: unknown, principals: readonly string[]): readonly string[] {
  if (!(error instanceof StepFailed)) return [];
  return invalidPrincipals(error.cause).filter((id) => principals.includes(id));
}

async function callerArn({ settings, call }: Session): Promise<string> {
  const { Arn = '' } = await call((options) =>
    settings.clients.sts.send(new GetCallerIdentityCommand({}), options),
  );
  return Arn;
}
