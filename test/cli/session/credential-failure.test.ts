import { credentialFailure, MfaNeedsTerminal } from '../../../src/cli/session/credential-failure';

/** As the SDK's clients and providers throw them. */
const failure = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });
const FACTS = { profile: 'work', region: 'eu-west-1' };

test.each([
  [
    'CredentialsProviderError',
    'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    'Sign in: aws sso login --profile work',
  ],
  [
    'TokenProviderError',
    "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    'Sign in: aws sso login --profile work',
  ],
  ['UnauthorizedException', 'Session token not found or invalid', 'Sign in: aws sso login --profile work'],
  [
    'CredentialsProviderError',
    'Your session has expired, run aws login',
    'Sign in: aws login --profile work',
  ],
  ['ForbiddenException', 'No access', 'compare sso_account_id and sso_role_name'],
  [
    'CredentialsProviderError',
    'Could not load credentials from any providers',
    'aws configure --profile work sets them',
  ],
  [
    'CredentialsProviderError',
    'Could not resolve credentials using profile: [work] in configuration/credentials file(s).',
    'aws configure --profile work sets them',
  ],
  [
    'ExpiredTokenException',
    'The security token included in the request is expired',
    'have expired: sign in again',
  ],
  [
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
    'does not take the access key of the profile work in eu-west-1',
  ],
  [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match',
    'does not belong to its access key',
  ],
  ['RegionDisabledException', 'STS is not activated in this region', 'STS is not activated in eu-west-1'],
  ['RequestExpired', 'Request has expired', 'The clock of this machine'],
  ['AccessDenied', 'User: x is not authorized to perform: sts:AssumeRole', 'See role_arn and source_profile'],
  [
    'CredentialsProviderError',
    'Something new\nwith a second line',
    'could not be had: Something new. Try: aws sts get-caller-identity --profile work',
  ],
])('%s: %s', (name, message, text) => {
  const { message: said } = credentialFailure(failure(name, message), FACTS);

  expect(said).toContain(text);
  expect(said).not.toContain('\n');
  expect(said).not.toContain(name);
});

test('no answer is told with where it was asked for', () => {
  const error = failure('Error', 'getaddrinfo ENOTFOUND sts.eu-west-1.amazonaws.com', { code: 'ENOTFOUND' });

  expect(credentialFailure(error, FACTS).message).toMatch(
    /^STS did not answer in eu-west-1 \(getaddrinfo ENOTFOUND/,
  );
});

test('without a profile none is named', () => {
  const none = failure('CredentialsProviderError', 'Could not load credentials from any providers');

  expect(credentialFailure(none, { profile: undefined, region: 'eu-west-1' }).message).toBe(
    'There are no AWS credentials: sign in (aws sso login, aws configure), or name a profile with --profile.',
  );
});

test('what the profile rests on is named', () => {
  const none = failure('CredentialsProviderError', 'Could not load credentials from any providers');

  expect(credentialFailure(none, { ...FACTS, lacksSource: 'base' }).message).toContain(
    'from the profile base, which is not there',
  );
  expect(credentialFailure(none, { ...FACTS, process: '/bin/vault' }).message).toContain(
    '(/bin/vault) gave no credentials',
  );
});

test('a failure that is told in a sentence already stays', () => {
  const known = new MfaNeedsTerminal('arn:aws:iam::123456789012:mfa/me');

  expect(credentialFailure(known, FACTS)).toBe(known);
  expect(known.message).toContain('MFA device arn:aws:iam::123456789012:mfa/me');
});
