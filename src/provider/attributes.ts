import { roleNameWithPath } from '../aws/arn';
import type { PermissionSets } from '../datadog/permission-sets';
import type { IntegrationSpec } from '../integration/spec';

/** A value of an Export or a parameter must not be empty. */
const NO_POLICIES = 'none';

/** What is told of a role. */
export interface ToldRole {
  readonly arn: string;
  readonly roleId: string;
  /** Managed policies that this resource has attached. */
  readonly policyArns: readonly string[];
}

/** What `Fn::GetAtt` gives: flat strings. */
export function attributes(
  spec: IntegrationSpec,
  { arn, roleId, policyArns }: ToldRole,
  permissionSets: PermissionSets,
  selfTestResult: string,
) {
  return {
    Arn: arn,
    RoleName: spec.roleName,
    DatadogRoleName: roleNameWithPath(arn),
    RoleId: roleId,
    ExternalId: spec.externalId,
    DatadogAccountId: spec.datadogAccountId,
    DatadogSite: spec.datadogSite,
    PolicyArns: policyArns.join(',') || NO_POLICIES,
    PermissionsVersion: permissionSets[spec.permissions].version,
    SelfTestResult: selfTestResult,
  } as const satisfies Readonly<Record<string, string>>;
}

export type AttributeName = keyof ReturnType<typeof attributes>;
