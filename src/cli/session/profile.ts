import { loadSharedConfigFiles } from '@smithy/core/config';
import { didYouMean } from '../../runtime/suggest';
import { show } from '../../runtime/text';
import { UserError } from '../../runtime/user-error';

/** A profile of the AWS CLI. */
export interface Profile {
  /** Undefined where none was chosen: then `default` counts, if there is one. */
  readonly name: string | undefined;
  readonly region: string | undefined;
  /** The profile that it takes its credentials from, where that is not there. */
  readonly lacksSource: string | undefined;
  /** The program that gives its credentials. */
  readonly process: string | undefined;
}

/** A profile was chosen that the AWS CLI's files do not have. */
export class NoSuchProfile extends UserError {
  override readonly name = 'NoSuchProfile';
}

/**
 * The chosen profile, as the AWS CLI finds it.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
 *
 * @param chosen by an option
 * @throws NoSuchProfile
 */
export async function readProfile(
  chosen: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<Profile> {
  const name = chosen ?? textIn(environment, 'AWS_PROFILE') ?? textIn(environment, 'AWS_DEFAULT_PROFILE');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  // Sections of other kinds have their kind before their name: `sso-session.work`.
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter(
    (known) => !/^(sso-session|services)\./.test(known),
  );
  if (name !== undefined && !names.includes(name)) throw noSuchProfile(name, names);
  const section = name ?? 'default';
  const settings = { ...credentialsFile[section], ...configFile[section] };
  const source = settings['source_profile'];
  return {
    name,
    region: settings['region'],
    lacksSource: source !== undefined && !names.includes(source) ? source : undefined,
    process: settings['credential_process']?.trim().split(/\s+/)[0],
  };
}

function noSuchProfile(name: string, names: readonly string[]): NoSuchProfile {
  const near = didYouMean(name, names);
  const listed = names.length === 0 ? ' There is none at all: `aws configure` makes one.' : '';
  return new NoSuchProfile(
    `There is no profile ${show(name)} in the AWS CLI's files.${near || listed || ' `aws configure list-profiles` lists those that there are.'}`,
  );
}

/** An environment variable that is set to something. */
export function textIn(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}
