import type { IntegrationSpec } from '../integration/spec';
import type { IntegrationRecord } from '../state/integration';
import type { Session } from './session';

/** What is recorded of an integration, by what is known of its role. */
export function recordContent(
  { owner, settings }: Pick<Session, 'owner' | 'settings'>,
  spec: IntegrationSpec,
  {
    roleId,
    selfTestPrincipals,
    isAdopted,
  }: Pick<IntegrationRecord, 'roleId' | 'selfTestPrincipals'> & {
    readonly isAdopted: boolean;
  },
): Omit<IntegrationRecord, 'schemaVersion'> {
  return {
    spec,
    owner,
    roleId,
    selfTestPrincipals,
    permissionsVersion: settings.permissionSets[spec.permissions].version,
    ...(isAdopted ? { adopted: true as const } : {}),
  };
}
