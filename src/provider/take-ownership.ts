import { applyPlan, ObservationOutdated } from '../iam/apply';
import { ADOPTED_TAG, isOwnedBy, isTaggedByOthers, ownerOf, ownerTags } from '../iam/ownership';
import { planOf, type Step } from '../iam/plan';
import { type LastApplied, preexistingOf } from '../iam/role/last-applied';
import { observeIdentity } from '../iam/role/observe';
import type { ObservedIdentity } from '../iam/role/observed';
import { changedTags } from '../iam/tag-changes';
import type { IntegrationSpec } from '../integration/spec';
import { backoff, type RetryPolicy, retry } from '../runtime/retry';
import { type AdoptedRole, adoptedRoleText, digestOf, isConfirmed } from '../state/adopted-role';
import { adoptedRoleParameterName } from '../state/parameter-names';
import { adoptionProblems } from './adoption';
import {
  AdoptionAbandoned,
  AdoptionRefused,
  OwnershipDisputed,
  OwnershipUnproven,
  RoleOwnedByOthers,
} from './errors';
import type { Judgement } from './judge-ownership';
import { checkOwningStack } from './owning-stack';
import { isAdopted } from './role-ownership';
import type { Session } from './session';
import { type StoredState, storedOf } from './stored-state';

/** Whether the role is this resource's, or becomes it, and with which tags it says so. */
export interface OwnershipDecision {
  /** The role as it will be once ownership is taken; null when there is none yet. */
  readonly role: ObservedIdentity | null;
  /** Tags still missing on the role that say whose it is. */
  readonly tags: Readonly<Record<string, string>>;
  /** What has to be stored of the role before anything is done to it; absent unless it is adopted now. */
  readonly toStore?: string;
  /** Will Delete have to restore the role? */
  readonly isAdopted: boolean;
  /** What was on the role before and is to stay, whatever earlier specs asked for. */
  readonly preexisting?: LastApplied;
}

/**
 * Decides whether the role may be touched. Pure.
 *
 * @throws RoleOwnedByOthers, OwnershipDisputed, OwnershipUnproven, AdoptionRefused, AdoptionTooLarge
 */
export function decideOwnership(
  session: Session,
  spec: IntegrationSpec,
  role: ObservedIdentity | null,
  stored: StoredState,
  judgement: Judgement,
): OwnershipDecision {
  if (role === null) return { role, tags: {}, isAdopted: false };
  switch (judgement.ownership) {
    case 'unproven':
      throw new OwnershipUnproven(role, judgement.because);
    case 'disputed':
      throw new OwnershipDisputed(role, session.owner, stored.record?.owner);
    case 'foreign':
      if (spec.existingRole !== 'Adopt' || ownerOf(role.tags) !== undefined)
        throw new RoleOwnedByOthers(role, session.owner);
      return adoption(session, spec, role);
    default:
      return ownership(session, role, stored);
  }
}

function adoption(session: Session, spec: IntegrationSpec, role: ObservedIdentity): OwnershipDecision {
  const { owner, settings } = session;
  const problems = adoptionProblems(role, spec, {
    adoptableRoleNames: settings.adoptableRoleNames,
    functionRoles: settings.selfTestPrincipals,
  });
  if (problems.length > 0) throw new AdoptionRefused(role, problems);
  const toStore = adoptedRoleText(role, owner);
  const wanted = { ...ownerTags(owner), [ADOPTED_TAG]: digestOf(toStore) };
  return { ...owned(role, wanted), toStore, isAdopted: true, preexisting: preexistingOf(role, role) };
}

/** The tag of an adopted role stays as it is: it says what may be put back, and only an adoption knows that. */
function ownership(session: Session, role: ObservedIdentity, stored: StoredState): OwnershipDecision {
  const adopted = isAdopted(role, session, stored);
  const mark = adopted ? { [ADOPTED_TAG]: role.tags[ADOPTED_TAG] ?? UNCONFIRMED } : {};
  const known = adopted ? storedOf(stored, role.roleId) : undefined;
  return {
    ...owned(role, { ...ownerTags(session.owner), ...mark }),
    isAdopted: adopted,
    ...(known === undefined ? {} : { preexisting: preexistingBy(known, role) }),
  };
}

/** Nothing is put back that the role's own tag does not confirm. */
function preexistingBy(known: AdoptedRole, role: ObservedIdentity): LastApplied {
  const { before } = known;
  return {
    ...preexistingOf(role, before),
    ...(isConfirmed(role, known)
      ? { tagsBefore: before.tags, attachedBefore: before.attachedPolicyArns }
      : {}),
  };
}

/** Of an adopted role of which somebody has taken off the tag that confirms what it was before. */
const UNCONFIRMED = 'true';

function owned(role: ObservedIdentity, wanted: Readonly<Record<string, string>>) {
  return { role: { ...role, tags: { ...role.tags, ...wanted } }, tags: changedTags(wanted, role.tags) };
}

/**
 * Puts the mark of this resource on the role, before anything else is done to it; a role that is adopted is
 * stored as it was before that, and the mark has the digest of what is stored.
 */
export async function takeOwnership(
  session: Session,
  role: ObservedIdentity,
  { tags, toStore }: OwnershipDecision,
): Promise<void> {
  if (Object.keys(tags).length === 0) return;
  const step: Step = { kind: 'tag-role', tags };
  if (toStore !== undefined) {
    await checkOwningStack(session, role.name);
    await storeBeforeAdoption(session, role, toStore, step);
    await untaken(session, role, step);
  }
  await applyPlan(session.access, planOf(role.name, [[step]], []));
  if (toStore !== undefined) await confirmAdoption(session, role, toStore, step);
}

/** IAM may not show tags at once. */
const tagPropagation: RetryPolicy = {
  name: 'tag propagation',
  matches: (error) => error instanceof AdoptionAbandoned,
  delayMs: backoff(500, 1.5, 2_000),
  limitMs: 7_000,
};

/** For so long another adopter that has looked at the role before our tags were on it may take to put on his own. */
const OTHERS_MAY_STILL_TAG_MS = 3_000;

/**
 * IAM has no compare-and-swap, so that of two that adopt one role at once the later tags count: each looks again when both must
 * have written theirs. Who has lost has done nothing else to the role yet; what is stored of it is the winner's.
 *
 * @throws RoleOwnedByOthers, and AdoptionAbandoned where the tags are gone: the Delete of an operation that CloudFormation has given up
 */
async function confirmAdoption(
  session: Session,
  role: ObservedIdentity,
  text: string,
  step: Step,
): Promise<void> {
  const { access, context, operation, owner, store } = session;
  await context.clock.sleep(OTHERS_MAY_STILL_TAG_MS, context.deadline.signal);
  await retry(context, [tagPropagation], async () => {
    const now = await untaken(session, role, step);
    if (!isOwnedBy(owner, now.tags)) throw new AdoptionAbandoned(role);
  });
  const name = adoptedRoleParameterName(role.name);
  if ((await store.read(name)) !== text) {
    await operation.confirmed();
    await store.write(name, text);
  }
  access.log.info('the role is adopted', { role: role.arn });
}

/** The role as it is now, unless somebody else has taken it. @throws RoleOwnedByOthers and ObservationOutdated */
async function untaken({ access, owner }: Session, role: ObservedIdentity, step: Step) {
  const now = await observeIdentity(access.iam, access.call, role.name);
  if (now?.roleId !== role.roleId)
    throw new ObservationOutdated(`the role ${role.arn} has been replaced meanwhile`, step, undefined);
  if (isTaggedByOthers(owner, now.tags)) throw new RoleOwnedByOthers({ ...role, tags: now.tags }, owner);
  return now;
}

/**
 * Another delivery of the same event may have stored the role a moment before, and may be changing it by now: the role's
 * tags tell. As long as it has none of ours it is as it was, whatever somebody else may have stored.
 *
 * @throws ObservationOutdated when ownership has been taken meanwhile, RoleOwnedByOthers when others have
 */
async function storeBeforeAdoption(
  session: Session,
  role: ObservedIdentity,
  text: string,
  step: Step,
): Promise<void> {
  const { operation, store } = session;
  const name = adoptedRoleParameterName(role.name);
  await operation.confirmed();
  if ((await store.create(name, text)) || (await store.read(name)) === text) return;
  const now = await untaken(session, role, step);
  if (ownerOf(now.tags) !== undefined)
    throw new ObservationOutdated(`the role ${role.arn} has been taken meanwhile`, step, undefined);
  await operation.confirmed();
  await store.write(name, text);
}
