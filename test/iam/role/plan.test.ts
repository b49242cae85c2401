import { isEmpty } from '../../../src/iam/plan';
import { boundaryTags } from '../../../src/iam/role/boundary';
import { INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import type { IntegrationSpec } from '../../../src/integration/spec';
import { emptyAccount, policyNamed } from '../../support/iam/model-iam';
import {
  A,
  AUDIT,
  allowing,
  LIBRARY,
  outline,
  plan,
  ROLE,
  settled,
  stepsOf,
  withPolicy,
  withRole,
} from '../../support/iam/planning';
import { desiredFor, OWNER_TAGS } from '../../support/iam/specs';

describe('a role that is not there', () => {
  test('is made with its settings, then filled, its policies before their attachments', () => {
    const made = plan(emptyAccount(LIBRARY), desiredFor({ permissions: 'Full', resourceCollection: true }));
    expect(outline(made)).toEqual([
      ['create-role'],
      [
        ...[1, 2, 3, 4].map((number) => `create-policy ${ROLE}-permissions-${number}`),
        `put-inline-policy ${INLINE_POLICY_NAME}`,
        'attach-policy SecurityAudit',
      ],
      [1, 2, 3, 4].map((number) => `attach-policy ${ROLE}-permissions-${number}`),
    ]);
    expect(made).toMatchObject({ warnings: [], unmet: [] });
    expect(made.policyArns).toEqual([
      ...[1, 2, 3, 4].map((number) => policyNamed(`${ROLE}-permissions-${number}`)),
      AUDIT,
    ]);
  });

  test('is asked for in one request with all that a role has in itself', () => {
    const settings = {
      path: '/monitoring/',
      description: 'd',
      maxSessionDurationSeconds: 7_200,
      permissionsBoundary: A,
    };
    const desired = desiredFor({ ...settings, tags: { team: 'sre' } });
    const [step] = stepsOf(plan(emptyAccount(LIBRARY), desired), 'create-role');
    expect(step).toEqual({
      kind: 'create-role',
      ...settings,
      trustPolicy: desired.trustPolicy,
      tags: { team: 'sre', ...OWNER_TAGS, ...boundaryTags([A]) },
    });
  });

  test('is made beside policies that an interrupted Delete left over, which are put to use', () => {
    const account = { ...settled({ permissions: 'Full' }), role: null };
    expect(outline(plan(account, desiredFor({ permissions: 'Full' })))).toEqual([
      ['create-role'],
      [
        `put-inline-policy ${INLINE_POLICY_NAME}`,
        ...[1, 2, 3, 4].map((number) => `attach-policy ${ROLE}-permissions-${number}`),
      ],
    ]);
  });

  test('leaves alone what has a name of its policies and is not its own', () => {
    const taken = policyNamed(`${ROLE.toUpperCase()}-permissions-2`);
    const tags = { ...OWNER_TAGS, 'datadog-integration-role:logical-id': 'Other' };
    const account = withPolicy(emptyAccount(LIBRARY), {
      arn: taken,
      tags,
      versions: [{ id: 'v1', document: allowing('a:B') }],
    });
    expect(
      stepsOf(plan(account, desiredFor({ permissions: 'Full' })), 'create-policy').map(
        ({ policyArn }) => policyArn,
      ),
    ).toEqual([1, 3, 4, 5].map((number) => policyNamed(`${ROLE}-permissions-${number}`)));
  });
});

describe('a role that is as desired', () => {
  test.each<[string, Partial<IntegrationSpec>]>([
    ['the default', {}],
    [
      'Full with everything',
      { permissions: 'Full', resourceCollection: true, regions: ['eu-west-1'], tags: { a: 'b' } },
    ],
  ])('needs nothing: %s', (_, changes) => {
    const again = plan(settled(changes), desiredFor(changes));
    expect(again).toMatchObject({ stages: [], warnings: [], unmet: [] });
    expect(isEmpty(again)).toBe(true);
  });

  test('is known by documents that mean the same', () => {
    const account = settled();
    const inline = JSON.parse(account.role?.inlinePolicies[INLINE_POLICY_NAME] ?? '');
    inline.Statement[0].Action.reverse();
    const text = JSON.stringify(inline, null, 2);
    const rewritten = withRole(account, { inlinePolicies: { [INLINE_POLICY_NAME]: text } });
    expect(plan(rewritten, desiredFor()).stages).toEqual([]);
  });
});

describe('ownership', () => {
  test('is set before anything else when the tags are gone', () => {
    const account = withRole(settled(), { tags: {}, description: 'changed' });
    expect(plan(account, desiredFor()).stages[0]).toEqual([{ kind: 'tag-role', tags: OWNER_TAGS }]);
  });
});
