import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { isAccessDenied } from '../aws/errors';
import { createFailFastCall } from '../aws/fail-fast-call';
import { allSettled } from '../runtime/all-settled';
import type { RetryContext } from '../runtime/retry';
import { withTimeout } from '../runtime/with-timeout';
import {
  EMPTY_SESSION_POLICY,
  type ExternalIdAnswer,
  type ExternalIdProbe,
  PROBE_LIMIT_MS,
  type ProbeTarget,
  SESSION_SECONDS,
  VALIDATOR_SESSION_NAME,
  WRONG_EXTERNAL_ID,
} from './session';

/** Tries the role without its external id and with a wrong one, in the client's region. Never throws. */
export async function probeExternalId(
  sts: STSClient,
  { roleArn }: ProbeTarget,
  context: RetryContext,
): Promise<ExternalIdProbe> {
  const tryWith = async (externalId: { ExternalId?: string }): Promise<ExternalIdAnswer> => {
    const input = {
      RoleArn: roleArn,
      RoleSessionName: VALIDATOR_SESSION_NAME,
      DurationSeconds: SESSION_SECONDS,
      Policy: EMPTY_SESSION_POLICY,
      ...externalId,
    };
    try {
      await withTimeout(context, PROBE_LIMIT_MS, (limited) =>
        createFailFastCall(limited)((options) => sts.send(new AssumeRoleCommand(input), options)),
      );
      return 'accepted';
    } catch (error) {
      return isAccessDenied(error) ? 'refused' : 'inconclusive';
    }
  };
  const [withoutExternalId, withWrongExternalId] = await allSettled([
    tryWith({}),
    tryWith({ ExternalId: WRONG_EXTERNAL_ID }),
  ]);
  return { withoutExternalId, withWrongExternalId };
}
