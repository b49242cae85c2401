import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { isAccessDenied } from '../aws/errors';
import { createPromptCall } from '../aws/fail-fast-call';
import { allEnded } from '../runtime/all-settled';
import type { RetryContext } from '../runtime/retry';
import { within } from '../runtime/with-timeout';
import { PROBE_LIMIT_MS, type ProbeTarget, SESSION_NAME, SESSION_SECONDS } from './region';

/** How STS answers a request that it must refuse. */
export type Refusal = 'refused' | 'accepted' | 'inconclusive';

export interface ExternalIdProbe {
  readonly withoutExternalId: Refusal;
  readonly withWrongExternalId: Refusal;
}

/** Datadog's own external ids are 32 hexadecimal digits. */
export const WRONG_EXTERNAL_ID = 'not-the-external-id-of-this-role';

/** A session that is handed out by mistake is allowed nothing. */
const NOTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

/** Tries the role without its external id and with a wrong one, in the client's region. Never throws. */
export async function probeExternalId(
  sts: STSClient,
  { roleArn }: ProbeTarget,
  context: RetryContext,
): Promise<ExternalIdProbe> {
  const tryWith = async (externalId: { ExternalId?: string }): Promise<Refusal> => {
    const input = {
      RoleArn: roleArn,
      RoleSessionName: SESSION_NAME,
      DurationSeconds: SESSION_SECONDS,
      Policy: NOTHING,
      ...externalId,
    };
    try {
      await within(context, PROBE_LIMIT_MS, (limited) =>
        createPromptCall(limited)((options) => sts.send(new AssumeRoleCommand(input), options)),
      );
      return 'accepted';
    } catch (error) {
      return isAccessDenied(error) ? 'refused' : 'inconclusive';
    }
  };
  const [withoutExternalId, withWrongExternalId] = await allEnded([
    tryWith({}),
    tryWith({ ExternalId: WRONG_EXTERNAL_ID }),
  ]);
  return { withoutExternalId, withWrongExternalId };
}
