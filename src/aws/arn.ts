/** The parts of an ARN, as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html names them. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** Splits an ARN into its parts; undefined when the text is not an ARN. */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (match === null) return undefined;
  const [, partition = '', service = '', region = '', accountId = '', resource = ''] = match;
  return { partition, service, region, accountId, resource };
}

/** The principal that stands for a whole account. */
export function accountRootArn(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

/** `path` begins and ends with `/`. */
export function roleArn(partition: string, accountId: string, path: string, roleName: string): string {
  return `arn:${partition}:iam::${accountId}:role${path}${roleName}`;
}

/**
 * What names a role in its ARN: its path without the leading `/`, and its name. Datadog makes the ARN of the role that it
 * assumes from the account id and what was entered as AWS Role Name, so that this is what has to be entered there; its API
 * takes 576 characters, a path of 512 and a name of 64 (https://github.com/DataDog/terraform-provider-datadog/issues/1551).
 */
export function roleNameWithPath(roleArn: string): string {
  return (parseArn(roleArn)?.resource ?? '').replace(/^role\//, '');
}

/** A customer managed policy; `path` begins and ends with `/`. */
export function policyArn(partition: string, accountId: string, path: string, policyName: string): string {
  return `arn:${partition}:iam::${accountId}:policy${path}${policyName}`;
}

/** An AWS managed policy, such as `SecurityAudit`. */
export function awsManagedPolicyArn(partition: string, policyName: string): string {
  return `arn:${partition}:iam::aws:policy/${policyName}`;
}
