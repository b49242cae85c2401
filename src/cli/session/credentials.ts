import { fromEnv } from '@aws-sdk/credential-provider-env';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentials } from '../../aws/clients';
import type { Terminal } from '../terminal';
import { MfaNeedsTerminal } from './credential-failure';
import { textIn } from './profile';

/**
 * The credentials that the AWS CLI would use: keys in the environment before those of a profile, unless an option names
 * the profile; single sign-on, roles, credential processes and MFA as the profile says. One provider serves all clients, so
 * that a process is run once and a code asked for once.
 *
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-quickstart.html#cli-configure-quickstart-precedence
 *
 * @param chosen the profile that an option names
 * @param profile the one that counts in the end
 */
export function credentialsFor(
  chosen: string | undefined,
  profile: string | undefined,
  terminal: Terminal,
): AwsCredentials {
  if (areInEnvironment(chosen, terminal.environment)) return fromEnv();
  return fromNodeProviderChain({
    ...(profile === undefined ? {} : { profile }),
    logger: SILENT,
    mfaCodeProvider: async (serial) => {
      if (!terminal.isWatched) throw new MfaNeedsTerminal(serial);
      return (await terminal.ask(`MFA code for ${serial}: `)).trim();
    },
  });
}

/** Whether keys in the environment count: not where an option names a profile. */
export function areInEnvironment(chosen: string | undefined, environment: NodeJS.ProcessEnv): boolean {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  return chosen === undefined && keys.every((key) => textIn(environment, key) !== undefined);
}

/** The SDK would warn in ten lines of what was asked for: a profile beside keys in the environment. */
const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
