import type { ResourceOutcome } from '../custom-resource';
import { writeRecord } from '../integration/record';
import type { IntegrationSpec } from '../integration/spec';
import { allEnded } from '../runtime/all-ended';
import { attributes } from './attributes';
import { establish, newProgress, type Progress } from './establish';
import { NOT_CREATED_ID } from './physical-id';
import { removeIntegration } from './remove';
import { runSelfTest, SelfTestFailed, selfTestAttribute } from './run-self-test';
import type { Session } from './session';

/** Makes the role as the spec says, records it, and tries it. */
export async function provide(
  session: Session,
  spec: IntegrationSpec,
  earlier: readonly IntegrationSpec[],
  progress = newProgress(),
): Promise<ResourceOutcome> {
  const established = await establish(session, spec, earlier, progress);
  const { roleId, memory } = established;
  const [result] = await allEnded([
    runSelfTest(session, spec, established.arn),
    writeRecord(session.store, { spec, owner: session.owner, roleId }, memory.record),
  ]);
  if (result.kind === 'failed' && spec.selfTest === 'Require')
    throw new SelfTestFailed(established.arn, result);
  return {
    physicalResourceId: spec.roleName,
    data: attributes(spec, established, session.settings.permissionSets, selfTestAttribute(result)),
    ...(result.kind === 'failed' ? { reason: `SelfTest: ${result.message}` } : {}),
  };
}

/** As `provide`, for a role that is new: when it fails, what this event has begun is taken back. */
export async function provideOrUndo(session: Session, spec: IntegrationSpec): Promise<ResourceOutcome> {
  const progress = newProgress();
  try {
    return await provide(session, spec, [], progress);
  } catch (error) {
    if (progress.begun && !session.context.deadline.signal.aborted)
      await undo(session, spec, progress, error);
    throw error;
  }
}

/** Leaves a log line when it does not succeed: the Delete or the rollback that follows tries again. */
async function undo(
  session: Session,
  spec: IntegrationSpec,
  progress: Progress,
  reason: unknown,
): Promise<void> {
  const { context } = session;
  context.log.warn('taking back what was begun', { reason });
  try {
    await removeIntegration(session, spec.roleName, {
      earlier: [spec],
      knownPolicyArns: progress.policyArns,
      mayBeUnseen: true,
    });
    context.claim(NOT_CREATED_ID);
  } catch (error) {
    context.log.error('could not take it all back', { error });
  }
}
