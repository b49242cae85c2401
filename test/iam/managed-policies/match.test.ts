import { INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import { lastAppliedBy } from '../../../src/iam/role/last-applied';
import { planRole } from '../../../src/iam/role/plan';
import { observe, policyNamed } from '../../support/iam/model-iam';
import {
  allowing,
  outline,
  plan,
  ROLE,
  settled,
  stepsOf,
  update,
  withPolicy,
  withRole,
} from '../../support/iam/planning';
import { desiredFor, OWNER, OWNER_TAGS, specOf } from '../../support/iam/specs';

describe('the permission set', () => {
  test('that grows adds policies and touches the inline policy only when it differs', () => {
    expect(outline(update({}, { permissions: 'Full' }))).toEqual([
      [1, 2, 3, 4].map((number) => `create-policy ${ROLE}-permissions-${number}`),
      [1, 2, 3, 4].map((number) => `attach-policy ${ROLE}-permissions-${number}`),
    ]);
    expect(outline(update({ permissions: 'Core' }, {}))).toEqual([
      [`put-inline-policy ${INLINE_POLICY_NAME}`],
    ]);
  });

  test('that shrinks removes its policies last: versions and attachments, then the policies', () => {
    const account = settled({ permissions: 'Full' });
    const first = account.policies[policyNamed(`${ROLE}-permissions-1`)];
    if (first === undefined) throw new Error('Full has a policy');
    const versions = [
      { id: 'v3', document: allowing('a:B') },
      ...first.versions.map((one) => ({ ...one, id: 'v4' })),
    ];
    const shrunk = plan(withPolicy(account, { ...first, versions }), desiredFor({ permissions: 'Core' }), [
      specOf({ permissions: 'Full' }),
    ]);
    expect(outline(shrunk)).toEqual([
      [`put-inline-policy ${INLINE_POLICY_NAME}`],
      [
        ...[1, 2, 3, 4].map((number) => `detach-policy ${ROLE}-permissions-${number}`),
        `delete-policy-version ${ROLE}-permissions-1`,
      ],
      [1, 2, 3, 4].map((number) => `delete-policy ${ROLE}-permissions-${number}`),
    ]);
    expect(shrunk.policyArns).toEqual([]);
  });

  test('that changes a policy gives it a new version, and makes room by removing the oldest one', () => {
    const account = settled({ permissions: 'Full' });
    const arn = policyNamed(`${ROLE}-permissions-2`);
    const edited = (versions: number) =>
      withPolicy(account, {
        arn,
        tags: OWNER_TAGS,
        versions: Array.from({ length: versions }, (_, index) => ({
          id: `v${index + 8}`,
          document: allowing('a:B'),
        })),
      });
    const version = `create-policy-version ${ROLE}-permissions-2`;
    expect(outline(plan(edited(4), desiredFor({ permissions: 'Full' })))).toEqual([[version]]);
    const atLimit = plan(edited(5), desiredFor({ permissions: 'Full' }));
    expect(outline(atLimit)).toEqual([[`delete-policy-version ${ROLE}-permissions-2`], [version]]);
    expect(stepsOf(atLimit, 'delete-policy-version')[0]?.versionId).toBe('v8');
  });

  test('is restored where somebody detached a policy, or deleted the inline policy', () => {
    const account = settled({ permissions: 'Full' });
    const [first = '', ...others] = account.role?.attachedPolicyArns ?? [];
    const broken = withRole(account, { attachedPolicyArns: others, inlinePolicies: {} });
    expect(plan(broken, desiredFor({ permissions: 'Full' })).stages).toEqual([
      [
        { kind: 'put-inline-policy', policyName: INLINE_POLICY_NAME, document: desiredFor().inlinePolicy },
        { kind: 'attach-policy', policyArn: first },
      ],
    ]);
  });

  test('a detached policy whose document is out of date is attached only once it says what it shall', () => {
    const arn = policyNamed(`${ROLE}-permissions-3`);
    const account = withPolicy(settled({ permissions: 'Full' }), {
      arn,
      tags: OWNER_TAGS,
      versions: [{ id: 'v1', document: allowing('a:B') }],
    });
    const attachedPolicyArns = account.role?.attachedPolicyArns.filter((attached) => attached !== arn) ?? [];
    expect(
      outline(plan(withRole(account, { attachedPolicyArns }), desiredFor({ permissions: 'Full' }))),
    ).toEqual([[`create-policy-version ${ROLE}-permissions-3`], [`attach-policy ${ROLE}-permissions-3`]]);
  });

  test('tells its policies in the order of their numbers, whether they were there or have to be made', () => {
    const full = settled({ permissions: 'Full' });
    const first = policyNamed(`${ROLE}-permissions-1`);
    const { [first]: _, ...others } = full.policies;
    const numbers = [1, 2, 3, 4].map((number) => policyNamed(`${ROLE}-permissions-${number}`));
    expect(plan({ ...full, policies: others }, desiredFor({ permissions: 'Full' })).policyArns).toEqual(
      numbers,
    );
  });
});

describe('a policy without tags that an adopted role has', () => {
  const [first = ''] = settled({ permissions: 'Full' }).role?.attachedPolicyArns ?? [];

  function planOfAdopted(attachedBefore: readonly string[] | undefined) {
    const account = settled({ permissions: 'Full' });
    const policy = account.policies[first];
    if (policy === undefined || account.role === null) throw new Error('Full has policies');
    const tags = { ...account.role.tags, 'datadog-integration-role:adopted': 'sha256:x' };
    const stripped = withPolicy(withRole(account, { tags }), { ...policy, tags: {} });
    const applied = {
      ...lastAppliedBy([specOf({ permissions: 'Full' })]),
      ...(attachedBefore === undefined ? {} : { attachedBefore }),
    };
    return planRole(desiredFor({ permissions: 'Full' }), observe(stripped, ROLE), OWNER, applied);
  }

  test('is its own where it was attached since the adoption', () => {
    expect(outline(planOfAdopted([]))).toEqual([[`tag-policy ${ROLE}-permissions-1`]]);
  });

  test.each([
    ['was attached before', [first]],
    ['may have been, as nothing confirms what was', undefined],
  ])('is not where it %s', (_, attachedBefore) => {
    expect(outline(planOfAdopted(attachedBefore)).flat()).toContain(`create-policy ${ROLE}-permissions-5`);
  });
});
