import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { createFailFastCall } from '../../aws/fail-fast-call';
import { createValidatorClients } from '../../aws/validator-clients';
import type { AccountScope } from '../../integration/spec';
import { callFailureOf } from '../../probe/call-failure';
import { asSentence } from '../../runtime/text';
import { PROGRAM } from '../arguments/commands';
import { type Session, withCalls } from '../session/open-session';

/** Why an account cannot be looked at, and what would let one. */
export interface OutOfReach {
  readonly why: string;
  readonly way: string;
}

/** What an account is looked at with. */
export type Reach =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly outOfReach: OutOfReach };

const SESSION_NAME = 'datadog-integration-role-doctor';
/** The least that STS gives: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS = 900;
const LIMIT_MS = 20_000;

/**
 * A session in the account: the caller's own, or one of the role that is named.
 *
 * @param assumeRole path and name of a role in the account; undefined where none is to be assumed
 */
export async function reachAccount(
  own: Session,
  account: AccountScope,
  assumeRole: string | undefined,
): Promise<Reach> {
  const { partition, accountId } = account;
  const byProfile = `${PROGRAM} doctor --profile NAME, with a profile of ${accountId}`;
  if (partition !== own.account.partition) {
    const why = `The account is in the partition ${partition}, and the credentials are of ${own.account.partition}.`;
    return { ok: false, outOfReach: { why, way: `Look from there: ${byProfile}.` } };
  }
  if (accountId === own.account.accountId) return { ok: true, session: own };
  if (assumeRole === undefined) {
    const why = `The credentials are of account ${own.account.accountId}.`;
    const way = `Look from there: ${byProfile}; or name a role of it that these credentials may assume: --assume-role NAME.`;
    return { ok: false, outOfReach: { why, way } };
  }
  const roleArn = `arn:${partition}:iam::${accountId}:role/${assumeRole}`;
  try {
    return { ok: true, session: await assumed(own, account, roleArn) };
  } catch (error) {
    const why = `${roleArn} could not be assumed: ${asSentence(callFailureOf(error).message)}`;
    const way = `Let ${own.callerArn} assume it, by its trust policy and by the caller's own policies; or look from there: ${byProfile}.`;
    return { ok: false, outOfReach: { why, way } };
  }
}

async function assumed(own: Session, account: AccountScope, roleArn: string): Promise<Session> {
  const { Credentials: credentials, AssumedRoleUser: user } = await withCalls(LIMIT_MS, (context) =>
    createFailFastCall(context)((options) =>
      own.clients.sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: SESSION_NAME,
          DurationSeconds: SESSION_SECONDS,
        }),
        options,
      ),
    ),
  );
  const settings = {
    ...own.settings,
    credentials: {
      accessKeyId: credentials?.AccessKeyId ?? '',
      secretAccessKey: credentials?.SecretAccessKey ?? '',
      sessionToken: credentials?.SessionToken ?? '',
    },
  };
  const { region } = own;
  const clients = createValidatorClients(region, settings);
  return { region, callerArn: user?.Arn ?? roleArn, account, clients, settings };
}
