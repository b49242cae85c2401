import { isDeepStrictEqual } from 'node:util';
import type { ResourceOutcome } from '../custom-resource';
import type { InvalidProperties } from '../integration/property-reader';
import type { IntegrationSpec } from '../integration/spec';
import { type IntegrationRecord, writeRecord } from '../state/integration';
import { attributes } from './attributes';
import { PreconditionFailed } from './errors';
import { ROLLING_BACK } from './made-here';
import { reconcile } from './reconcile';
import { roleNameProblemOf } from './role-name-rule';
import { runSelfTest, SelfTestFailed, selfTestAttribute, selfTestReason } from './run-self-test';
import type { Session } from './session';
import { recordedSpec, type StoredState } from './stored-state';

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
  const nameProblem = roleNameProblemOf(spec.roleName, session.settings.roleNamePatterns);
  if (nameProblem !== undefined) throw new PreconditionFailed(spec.roleName, [nameProblem]);
  const reconciled = await reconcile(session, spec, earlier, reservation);
  const { roleId, isAdopted, selfTestPrincipals, leftOut, stored } = reconciled;
  const record = {
    spec,
    owner: session.owner,
    roleId,
    selfTestPrincipals,
    permissionsVersion: session.settings.permissionSets[spec.permissions].version,
    ...(isAdopted ? { adopted: true as const } : {}),
  };
  const result = await runSelfTest(session, spec, reconciled);
  if (result.kind === 'failed' && spec.selfTest === 'Require' && !(await isWayBack(session, record, stored)))
    throw new SelfTestFailed(reconciled.arn, result);
  // A record says that this has succeeded.
  await writeRecord(session.store, record, stored.record);
  const reason = selfTestReason(result, leftOut);
  return {
    physicalResourceId: spec.roleName,
    data: attributes(spec, reconciled, session.settings.permissionSets, selfTestAttribute(result, leftOut)),
    ...(reason === undefined ? {} : { reason }),
  };
}

/**
 * Is this the way back to a state that has been accepted? It must not be barred: whatever has come to stand in the way since is
 * there in either state. CloudFormation tells; where it does not answer, the record of what succeeded last does.
 */
async function isWayBack(
  { operation, owner }: Session,
  { spec, roleId }: Pick<IntegrationRecord, 'spec' | 'roleId'>,
  stored: StoredState,
): Promise<boolean> {
  const stack = await operation.stack();
  if (stack !== undefined) return stack.status === ROLLING_BACK;
  return isDeepStrictEqual(spec, recordedSpec(stored, owner, roleId));
}
