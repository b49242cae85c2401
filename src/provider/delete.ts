import { applyPlan, ObservationOutdated } from '../iam/apply';
import { ADOPTED_TAG, isOwnedBy } from '../iam/ownership';
import { describeStep, isEmpty, type Plan } from '../iam/plan';
import type { RoleBeforeAdoption } from '../iam/role/before-adoption';
import { isOwnBoundary } from '../iam/role/boundary';
import { lastAppliedBy, withoutUnconfirmed } from '../iam/role/last-applied';
import { observeRole } from '../iam/role/observe';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import { planDelete } from '../iam/role/plan-delete';
import { planRestore, type RestoreObstacles } from '../iam/role/plan-restore';
import { restoredPolicyArns } from '../iam/role/restorable';
import type { IntegrationSpec } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { isConfirmed, UnreadableAdoptedRole } from '../state/adopted-role';
import { earlierWishes } from './earlier-wishes';
import { OwnershipDisputed, OwnershipUnproven } from './errors';
import { type Judgement, judgeOwnership } from './judge-ownership';
import { openPropagationWindow, type Propagation, type PropagationWindow } from './propagation-window';
import { boundaryInTheWay, refusedPrincipals, unconfirmed } from './restore';
import { isGift } from './role-boundary';
import { isAdopted } from './role-ownership';
import type { Session } from './session';
import { isShownAsHandedBack, lacksPolicies } from './shown-late';
import {
  deleteStoredState,
  namesOfAlerts,
  type StoredState,
  StoredStateDenied,
  storedOf,
  storedStateOrDenial,
} from './stored-state';

export interface DeleteOptions {
  /** Specs of earlier states, whose attachments and tags an adopted role is relieved of. */
  readonly earlier: readonly IntegrationSpec[];
  readonly propagation: Propagation;
  /** What has to be done before anything is written, while it is looked what there is. */
  readonly first?: Promise<void>;
}

/** The first time, and one for every time that somebody interferes. */
const MAX_DELETES = 6;
const WAIT_BETWEEN_DELETES_MS = 1_000;

/**
 * Deletes the role that this resource made under this name, or restores an adopted one; then its policies and what
 * is stored of it. Looks again until nothing of its own is left, and as long as something may come to light when
 * nothing was found at all. A role of others is left alone.
 *
 * @throws when something could not be removed, saying what
 */
export async function deleteIntegration(
  session: Session,
  roleName: string,
  options: DeleteOptions,
): Promise<void> {
  const { access, context } = session;
  let window: PropagationWindow | undefined;
  let settling: PropagationWindow | undefined;
  const shown = openPropagationWindow(context, 'just written', session.startedAt);
  let isRestless = options.propagation === 'being made';
  const gonePrincipals: string[] = [];
  let deletes = 0;
  for (;;) {
    session.operation.ask();
    const readingState = storedStateOrDenial(session, roleName);
    const [observed, { stored, denial }, alerts] = await allSettled([
      observeRole(access.iam, access.call, {
        roleName,
        referencedPolicyArns: readingState.then((read) => referencedArns(read.stored)),
      }),
      readingState,
      namesOfAlerts(session, roleName),
      options.first ?? Promise.resolve(),
    ]);
    if (denial !== undefined && isStateNeeded(session, roleName, observed.role))
      throw new StoredStateDenied(roleName, denial);
    const judgement = await judgeOwnership(session, observed.role, stored);
    if (observed.role !== null && isLeftAlone(session, observed.role, stored, judgement)) return;
    const isOwn = judgement.ownership === 'own' || judgement.ownership === 'unproven';
    const own = isOwn ? observed.role : null;
    const found = { observed: { ...observed, role: own }, stored, judgement };
    let plan: Plan;
    try {
      plan = deletePlan(session, roleName, found, options.earlier, {
        gonePrincipals,
        ...fixedBoundary(session, own),
      });
    } catch (error) {
      // What has been handed back may show in parts at first: without the tags that said how it was, and not yet as it was.
      if (!(await settling?.again())) throw error;
      continue;
    }
    if (deletes === 0 && isShownAsHandedBack(session, found) && (await shown.again())) continue;
    if (isEmpty(plan)) {
      if (window === undefined && options.propagation !== 'nothing') {
        const takesOver = await isTakingOver(session);
        isRestless ||= takesOver;
        const propagation = takesOver ? 'being written' : options.propagation;
        window = openPropagationWindow(context, propagation, session.startedAt);
      }
      if (deletes === 0 ? await window?.again() : isRestless && (await window?.over())) continue;
      if (observed.role !== null && !isOwn)
        context.log.warn('the role is not this resource’s and stays', { role: observed.role.arn });
      for (const warning of plan.warnings) context.log.warn(warning);
      await deleteStoredState(session, roleName, stored, alerts);
      return;
    }
    isRestless ||= lacksPolicies(session, found);
    deletes++;
    settling = openPropagationWindow(context, 'just written');
    context.log.info('planned', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
    try {
      await applyPlan(access, plan);
    } catch (error) {
      const refused = refusedPrincipals(error, observed.role, beforeOf(stored), gonePrincipals);
      gonePrincipals.push(...refused);
      if (refused.length > 0) continue;
      if (!(error instanceof ObservationOutdated) || deletes >= MAX_DELETES) throw error;
      context.log.warn('looking again', { error });
    }
    if (deletes > 1 || mayBeFollowed(options.propagation, observed))
      await context.clock.sleep(WAIT_BETWEEN_DELETES_MS, context.deadline.signal);
  }
}

/** Whether an invocation that has been given up may still be writing; not where CloudFormation waits for nothing. */
function isTakingOver({ operation }: Session): Promise<boolean> {
  return operation.takesOver().catch(() => false);
}

/**
 * The boundary with which an adopted role is handed back, where the one before cannot be brought back: IAM demands the
 * provider's for whatever is put back, and does not let it come off. One that somebody else has put stays.
 */
function fixedBoundary(
  { settings: { roleBoundaryArn } }: Session,
  role: ObservedIdentity | null,
): Pick<RestoreObstacles, 'fixedBoundary'> {
  if (role === null || roleBoundaryArn === null) return {};
  const { permissionsBoundary: actual } = role;
  return { fixedBoundary: actual === null || isOwnBoundary(actual, role.tags) ? roleBoundaryArn : actual };
}

/**
 * May what is stored decide over the role, or be left behind? Not where neither the physical id nor the role's tags say that
 * there is anything of this resource: what is stored makes no role anybody's.
 */
function isStateNeeded(
  { knownRoleName, owner }: Session,
  roleName: string,
  role: ObservedIdentity | null,
): boolean {
  return roleName === knownRoleName || (role !== null && isOwnedBy(owner, role.tags));
}

/** What is stored of an adopted role, confirmed or not. */
function beforeOf({ adoptedRole }: StoredState): RoleBeforeAdoption | undefined {
  return adoptedRole instanceof UnreadableAdoptedRole ? undefined : adoptedRole?.before;
}

function referencedArns(stored: StoredState): readonly string[] {
  const before = beforeOf(stored);
  return before === undefined ? [] : restoredPolicyArns(before);
}

/** May there be more of what was found, which will only be seen in a moment? */
function mayBeFollowed(propagation: Propagation, { role }: ObservedRole): boolean {
  return propagation === 'being made' || (propagation === 'just written' && role === null);
}

/**
 * A role of which it cannot be told whether it is this resource's stays with all that belongs to it, where nothing but the properties
 * names it: this may be the clean-up of a Create that was refused for that very reason. One that the physical id names and of which
 * there is a snapshot is another matter: it may have been handed back already.
 *
 * @throws OwnershipDisputed and OwnershipUnproven for a role that the physical id names
 */
function isLeftAlone(
  session: Session,
  role: ObservedIdentity,
  stored: StoredState,
  judgement: Judgement,
): boolean {
  if (judgement.ownership !== 'disputed' && judgement.ownership !== 'unproven') return false;
  if (role.name !== session.knownRoleName) {
    session.context.log.warn('whether the role is this resource’s cannot be told, and it stays', {
      role: role.arn,
      ...judgement,
    });
    return true;
  }
  if (judgement.ownership === 'disputed')
    throw new OwnershipDisputed(role, session.owner, stored.record?.owner);
  if (judgement.ownership === 'unproven' && storedOf(stored, role.roleId) === undefined)
    throw ADOPTED_TAG in role.tags
      ? unconfirmed(role, stored)
      : new OwnershipUnproven(role, judgement.because);
  return false;
}

/** What a Delete has found, without a role where that is not this resource's. */
interface Found {
  readonly observed: ObservedRole;
  readonly stored: StoredState;
  readonly judgement: Judgement;
}

function deletePlan(
  session: Session,
  roleName: string,
  { observed, stored, judgement }: Found,
  earlier: readonly IntegrationSpec[],
  obstacles: RestoreObstacles,
): Plan {
  const { owner } = session;
  const { role } = observed;
  if (role === null) return planDelete(roleName, null, observed, owner);
  if (judgement.ownership !== 'unproven' && !isAdopted(role, session, stored))
    return planDelete(roleName, role, observed, owner);
  const known = storedOf(stored, role.roleId);
  if (known === undefined) throw unconfirmed(role, stored);
  const { told, recorded } = earlierWishes(session, earlier, observed, stored);
  const wished = recorded === undefined ? told : [...told, recorded];
  const lastApplied = withoutUnconfirmed(lastAppliedBy(wished), role, recorded);
  const plan = planRestore(role, observed, owner, known.before, lastApplied, obstacles);
  // Where nothing is left to put back (the tags go last), nothing rests on what the parameter says.
  if (isEmpty(plan)) return plan;
  if (!isConfirmed(role, known)) throw unconfirmed(role, stored);
  if (judgement.ownership === 'unproven') throw new OwnershipUnproven(role, judgement.because);
  const { fixedBoundary = null } = obstacles;
  const { roleBoundaryArn: inForce } = session.settings;
  if (inForce !== null && fixedBoundary !== inForce && plan.stages.flat().some(isGift))
    throw boundaryInTheWay(role, inForce);
  return plan;
}
