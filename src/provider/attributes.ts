import { roleNameWithPath } from '../aws/arn';
import type { PermissionSets } from '../datadog/permission-sets';
import type { IntegrationSpec } from '../integration/spec';
import type { Reconciled } from './reconcile';

/** What `Fn::GetAtt` gives: flat strings. */
export function attributes(
  spec: IntegrationSpec,
  reconciled: Reconciled,
  permissionSets: PermissionSets,
  selfTestResult: string,
): Readonly<Record<string, string>> {
  return {
    Arn: reconciled.arn,
    RoleName: spec.roleName,
    DatadogRoleName: roleNameWithPath(reconciled.arn),
    RoleId: reconciled.roleId,
    ExternalId: spec.externalId,
    DatadogAccountId: spec.datadogAccountId,
    DatadogSite: spec.datadogSite,
    PolicyArns: reconciled.policyArns.join(','),
    PermissionsVersion: permissionSets[spec.permissions].version,
    SelfTestResult: selfTestResult,
  };
}
