import type { Situation } from '../situation';
import { boundaryAllows } from './boundary-allows';
import type { Check } from './check';
import { datadogExternalId } from './datadog-external-id';
import { datadogRegions } from './datadog-regions';
import { datadogRegistered } from './datadog-registered';
import { datadogReports } from './datadog-reports';
import { datadogRoleName } from './datadog-role-name';
import { driftAttachments } from './drift-attachments';
import { driftInlinePolicy } from './drift-inline-policy';
import { driftManagedPolicies } from './drift-managed-policies';
import { driftPermissionsBoundary } from './drift-permissions-boundary';
import { driftSettings } from './drift-settings';
import { driftTags } from './drift-tags';
import { driftTrustPolicy } from './drift-trust-policy';
import { externalId } from './external-id';
import { externalIdEnforced } from './external-id-enforced';
import { lastUsed } from './last-used';
import { permissionsComplete } from './permissions-complete';
import { permissionsCurrent } from './permissions-current';
import { permissionsLive } from './permissions-live';
import { quotaHeadroom } from './quota-headroom';
import { regions } from './regions';
import { roleExists } from './role-exists';
import { roleName } from './role-name';
import { roleOwnership } from './role-ownership';
import { trustNoDeny } from './trust-no-deny';
import { trustPrincipal } from './trust-principal';

/** Every check, in the order of a report: each rests on those before it. */
export const checks: readonly Check[] = [
  roleExists,
  roleName,
  roleOwnership,
  trustPrincipal,
  externalId,
  externalIdEnforced,
  trustNoDeny,
  driftTrustPolicy,
  driftInlinePolicy,
  driftManagedPolicies,
  driftAttachments,
  driftPermissionsBoundary,
  driftTags,
  driftSettings,
  permissionsComplete,
  permissionsCurrent,
  permissionsLive,
  boundaryAllows,
  quotaHeadroom,
  lastUsed,
  datadogRegistered,
  datadogRoleName,
  datadogExternalId,
  datadogRegions,
  datadogReports,
  regions,
];

/** Those whose question has a meaning here, in the order of a report. */
export function askedChecks(situation: Situation): readonly Check[] {
  return checks.filter(({ isAsked }) => isAsked?.(situation) ?? true);
}
