import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import type { PermissionTest } from '../../test/sandbox';
import { DATADOG, EXTERNAL_ID, ROLE } from '../../test/support/customer-account';
import type { RoleStage } from './role-stage';

/** The role as it was after one call. */
interface Observation {
  readonly mayDo: PermissionTest;
  readonly datadogMayAssume: boolean;
}

export interface PermissionReport {
  /** Calls that were watched, refused ones included. */
  readonly calls: number;
  readonly actionsBefore: number;
  readonly actionsAfter: number;
  /** Actions that the role had before and has now. */
  readonly shared: number;
  /** Those of them that were missing after some call. */
  readonly missing: readonly string[];
  /** Calls after which Datadog could not have assumed the role. */
  readonly lockedOutAfter: number;
}

const ACTIONS = [
  ...new Set(
    Object.values(publishedPermissionSets).flatMap(({ inlineActions, managedActions }) => [
      ...inlineActions,
      ...managedActions,
    ]),
  ),
];

/** Looks at the role's effective permissions before and after each IAM call, until the returned function is called. */
export function watchPermissions({ account, sandbox }: RoleStage): () => PermissionReport {
  const observe = (): Observation => ({
    mayDo: account.effectivePermissions(ROLE),
    datadogMayAssume: account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID }),
  });
  const before = observe();
  const during: Observation[] = [];
  const fault = sandbox.faults.add({
    match: { service: 'iam' },
    effect: {
      type: 'run',
      when: 'after',
      run: () => {
        during.push(observe());
      },
    },
  });
  return () => {
    fault.remove();
    const after = observe();
    const had = ACTIONS.filter((action) => before.mayDo(action));
    const has = ACTIONS.filter((action) => after.mayDo(action));
    const shared = had.filter((action) => after.mayDo(action));
    return {
      calls: during.length,
      actionsBefore: had.length,
      actionsAfter: has.length,
      shared: shared.length,
      missing: shared.filter((action) => during.some(({ mayDo }) => !mayDo(action))),
      lockedOutAfter: during.filter(({ datadogMayAssume }) => !datadogMayAssume).length,
    };
  };
}
