import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { parseArn } from '../../aws/arn';
import { type ClientSettings, clientSettings } from '../../aws/clients';
import { createFailFastCall } from '../../aws/fail-fast-call';
import { createValidatorClients, type ValidatorClients } from '../../aws/validator-clients';
import type { AccountScope } from '../../integration/spec';
import { systemClock } from '../../runtime/clock';
import { startDeadline } from '../../runtime/deadline';
import { createLogger } from '../../runtime/log';
import type { RetryContext } from '../../runtime/retry';
import { createSecrets } from '../../runtime/secrets';
import type { AwsChoice } from '../arguments/command';
import type { Terminal } from '../terminal';
import { CredentialFailure, credentialFailure } from './credential-failure';
import { areInEnvironment, credentialsFor } from './credentials';
import { readProfile, textIn } from './profile';
import { checkRegion } from './region';

/** Whoever is signed in, and where. */
export interface Session {
  readonly region: string;
  readonly callerArn: string;
  readonly account: AccountScope;
  readonly clients: ValidatorClients;
  /** What further clients are made with. */
  readonly settings: ClientSettings;
}

const IDENTIFY_LIMIT_MS = 20_000;

/**
 * Signs in as the AWS CLI would with the same options, and asks STS who that is.
 *
 * @throws UserError for a profile or region that there is not, and for credentials that cannot be had or are not taken
 */
export async function openSession(choice: AwsChoice, terminal: Terminal): Promise<Session> {
  const { environment } = terminal;
  const profile = await readProfile(choice.profile, environment);
  const region = checkRegion(
    choice.region ??
      textIn(environment, 'AWS_REGION') ??
      textIn(environment, 'AWS_DEFAULT_REGION') ??
      profile.region,
  );
  const credentials = credentialsFor(choice.profile, profile.name, terminal);
  const settings = {
    ...clientSettings(),
    credentials,
    ...(profile.name === undefined ? {} : { profile: profile.name }),
  };
  const clients = createValidatorClients(region, settings);
  try {
    // Before any time limit begins: a code may have to be typed, or a process to be waited for.
    await clients.sts.config.credentials();
    const callerArn = await identify(clients);
    const { partition, accountId } = accountOf(callerArn);
    return { region, callerArn, account: { partition, accountId }, clients, settings };
  } catch (error) {
    const { name, lacksSource, process } = profile;
    const ofProfile = areInEnvironment(choice.profile, environment)
      ? { profile: undefined }
      : { profile: name, lacksSource, process };
    throw credentialFailure(error, { ...ofProfile, region });
  }
}

async function identify({ sts }: ValidatorClients): Promise<string> {
  return withCalls(IDENTIFY_LIMIT_MS, async (context) => {
    const call = createFailFastCall(context);
    const { Arn = '' } = await call((options) => sts.send(new GetCallerIdentityCommand({}), options));
    return Arn;
  });
}

function accountOf(callerArn: string): AccountScope {
  const arn = parseArn(callerArn);
  if (arn === undefined) throw new CredentialFailure(`STS named no ARN for these credentials: ${callerArn}.`);
  return arn;
}

/** Gives work a deadline and retries of its own, and ends them with it. */
export async function withCalls<T>(limitMs: number, work: (context: RetryContext) => Promise<T>): Promise<T> {
  const deadline = startDeadline(systemClock, limitMs, 0);
  try {
    return await work({ clock: systemClock, random: Math.random, log: SILENT, deadline });
  } finally {
    deadline.stop();
  }
}

/** What a person is told is in reports and errors. */
export const SILENT = createLogger(() => undefined, createSecrets());
