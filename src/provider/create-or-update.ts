import type { ResourceOutcome } from '../custom-resource';
import type { InvalidProperties } from '../integration/property-reader';
import type { IntegrationSpec } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { writeRecord } from '../state/integration';
import { attributes } from './attributes';
import { type Reconciled, reconcile } from './reconcile';
import { checkRoleName } from './role-name-rule';
import { runSelfTest, SelfTestFailed, type SelfTestOutcome, selfTestAttribute } from './run-self-test';
import type { Session } from './session';
import { isVerified } from './verify';

/** So often somebody else may interfere, until the validator has to tell. */
const MAX_ATTEMPTS = 3;

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
  const { reconciled, result } = await reconcileAndTry(session, spec, earlier, reservation);
  if (result.kind === 'failed' && spec.selfTest === 'Require')
    throw new SelfTestFailed(reconciled.arn, result);
  return {
    physicalResourceId: spec.roleName,
    data: attributes(spec, reconciled, session.settings.permissionSets, selfTestAttribute(result)),
    ...(result.kind === 'failed' ? { reason: `SelfTest: ${result.message}` } : {}),
  };
}

interface Tried {
  readonly reconciled: Reconciled;
  readonly result: SelfTestOutcome;
}

/**
 * Applies, verifies and records. What was changed is verified while the role is tried, and recorded when it is right; a
 * role that is new needs no more than to be tried, and is on record at once.
 */
async function reconcileAndTry(
  session: Session,
  spec: IntegrationSpec,
  earlier: readonly IntegrationSpec[],
  reservation: InvalidProperties | undefined,
): Promise<Tried> {
  for (let attempt = 1; ; attempt++) {
    const reconciled = await reconcile(session, spec, earlier, reservation);
    const trial = runSelfTest(session, spec, reconciled.arn);
    if (!reconciled.isChanged || attempt === MAX_ATTEMPTS) {
      const [result] = await allSettled([trial, record(session, spec, reconciled)]);
      return { reconciled, result };
    }
    const [result, isRight] = await allSettled([trial, isVerified(session, reconciled)]);
    if (!isRight) continue;
    await record(session, spec, reconciled);
    return { reconciled, result };
  }
}

async function record(session: Session, spec: IntegrationSpec, reconciled: Reconciled): Promise<void> {
  const { roleId, isAdopted, selfTestPrincipals, stored, isRecordKept } = reconciled;
  if (isRecordKept) return;
  const content = {
    spec,
    owner: session.owner,
    roleId,
    selfTestPrincipals,
    permissionsVersion: session.settings.permissionSets[spec.permissions].version,
    ...(isAdopted ? { adopted: true as const } : {}),
  };
  await session.operation.confirmed();
  await writeRecord(session.store, content, stored.record);
}
