import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { Call } from '../../aws/calls';
import type { RoleUsage } from '../evidence';

/**
 * What IAM tells about the use of a role; the last 400 days count, and the latest hours may be missing.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
 */
export async function readRoleUsage(iam: IAMClient, call: Call, roleName: string): Promise<RoleUsage> {
  const { Role } = await call((options) => iam.send(new GetRoleCommand({ RoleName: roleName }), options));
  const { LastUsedDate, Region = '' } = Role?.RoleLastUsed ?? {};
  return {
    createdAt: Role?.CreateDate?.getTime() ?? 0,
    lastUsed: LastUsedDate === undefined ? null : { at: LastUsedDate.getTime(), region: Region },
  };
}
