import { ROLE } from '../support/customer-account';
import type { Attack, Limit, Violations } from './attack';
import { boundaryTest } from './boundary';
import { NEIGHBOUR_POLICIES, NEIGHBOUR_ROLES } from './neighbours';
import { type ReachOptions, reachOf } from './reach';
import { ATTACKERS_ROLE, type AttackBed, type AttackWorld } from './world';

export interface AttackOutcome {
  readonly id: string;
  readonly violations: Violations;
  readonly durationMs: number;
}

/**
 * Tries an attack. Besides what it asks itself, three things are asked of all: nothing that the attacker can be or assume
 * may do more than before; what others have is as it was; and no function has crashed or run out of time.
 */
export async function runAttack(bed: AttackBed, attack: Attack): Promise<AttackOutcome> {
  const startedAt = performance.now();
  const violations = await violationsOf(bed, attack);
  return { id: attack.id, violations, durationMs: performance.now() - startedAt };
}

/** Tries what is said to be possible. */
export async function runLimit(bed: AttackBed, limit: Limit): Promise<AttackOutcome> {
  const startedAt = performance.now();
  const world = bed.begin([]);
  await limit.prepare?.(world);
  assertPrepared(world);
  await limit.attempt(world);
  const violations = await limit.shows(world);
  return { id: limit.id, violations, durationMs: performance.now() - startedAt };
}

async function violationsOf(bed: AttackBed, attack: Attack): Promise<Violations> {
  const world = bed.begin(attack.rightHeld);
  await attack.prepare?.(world);
  assertPrepared(world);
  world.before = world.account.digest();
  const attacker = reachOptions(world, attack);
  const isThief = attack.threat.endsWith('-thief');
  // A thief has the function's own permissions and those of the integration; whatever else he can be is his gain. And he
  // is allowed what the boundary of template.yaml lets any role of the provider's do.
  const had = isThief ? { ...attacker, among: [...attacker.roles, ROLE] } : attacker;
  const reach = reachOf(world.customer, had);
  const isWithin = isThief ? boundaryTest(world.customer) : () => false;
  await attack.attempt(world);
  const gained = [...reachOf(world.customer, attacker)].filter(
    ([name, probe]) => !reach.has(name) && !isWithin(probe),
  );
  return [
    ...(gained.length === 0
      ? []
      : [`the attacker may do what he could not before: ${gained.map(([name]) => name).join(', ')}`]),
    ...neighbourViolations(world),
    ...(await attack.holds(world)),
    ...crashes(world),
  ];
}

/** @throws Error when the stacks that an attempt begins with could not be made: whatever it would show is not so */
function assertPrepared({ victims, attackers }: AttackWorld): void {
  for (const stack of [victims, attackers]) {
    if (stack.status === undefined || /^(?:CREATE|UPDATE|DELETE)_COMPLETE$/.test(stack.status)) continue;
    const reasons = stack.events.map(({ reason }) => reason).filter((reason) => reason !== undefined);
    throw new Error(`the stack ${stack.name} rests in ${stack.status}: ${reasons.join(' ')}`);
  }
}

function reachOptions({ customer, attacker, thiefOf }: AttackWorld, { threat }: Attack): ReachOptions {
  const { providerRole, validatorRole } = customer;
  if (threat === 'provider-thief')
    return { principals: [thiefOf('Provider').principalArn], roles: [providerRole], sendsDatadog: true };
  if (threat === 'validator-thief')
    return { principals: [thiefOf('Validator').principalArn], roles: [validatorRole], sendsDatadog: true };
  // To let Datadog in, for whatever organization, is what a stack author is there for.
  const sendsDatadog = threat !== 'stack-author';
  return { principals: [attacker.principalArn], roles: [ATTACKERS_ROLE], sendsDatadog };
}

function neighbourViolations({ account, before, customer }: AttackWorld): Violations {
  const after = account.digest();
  const roles = [...NEIGHBOUR_ROLES, customer.providerRole, customer.validatorRole];
  return [
    ...roles.filter((name) => differ(before.roles[name], after.roles[name])).map((name) => `role ${name}`),
    ...NEIGHBOUR_POLICIES.filter((name) => differ(before.policies[name], after.policies[name])).map(
      (name) => `policy ${name}`,
    ),
  ].map((what) => `something of others has changed: ${what}`);
}

const differ = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);

function crashes(world: AttackWorld): Violations {
  const outcomes = world.attempts().map(({ outcome }) => outcome);
  return outcomes.includes('crashed') || outcomes.includes('timed out')
    ? ['a function has crashed or run out of time']
    : [];
}
