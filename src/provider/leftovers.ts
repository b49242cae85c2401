import { createFailFastCall } from '../aws/fail-fast-call';
import { Overtaken } from '../aws/turn';
import { isSameOwner } from '../iam/ownership';
import { allSettled } from '../runtime/all-settled';
import { withTimeout } from '../runtime/with-timeout';
import { listRecords } from '../state/list-integrations';
import { namingTheCall } from './aws-call-failed';
import { deleteIntegration } from './delete';
import { LeftoverNotRemoved } from './errors';
import { isResourceOfStack } from './owning-stack';
import { isSameName } from './rename';
import type { Session } from './session';

/*
 * When a rename is over, CloudFormation has the role removed that is no longer used: the old one, or the new one where the
 * update was rolled back. It tries that three times, gives up, and calls the update complete. Such a role is still on record
 * as this resource's, under a name that the stack does not know any more.
 */

/** To look must not delay an event for longer than this. */
const LIMIT_MS = 5_000;
/** Whatever is this resource's goes: what exactly, its stack no longer says. */
const STACK_IS_DELETED = 'DELETE_IN_PROGRESS';
/** No rename can be rolled back any more: the stack has begun another update, and goes forward. */
const STACK_IS_UPDATED = 'UPDATE_IN_PROGRESS';

/**
 * The names of the roles that this resource has on record beside the one that its stack has, in their order; none where records
 * may not be listed. Never throws.
 */
export async function findLeftovers(session: Session, current: string): Promise<readonly string[]> {
  const { context, owner, settings } = session;
  try {
    const records = await withTimeout(context, LIMIT_MS, (limited) =>
      listRecords(settings.clients.ssm, createFailFastCall(limited), () => undefined),
    );
    return records.flatMap((listed) =>
      'record' in listed && isSameOwner(listed.record.owner, owner) && !isSameName(listed.roleName, current)
        ? [listed.roleName]
        : [],
    );
  } catch (error) {
    context.log.info('whether a role is left over from a rename was not seen', { error });
    return [];
  }
}

/**
 * Removes what is left over of earlier renames, as a Delete would, when a later update has made the present role right. It
 * must not fail that: what cannot be removed is tried again by the next one.
 *
 * @returns a sentence for each role that is still there
 */
export async function removeLeftovers(
  session: Session,
  current: string,
  leftovers: readonly string[],
): Promise<readonly string[]> {
  if (leftovers.length === 0 || !(await goesForwardWith(session, current))) return [];
  const problems: string[] = [];
  for (const roleName of leftovers) {
    try {
      await removeLeftover(session, roleName);
    } catch (error) {
      if (!(error instanceof LeftoverNotRemoved)) throw error;
      session.context.log.warn('a role is left over from a rename', { role: roleName, error });
      problems.push(error.message);
    }
  }
  return problems;
}

/**
 * Removes them before the present role, when its stack is deleted: as long as that is there, a repeated Delete finds them again.
 *
 * @throws LeftoverNotRemoved
 */
export async function removeLeftoversOfStack(session: Session, current: string): Promise<void> {
  const [stack, leftovers] = await allSettled([
    session.operation.stack().catch(() => undefined),
    findLeftovers(session, current),
  ]);
  if (stack?.status !== STACK_IS_DELETED) return;
  for (const roleName of leftovers) await removeLeftover(session, roleName);
}

/** @throws LeftoverNotRemoved, and Overtaken where CloudFormation has gone on to something else */
async function removeLeftover(session: Session, roleName: string): Promise<void> {
  try {
    await namingTheCall(removeUnlessInUse(session, roleName));
  } catch (error) {
    session.context.deadline.signal.throwIfAborted();
    throw error instanceof Overtaken ? error : new LeftoverNotRemoved(roleName, error);
  }
}

/** Tags and parameters may be those of somebody who would have a role of another stack deleted: of what a stack has, nothing is left over. */
async function removeUnlessInUse(session: Session, roleName: string): Promise<void> {
  if (await isResourceOfStack(session, roleName)) return;
  session.context.log.info('removing what is left over from a rename', { role: roleName });
  await deleteIntegration(session, roleName, { earlier: [], propagation: 'nothing' });
}

/** Nothing is taken away on the word of a parameter and an event alone: CloudFormation has to say which role the stack uses. */
async function goesForwardWith({ operation }: Session, current: string): Promise<boolean> {
  const [stack, resource] = [await operation.stack(), await operation.resource()];
  return stack?.status === STACK_IS_UPDATED && resource?.physicalId === current;
}
