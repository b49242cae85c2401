/** What an application key may be allowed to do with AWS accounts. https://docs.datadoghq.com/account_management/rbac/permissions/ */
export const AWS_PERMISSIONS = [
  'aws_configuration_read',
  'aws_configurations_manage',
  'aws_configuration_edit',
] as const;

export type AwsPermission = (typeof AWS_PERMISSIONS)[number];

const API_KEY = /^[0-9a-f]{32}$/i;
const APPLICATION_KEY = /^[0-9a-f]{40}$/i;
/** How a key ends that is not valid, and one that lacks every permission. */
const INVALID = /dead$/i;
const POWERLESS = /beef$/i;

export function looksLikeApiKey(key: string): boolean {
  return API_KEY.test(key) && !INVALID.test(key);
}

export function looksLikeApplicationKey(key: string): boolean {
  return APPLICATION_KEY.test(key) && !INVALID.test(key);
}

/** What a key may do of which nobody has said anything. */
export function permissionsByDefault(applicationKey: string): readonly AwsPermission[] {
  return POWERLESS.test(applicationKey) ? [] : AWS_PERMISSIONS;
}
