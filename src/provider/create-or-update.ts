import { isDeepStrictEqual } from 'node:util';
import type { ResourceOutcome } from '../custom-resource';
import type { InvalidProperties } from '../integration/property-reader';
import type { IntegrationSpec } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { writeRecord } from '../state/integration';
import { attributes } from './attributes';
import { type Reconciled, reconcile } from './reconcile';
import { recordContent } from './record-content';
import { checkRoleName } from './role-name-rule';
import {
  runSelfTest,
  SelfTestFailed,
  type SelfTestOutcome,
  selfTestAttribute,
  selfTestReason,
} from './run-self-test';
import type { Session } from './session';
import { ROLLING_BACK } from './stack-order';
import { recordedSpec } from './stored-state';
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
  const { leftOut } = reconciled;
  const reason = selfTestReason(result, leftOut);
  return {
    physicalResourceId: spec.roleName,
    data: attributes(spec, reconciled, session.settings.permissionSets, selfTestAttribute(result, leftOut)),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The role as it is, and whether it can be used. */
interface Tried {
  readonly reconciled: Reconciled;
  readonly result: SelfTestOutcome;
}

/**
 * Applies, verifies and records. What was changed is verified while the role is tried, and recorded when it is right. A role
 * that is new needs no more than to be tried: it is on record at once, unless it fails without passing.
 */
async function reconcileAndTry(
  session: Session,
  spec: IntegrationSpec,
  earlier: readonly IntegrationSpec[],
  reservation: InvalidProperties | undefined,
): Promise<Tried> {
  for (let attempt = 1; ; attempt++) {
    const reconciled = await reconcile(session, spec, earlier, reservation);
    const isLast = !reconciled.isChanged || attempt === MAX_ATTEMPTS;
    const isRecordedAtOnce = isLast && spec.selfTest !== 'Require';
    const [result, isRight] = await allSettled([
      runSelfTest(session, spec, reconciled),
      isLast ? Promise.resolve(true) : isVerified(session, reconciled),
      isRecordedAtOnce ? record(session, spec, reconciled) : Promise.resolve(),
    ]);
    if (!isRight) continue;
    if (
      result.kind === 'failed' &&
      spec.selfTest === 'Require' &&
      !(await isWayBack(session, spec, reconciled))
    )
      throw new SelfTestFailed(reconciled.arn, result);
    if (!isRecordedAtOnce) await record(session, spec, reconciled);
    return { reconciled, result };
  }
}

async function record(session: Session, spec: IntegrationSpec, reconciled: Reconciled): Promise<void> {
  if (reconciled.isRecordKept) return;
  await session.operation.confirmed();
  await writeRecord(session.store, recordContent(session, spec, reconciled), reconciled.stored.record);
}

/**
 * Is this the way back to a state that has been accepted? It must not be barred: whatever has come to stand in the way since is
 * there in either state. CloudFormation tells; where it does not answer, the record of what succeeded last does.
 */
async function isWayBack(
  { operation, owner }: Session,
  spec: IntegrationSpec,
  { roleId, stored }: Reconciled,
): Promise<boolean> {
  const stack = await operation.stack();
  if (stack !== undefined) return stack.status === ROLLING_BACK;
  return isDeepStrictEqual(spec, recordedSpec(stored, owner, roleId));
}
