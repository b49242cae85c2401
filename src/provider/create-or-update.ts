import type { ResourceOutcome } from '../custom-resource';
import type { InvalidProperties } from '../integration/property-reader';
import type { IntegrationSpec } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { writeRecord } from '../state/integration';
import { attributes } from './attributes';
import { reconcile } from './reconcile';
import { checkRoleName } from './role-name-rule';
import { runSelfTest, SelfTestFailed, selfTestAttribute } from './run-self-test';
import type { Session } from './session';

/**
 * Makes the role as the spec says, records it, and tries it.
 *
 * What a failure leaves behind is not taken back here: another delivery of the same event may be making the very same
 * role, and would find it gone after its success. The Delete or the rollback Update that CloudFormation sends after a
 * FAILED reply does it, when nothing else is under way.
 */
export async function createOrUpdate(
  session: Session,
  spec: IntegrationSpec,
  earlier: readonly IntegrationSpec[],
  reservation?: InvalidProperties,
): Promise<ResourceOutcome> {
  checkRoleName(spec.roleName, session.settings.roleNamePatterns);
  const reconciled = await reconcile(session, spec, earlier, reservation);
  const { roleId, isAdopted, selfTestPrincipals, stored, isRecordKept } = reconciled;
  const record = {
    spec,
    owner: session.owner,
    roleId,
    selfTestPrincipals,
    permissionsVersion: session.settings.permissionSets[spec.permissions].version,
    ...(isAdopted ? { adopted: true as const } : {}),
  };
  const [result] = await allSettled([
    runSelfTest(session, spec, reconciled.arn),
    isRecordKept ? Promise.resolve() : writeRecord(session.store, record, stored.record),
  ]);
  if (result.kind === 'failed' && spec.selfTest === 'Require')
    throw new SelfTestFailed(reconciled.arn, result);
  return {
    physicalResourceId: spec.roleName,
    data: attributes(spec, reconciled, session.settings.permissionSets, selfTestAttribute(result)),
    ...(result.kind === 'failed' ? { reason: `SelfTest: ${result.message}` } : {}),
  };
}
