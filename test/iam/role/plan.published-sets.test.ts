import { type PermissionSetName, publishedPermissionSets } from '../../../src/datadog/permission-sets';
import { lastAppliedBy } from '../../../src/iam/role/last-applied';
import { planRole } from '../../../src/iam/role/plan';
import type { IntegrationSpec } from '../../../src/integration/spec';
import { gaps } from '../../support/iam/gaps';
import { arrival, journey, picker } from '../../support/iam/journey';
import { emptyAccount, observe } from '../../support/iam/model-iam';
import { Judge } from '../../support/iam/model-permissions';
import { desiredFor, OWNER, specOf } from '../../support/iam/specs';

const { Full } = publishedPermissionSets;
const ROLE = 'DatadogIntegrationRole';

/** Full as a later edition may be: some actions fewer, some new, one moved from the managed policies to the inline one. */
const LATER = {
  ...publishedPermissionSets,
  Full: {
    version: '2027-01-01',
    inlineActions: [...Full.inlineActions.slice(5), ...Full.managedActions.slice(200, 201)],
    managedActions: [
      ...Full.managedActions.slice(0, 200),
      ...Full.managedActions.slice(201, 600),
      'new:Get*',
    ],
  },
};

const ACTIONS = [...new Set([...Full.inlineActions, ...Full.managedActions])];
const judge = new Judge(
  ACTIONS.flatMap((action) =>
    // Calls of global services carry us-east-1; what a wildcard stands for is tried by one name.
    (/^(iam|organizations|route53|cloudfront|support|budgets|ce|health):/.test(action)
      ? ['us-east-1']
      : ['us-east-1', 'eu-west-1']
    ).map((region) => ({ action: action.replaceAll('*', 'Any'), region })),
  ),
);

type Edition = readonly [PermissionSetName, readonly string[], typeof publishedPermissionSets];
const EDITIONS: readonly Edition[] = (['Core', 'Standard', 'Full'] as const)
  .flatMap((name): Edition[] => [
    [name, [], publishedPermissionSets],
    [name, ['eu-west-1'], publishedPermissionSets],
  ])
  .concat([['Full', [], LATER]]);

const transitions = EDITIONS.flatMap((before) =>
  EDITIONS.filter((after) => after !== before).map((after) => ({ before, after })),
);

test.each(transitions)(
  'no permission is missing on the way from $before.0 $before.1 to $after.0 $after.1',
  (change) => {
    const [old, next] = [change.before, change.after].map(([permissions, regions, permissionSets]) => {
      const changes: Partial<IntegrationSpec> = { permissions, regions };
      return { spec: specOf(changes), desired: desiredFor(changes, { permissionSets }) };
    });
    if (old === undefined || next === undefined) throw new Error('a change has two ends');
    const empty = emptyAccount();
    const start = arrival(empty, planRole(old.desired, observe(empty, ROLE), OWNER, lastAppliedBy([])));

    const plan = planRole(next.desired, observe(start, ROLE), OWNER, lastAppliedBy([old.spec]));

    expect(plan).toMatchObject({ warnings: [], unmet: [] });
    expect(gaps(judge, journey(start, plan, picker(plan.stages.length)))).toEqual([]);
  },
);
