import { awsErrorFacts, isAccessDenied, isClockSkew, isTransient } from '../../aws/errors';
import { asSentence } from '../../runtime/text';
import { UserError } from '../../runtime/user-error';

/** There are no credentials, or none that AWS takes: the message says why and what to do. */
export class CredentialFailure extends UserError {
  override readonly name = 'CredentialFailure';
}

/** A code has to be asked for, and there is nobody to ask. */
export class MfaNeedsTerminal extends CredentialFailure {
  constructor(serial: string) {
    super(
      `The profile asks for the code of the MFA device ${serial}, and nobody can be asked here: run this in a terminal, or put the credentials of a session into the environment (aws configure export-credentials --format env).`,
    );
  }
}

/** Whose credentials were looked for, and where they were used. */
export interface CredentialFacts {
  /** Undefined where no profile was chosen. */
  readonly profile: string | undefined;
  readonly region: string;
  /** As of `Profile`. */
  readonly lacksSource?: string | undefined;
  readonly process?: string | undefined;
}

interface Rule {
  readonly name?: RegExp;
  readonly text?: RegExp;
  say(facts: CredentialFacts): string;
}

const of = ({ profile }: CredentialFacts) => (profile === undefined ? '' : ` of the profile ${profile}`);
const withProfile = ({ profile }: CredentialFacts) => (profile === undefined ? '' : ` --profile ${profile}`);

/** The first that fits decides. Names and texts are those of the AWS SDK and of STS. */
const RULES: readonly Rule[] = [
  {
    text: /\baws sso login\b|\bSSO session\b|^Token is expired|Session token not found or invalid/i,
    say: (facts) =>
      `The single sign-on${of(facts)} has expired, or was never done. Sign in: aws sso login${withProfile(facts)}`,
  },
  {
    text: /\baws login\b/,
    say: (facts) => `The sign-in${of(facts)} has expired. Sign in: aws login${withProfile(facts)}`,
  },
  {
    name: /^ForbiddenException$/,
    say: (facts) =>
      `IAM Identity Center gives no access to the account and permission set${of(facts)}: compare sso_account_id and sso_role_name with what its start page offers.`,
  },
  {
    text: /^Could not load credentials from any providers|^No (valid )?credential|^Could not resolve credentials using profile/i,
    say: withoutCredentials,
  },
  {
    name: /^ExpiredToken(Exception)?$/,
    say: (facts) =>
      `The credentials${of(facts)} have expired: sign in again, or get new ones where they came from.`,
  },
  {
    name: /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId)$/,
    say: (facts) =>
      `AWS does not take the access key${of(facts)} in ${facts.region}: it was deleted or deactivated, is of another partition, or the region is not enabled in its account.`,
  },
  {
    name: /^(SignatureDoesNotMatch|IncompleteSignature)$/,
    say: (facts) => `The secret access key${of(facts)} does not belong to its access key: set both again.`,
  },
  {
    name: /^RegionDisabled(Exception)?$/,
    say: ({ region }) =>
      `STS is not activated in ${region}: activate it in the IAM console (Account settings), or name another region with --region.`,
  },
];

function withoutCredentials(facts: CredentialFacts): string {
  const { profile, lacksSource, process } = facts;
  if (lacksSource !== undefined) {
    return `The profile ${profile ?? 'default'} takes its credentials from the profile ${lacksSource}, which is not there: correct source_profile in the AWS CLI's files.`;
  }
  if (process !== undefined) {
    return `The credential process of the profile ${profile ?? 'default'} (${process}) gave no credentials: run it by hand to see why.`;
  }
  return profile === undefined
    ? 'There are no AWS credentials: sign in (aws sso login, aws configure), or name a profile with --profile.'
    : `The profile ${profile} has no credentials: aws configure${withProfile(facts)} sets them.`;
}

/** What went wrong with credentials, as a sentence that says what to do. */
export function credentialFailure(error: unknown, facts: CredentialFacts): CredentialFailure {
  if (error instanceof CredentialFailure) return error;
  const { name, message } = awsErrorFacts(error);
  const answer = message.split('\n', 1)[0]?.trim() ?? '';
  const rule = RULES.find(
    (candidate) => (candidate.name?.test(name) ?? true) && (candidate.text?.test(message) ?? true),
  );
  return new CredentialFailure(rule?.say(facts) ?? otherwise(error, facts, answer), { cause: error });
}

function otherwise(error: unknown, facts: CredentialFacts, answer: string): string {
  if (isClockSkew(error))
    return 'The clock of this machine differs from AWS’s by minutes: set it, and try again.';
  if (isTransient(error)) {
    return `STS did not answer in ${facts.region} (${answer}): see whether this machine reaches the internet (HTTPS_PROXY, VPN), and whether the region is the right one.`;
  }
  if (isAccessDenied(error))
    return `AWS refuses to give or to name the credentials${of(facts)}: ${asSentence(answer)} See role_arn and source_profile of the profile.`;
  return `The credentials${of(facts)} could not be had: ${asSentence(answer)} Try: aws sts get-caller-identity${withProfile(facts)}`;
}
