const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * When CloudFormation sent an event, in milliseconds since 1970: the date, in whole seconds, at which it signed the ResponseURL
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html). Undefined for a URL that is signed otherwise.
 */
export function sentAtOf(responseUrl: URL): number | undefined {
  const match = DATE.exec(responseUrl.searchParams.get('X-Amz-Date') ?? '');
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const sentAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(sentAt) ? undefined : sentAt;
}
