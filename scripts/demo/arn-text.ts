const OWN_ARN = /^arn:[^:]+:iam::\d{12}:/;

/** An ARN as short as it stays plain in a story about one account: `policy/path/name`. AWS's own stay whole. */
export function arnText(arn: string): string {
  return arn.replace(OWN_ARN, '');
}
