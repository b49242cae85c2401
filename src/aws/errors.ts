/** What an AWS SDK error tells besides its message, read without trusting its shape. */
export interface AwsErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Undefined when no HTTP answer came at all. */
  readonly httpStatus: number | undefined;
}

const THROTTLING = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'TooManyUpdates',
  'SlowDown',
]);

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']);
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const EXPLICIT_DENIAL = /\bwith an explicit deny\b/;

/**
 * Names and codes that Node's sockets and the SDK's HTTP handler give to a request that got no answer, and that AWS gives to one
 * which it has not got whole in time. The same as in the SDK's own list of transient errors:
 * https://github.com/smithy-lang/smithy-typescript/blob/main/packages/service-error-classification/src/constants.ts
 */
const NO_ANSWER = new Set([
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const CLOCK_SKEW_NAMES = ['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed'];
const CLOCK_SKEW_TEXT = /\bSignature (expired|not yet current)\b|\bRequest timestamp\b.*\btoo (old|skewed)\b/;

const INVALID_PRINCIPAL = 'Invalid principal in policy';

export function awsErrorFacts(error: unknown): AwsErrorFacts {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), httpStatus: undefined };
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return {
    name: error.name,
    message: error.message,
    httpStatus: typeof status === 'number' ? status : undefined,
  };
}

export function isThrottling(error: unknown): boolean {
  const { name, httpStatus } = awsErrorFacts(error);
  return THROTTLING.has(name) || httpStatus === 429;
}

export function isAccessDenied(error: unknown): boolean {
  return DENIED.has(awsErrorFacts(error).name);
}

/** A policy denies what was asked for, by name or by condition: no other policy can allow it. */
export function isExplicitDenial(error: unknown): boolean {
  return isAccessDenied(error) && EXPLICIT_DENIAL.test(awsErrorFacts(error).message);
}

/** A fault on AWS's side or on the way there: the same request may succeed, and may already have been carried out. */
export function isTransient(error: unknown): boolean {
  const { name, httpStatus } = awsErrorFacts(error);
  if (httpStatus !== undefined && httpStatus >= 500) return true;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return NO_ANSWER.has(name) || (typeof code === 'string' && NO_ANSWER.has(code));
}

/** Our clock differs from AWS's by more than signatures allow. */
export function isClockSkew(error: unknown): boolean {
  const { name, message } = awsErrorFacts(error);
  return CLOCK_SKEW_NAMES.includes(name) || CLOCK_SKEW_TEXT.test(message);
}

/** AWS answered, and nothing has been done. */
export function isRefusal(error: unknown): boolean {
  const { httpStatus } = awsErrorFacts(error);
  return httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500 && !isTransient(error);
}

/** IAM refuses a trust policy over a principal that does not exist (yet, or any more). */
export function isInvalidPrincipal(error: unknown): boolean {
  const { name, message } = awsErrorFacts(error);
  return name.startsWith('MalformedPolicyDocument') && message.includes(INVALID_PRINCIPAL);
}

/** The principals over which IAM refuses a trust policy, as it names them: `"AWS":"arn:..."`. */
export function invalidPrincipals(error: unknown): readonly string[] {
  if (!isInvalidPrincipal(error)) return [];
  const [, named = ''] = awsErrorFacts(error).message.split(INVALID_PRINCIPAL);
  return [...named.matchAll(/"\w+"\s*:\s*"([^"]+)"/g)].flatMap(([, id]) => id ?? []);
}
