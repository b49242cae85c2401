import type { Plan, Step } from '../iam/plan';
import type { ObservedIdentity } from '../iam/role/observed';
import { type Installation, parseProperties } from '../integration/properties';
import { InvalidProperties, type Properties } from '../integration/property-reader';
import type { IntegrationSpec } from '../integration/spec';
import type { Session } from './session';
import { ROLLING_BACK } from './stack-order';

/** What an Update asks for. */
export interface Wish {
  readonly spec: IntegrationSpec;
  /** Why it is refused unless it gives nothing: see `givesNothing`. */
  readonly reservation?: InvalidProperties;
}

/** @throws InvalidProperties */
export function specOf(session: Session, properties: Properties): IntegrationSpec {
  const { furtherDatadogAccountIds, permissionSets } = session.settings;
  return parse(session, properties, { furtherDatadogAccountIds, permissionSets });
}

/** As `specOf`, for what has once been accepted and is not to be made again: whichever account it trusted, whatever it left out. */
export function earlierSpecOf(session: Session, properties: Properties): IntegrationSpec {
  return parse(session, properties, { furtherDatadogAccountIds: 'any', permissionSets: null });
}

/**
 * The spec of an Update. A version that asked nobody whom a role may trust has made roles that trust an account that is
 * not listed. Their next Update is refused, and is followed by one back to the very state that the role is in: if
 * that were refused, too, the stack would be stuck although nothing has to be done. So it is taken with a reservation.
 *
 * Back to such an account from another one is refused for good: nobody can tell it from a wish that somebody has today.
 * The role then keeps trusting Datadog, and the way out is the administrator's, or to leave the resource out of the rollback.
 *
 * What `ExcludeActions` left out of an earlier release of Datadog's permission set may not be in this one. On the way back it is taken,
 * for it gives nobody anything.
 *
 * @throws InvalidProperties
 */
export async function wishOf(session: Session, properties: Properties): Promise<Wish> {
  try {
    return { spec: specOf(session, properties) };
  } catch (error) {
    if (!(error instanceof InvalidProperties)) throw error;
    return (
      (await excludedEarlier(session, properties)) ?? {
        spec: earlierSpecOf(session, properties),
        reservation: error,
      }
    );
  }
}

async function excludedEarlier(session: Session, properties: Properties): Promise<Wish | undefined> {
  const { furtherDatadogAccountIds } = session.settings;
  const spec = unlessInvalid(() =>
    parse(session, properties, { furtherDatadogAccountIds, permissionSets: null }),
  );
  if (spec === undefined) return undefined;
  return (await session.operation.stack())?.status === ROLLING_BACK ? { spec } : undefined;
}

function unlessInvalid(read: () => IntegrationSpec): IntegrationSpec | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidProperties) return undefined;
    throw error;
  }
}

function parse(
  { scope, settings }: Session,
  properties: Properties,
  rules: Omit<Installation, 'permissionsBoundary'>,
): IntegrationSpec {
  return parseProperties(properties, scope, { permissionsBoundary: settings.roleBoundaryArn, ...rules });
}

/** Does the plan leave whom the role lets in, and what it may do, at most as it is? */
export function givesNothing(plan: Plan, role: ObservedIdentity | null): boolean {
  if (role === null) return false;
  const bounds = (step: Step) => step.kind === 'put-boundary' && role.permissionsBoundary === null;
  return plan.stages.flat().every((step) => TAGGING.includes(step.kind) || bounds(step));
}

const TAGGING: readonly Step['kind'][] = ['tag-role', 'untag-role', 'tag-policy', 'untag-policy'];
