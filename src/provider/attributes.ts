import type { PermissionSets } from '../datadog/permission-sets';
import type { IntegrationSpec } from '../integration/spec';
import type { Established } from './reconcile';

/** What `Fn::GetAtt` gives: flat strings. */
export function attributes(
  spec: IntegrationSpec,
  established: Established,
  permissionSets: PermissionSets,
  selfTestResult: string,
): Readonly<Record<string, string>> {
  return {
    Arn: established.arn,
    RoleName: spec.roleName,
    RoleId: established.roleId,
    ExternalId: spec.externalId,
    DatadogAccountId: spec.datadogAccountId,
    DatadogSite: spec.datadogSite,
    PolicyArns: established.policyArns.join(','),
    PermissionsVersion: permissionSets[spec.permissions].version,
    SelfTestResult: selfTestResult,
  };
}
