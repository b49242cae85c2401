import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import { INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import { documentFor } from '../../../src/policy/pack';
import { arrival } from '../../support/iam/journey';
import { emptyAccount, policyNamed } from '../../support/iam/model-iam';
import {
  allowing,
  B,
  LIBRARY,
  outline,
  plan,
  ROLE,
  settled,
  stepsOf,
  stranger,
  withPolicy,
  withRole,
} from '../../support/iam/planning';
import { desiredFor, OWNER_TAGS } from '../../support/iam/specs';

/** Two sets of which each has the other's inline action in its managed policy. */
const SWAPPED = {
  ...publishedPermissionSets,
  Standard: { version: '1', inlineActions: ['s3:A'], managedActions: ['ec2:B'] },
  Full: { version: '2', inlineActions: ['ec2:B'], managedActions: ['s3:A'] },
};

describe('actions that move between two documents that are both replaced', () => {
  const before = desiredFor({ permissions: 'Standard' }, { permissionSets: SWAPPED });
  const after = desiredFor({ permissions: 'Full' }, { permissionSets: SWAPPED });
  const start = () => arrival(emptyAccount(LIBRARY), plan(emptyAccount(LIBRARY), before));
  /** The same with this many attachments of others. */
  const crowded = (strangers: number) =>
    withRole(start(), {
      attachedPolicyArns: [
        policyNamed(`${ROLE}-permissions-1`),
        ...Array.from({ length: strangers }, (_, index) => stranger(index)),
      ],
    });

  test('are bridged by a policy that is attached before and removed afterwards', () => {
    const moved = plan(start(), after);
    expect(outline(moved)).toEqual([
      [`create-policy ${ROLE}-permissions-2`],
      [`attach-policy ${ROLE}-permissions-2`],
      [`create-policy-version ${ROLE}-permissions-1`, `put-inline-policy ${INLINE_POLICY_NAME}`],
      [`detach-policy ${ROLE}-permissions-2`],
      [`delete-policy ${ROLE}-permissions-2`],
    ]);
    expect(stepsOf(moved, 'create-policy')[0]).toMatchObject({
      document: documentFor(['ec2:B', 's3:A']),
      tags: { ...OWNER_TAGS, 'datadog-integration-role:bridge': 'true' },
    });
    expect(moved.warnings).toEqual([]);
    expect(moved.policyArns).toEqual([policyNamed(`${ROLE}-permissions-1`)]);
  });

  test('are not bridged where the quota has no room for it, which is said', () => {
    const moved = plan(crowded(9), after);
    expect(outline(moved)).toEqual([
      [`create-policy-version ${ROLE}-permissions-1`, `put-inline-policy ${INLINE_POLICY_NAME}`],
    ]);
    expect(moved.warnings[0]).toBe(
      "The role is at IAM's quota of 10 attached policies: permissions that move between policies are missing for the moment between two requests.",
    );
  });

  test('are not bridged where a new attachment takes the last place', () => {
    const moved = plan(crowded(8), { ...after, attachedPolicyArns: [B] });
    expect(stepsOf(moved, 'create-policy')).toEqual([]);
    expect(moved.warnings[0]).toContain('permissions that move between policies are missing');
  });

  test('are bridged where there is just room for it', () => {
    const moved = plan(crowded(8), after);
    expect(outline(moved)[1]).toEqual([`attach-policy ${ROLE}-permissions-2`]);
    expect(moved.warnings.filter((warning) => warning.includes('quota'))).toEqual([]);
  });

  test('need no second bridge where an earlier attempt has left one attached, and it goes in the end', () => {
    const moved = plan(start(), after);
    const cut = arrival(start(), { ...moved, stages: moved.stages.slice(0, 2) });
    expect(outline(plan(cut, after))).toEqual([
      [`create-policy-version ${ROLE}-permissions-1`, `put-inline-policy ${INLINE_POLICY_NAME}`],
      [`detach-policy ${ROLE}-permissions-2`],
      [`delete-policy ${ROLE}-permissions-2`],
    ]);
  });

  test('leave a bridge that an earlier attempt has left a bridge: a policy more is a new one', () => {
    const bridged = arrival(start(), {
      ...plan(start(), after),
      stages: plan(start(), after).stages.slice(0, 2),
    });
    const more = { ...after, managedPolicies: [...after.managedPolicies, documentFor(['n:New'])] };
    expect(outline(plan(bridged, more))).toEqual([
      [`create-policy ${ROLE}-permissions-3`],
      [`attach-policy ${ROLE}-permissions-3`],
      [`create-policy-version ${ROLE}-permissions-1`, `put-inline-policy ${INLINE_POLICY_NAME}`],
      [`detach-policy ${ROLE}-permissions-2`],
      [`delete-policy ${ROLE}-permissions-2`],
    ]);
  });

  test('need no bridge while a policy that does not change allows them', () => {
    const sets = {
      ...SWAPPED,
      Standard: { version: '1', inlineActions: ['s3:A', 'ec2:*'], managedActions: ['ec2:B'] },
      Full: { version: '2', inlineActions: ['ec2:*'], managedActions: ['ec2:B', 'ec2:C'] },
    };
    const account = emptyAccount(LIBRARY);
    const made = arrival(
      account,
      plan(account, desiredFor({ permissions: 'Standard' }, { permissionSets: sets })),
    );
    expect(
      stepsOf(plan(made, desiredFor({ permissions: 'Full' }, { permissionSets: sets })), 'create-policy'),
    ).toEqual([]);
  });

  test('are not counted on where the policy that allows them is not attached', () => {
    const spare = {
      arn: policyNamed(`${ROLE}-permissions-7`),
      tags: OWNER_TAGS,
      versions: [{ id: 'v1', document: allowing('ec2:B', 's3:A') }],
    };
    const [bridge] = stepsOf(plan(withPolicy(start(), spare), after), 'create-policy');
    expect(bridge?.document).toEqual(documentFor(['ec2:B', 's3:A']));
  });
});

describe('no bridge is made', () => {
  /** What each document allows before and afterwards. */
  interface Change {
    readonly inline: { readonly before: readonly string[]; readonly after: readonly string[] };
    readonly managed: readonly {
      readonly before: readonly string[];
      readonly after: readonly string[];
      readonly isAttached?: boolean;
    }[];
  }

  function bridgesFor({ inline, managed }: Change) {
    const policies = managed.map(({ before, isAttached = true }, index) => ({
      isAttached,
      arn: policyNamed(`${ROLE}-permissions-${index + 1}`),
      tags: OWNER_TAGS,
      versions: [{ id: 'v1', document: allowing(...before) }],
    }));
    const account = withRole(policies.reduce(withPolicy, settled()), {
      inlinePolicies: { [INLINE_POLICY_NAME]: allowing(...inline.before) },
      attachedPolicyArns: policies.filter(({ isAttached }) => isAttached).map(({ arn }) => arn),
    });
    const desired = {
      ...desiredFor(),
      inlinePolicy: documentFor(inline.after),
      managedPolicies: managed.map(({ after }) => documentFor(after)),
    };
    return stepsOf(plan(account, desired), 'create-policy').map(({ document }) => document);
  }

  test.each<[string, Change]>([
    [
      'for an action that another policy allows all the while',
      {
        inline: { before: ['s3:A', 'x:Y'], after: ['x:Y'] },
        managed: [
          { before: ['s3:*'], after: ['s3:*'] },
          { before: ['q:Old'], after: ['q:New', 's3:A'] },
        ],
      },
    ],
    [
      'for a wider pattern while the narrow one that was allowed stays where it is',
      {
        inline: { before: ['s3:GetObject', 'x:Y'], after: ['s3:GetObject', 'x:Z'] },
        managed: [{ before: ['q:R'], after: ['s3:Get*'] }],
      },
    ],
    [
      'for what one document exchanges within itself, which it does at once',
      {
        inline: { before: ['x:Y'], after: ['x:Z'] },
        managed: [{ before: ['s3:*Object'], after: ['s3:Get*'] }],
      },
    ],
    [
      'for what a policy that is not attached does not give anyway',
      {
        inline: { before: ['x:Y'], after: ['x:Y'] },
        managed: [
          { before: ['s3:A', 'q:X'], after: ['s3:B'], isAttached: false },
          { before: ['s3:C'], after: ['s3:A'] },
        ],
      },
    ],
  ])('%s', (_case, change) => {
    expect(bridgesFor(change)).toEqual([]);
  });

  test('but for an action that moves from one to the other', () => {
    const change = {
      inline: { before: ['s3:A', 'x:Y'], after: ['x:Y'] },
      managed: [{ before: ['q:Old'], after: ['q:New', 's3:A'] }],
    };
    expect(bridgesFor(change)).toEqual([documentFor(['s3:A'])]);
  });
});
