import { ATTACHED_TAG, BOUNDARY_TAG } from '../../../src/iam/ownership';
import type { Step } from '../../../src/iam/plan';
import { INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import { ROLE_BOUNDARY_PATH } from '../../../src/integration/names';
import type { IntegrationSpec } from '../../../src/integration/spec';
import {
  A,
  allowing,
  B,
  outline,
  plan,
  ROLE,
  settled,
  stepsOf,
  update,
  withRole,
} from '../../support/iam/planning';
import { desiredFor, OWNER_TAGS, specOf } from '../../support/iam/specs';

describe('the permissions boundary', () => {
  const FENCE = 'arn:aws:iam::123456789012:policy/Fence';
  const fenced = (changes: Partial<IntegrationSpec> = {}) =>
    withRole(settled(changes), { permissionsBoundary: FENCE });

  test('is put before the role is given or keeps anything, as IAM may demand it for that', () => {
    const changed = plan(
      settled({ tags: { a: '1' } }),
      desiredFor({
        permissions: 'Full',
        permissionsBoundary: A,
        managedPolicyArns: [B],
        regions: ['eu-west-1'],
      }),
      [specOf({ tags: { a: '1' } })],
    );
    const stageOf = (kind: Step['kind']) =>
      changed.stages.flatMap((stage, index) => (stage.some((step) => step.kind === kind) ? [index] : []));
    const [put = Number.NaN] = stageOf('put-boundary');
    expect(put).toBeLessThan(Math.min(...stageOf('attach-policy'), ...stageOf('put-inline-policy')));
  });

  test('that somebody else has set stays where none is wanted, and the log says so', () => {
    const left = plan(fenced(), desiredFor(), [specOf()]);
    expect(left.stages).toEqual([]);
    expect(left.warnings).toEqual([`The permissions boundary ${FENCE} was set by somebody else and stays.`]);
  });

  test('that this resource has put goes, last, and only then what says that it has', () => {
    const before = { permissionsBoundary: FENCE, managedPolicyArns: [A] };
    const changed = plan(settled(before), desiredFor(), [specOf(before)]);
    expect(outline(changed)).toEqual([
      ['detach-policy A'],
      ['delete-boundary', `untag-role ${ATTACHED_TAG}`],
      [`untag-role ${BOUNDARY_TAG}`],
    ]);
  });

  test('that this resource has put gives way to another, and the tag knows both in between', () => {
    const changed = update({ permissionsBoundary: A }, { permissionsBoundary: B });
    expect(outline(changed)).toEqual([['tag-role'], ['put-boundary B'], ['tag-role']]);
    const [during, after] = stepsOf(changed, 'tag-role').map(({ tags }) => tags[BOUNDARY_TAG]?.split(' '));
    expect(during).toHaveLength(2);
    expect(after).toHaveLength(1);
    expect(during).toContain(after?.[0]);
  });

  test.each<[string, Partial<IntegrationSpec>]>([
    ['that is not asked for', {}],
    ['in whose place another is asked for', { permissionsBoundary: A }],
  ])('of others %s stays, though an earlier spec has named it, and the log says so', (_, wanted) => {
    const left = plan(fenced(wanted), desiredFor(wanted), [specOf({ permissionsBoundary: FENCE })]);
    expect(left.stages).toEqual([]);
    expect(left.boundaryOfOthers).toBe(FENCE);
    expect(left.warnings).toEqual([`The permissions boundary ${FENCE} was set by somebody else and stays.`]);
  });

  test('of others that is asked for as well does not become ours', () => {
    const asked = { permissionsBoundary: FENCE };
    expect(plan(fenced(), desiredFor(asked)).stages).toEqual([]);
    expect(plan(fenced(), desiredFor(), [specOf(asked)]).stages).toEqual([]);
  });

  test('of the template needs no tag: nobody but an administrator makes policies under its path', () => {
    const own = `arn:aws:iam::123456789012:policy${ROLE_BOUNDARY_PATH}Boundary`;
    const unbounded = settled();
    const account = { ...unbounded, library: { ...unbounded.library, [own]: allowing('s3:Get*') } };
    const bounded = plan(account, desiredFor({ permissionsBoundary: own }));
    expect(bounded.stages).toEqual([[{ kind: 'put-boundary', policyArn: own }]]);
    const off = plan(withRole(account, { permissionsBoundary: own }), desiredFor());
    expect(off.stages).toEqual([[{ kind: 'delete-boundary' }]]);
  });
});

describe('a setting that changes', () => {
  test.each<[string, Partial<IntegrationSpec>, Partial<IntegrationSpec>, Step]>([
    [
      'the description',
      { description: 'a' },
      { description: 'b' },
      { kind: 'update-role', description: 'b', maxSessionDurationSeconds: 3_600 },
    ],
    [
      'the description that is removed',
      { description: 'a' },
      {},
      { kind: 'update-role', description: '', maxSessionDurationSeconds: 3_600 },
    ],
    [
      'the session duration',
      { description: 'a' },
      { description: 'a', maxSessionDurationSeconds: 7_200 },
      { kind: 'update-role', description: 'a', maxSessionDurationSeconds: 7_200 },
    ],
    [
      'a tag',
      { tags: { a: '1', b: '1' } },
      { tags: { a: '1', b: '2' } },
      { kind: 'tag-role', tags: { b: '2' } },
    ],
    [
      'a tag that is removed',
      { tags: { a: '1', b: '1' } },
      { tags: { a: '1' } },
      { kind: 'untag-role', tagKeys: ['b'] },
    ],
    [
      'the external id',
      {},
      { externalId: 'other' },
      { kind: 'update-trust-policy', document: desiredFor({ externalId: 'other' }).trustPolicy },
    ],
    [
      'the regions',
      {},
      { regions: ['eu-west-1'] },
      {
        kind: 'put-inline-policy',
        policyName: INLINE_POLICY_NAME,
        document: desiredFor({ regions: ['eu-west-1'] }).inlinePolicy,
      },
    ],
  ])('takes one request: %s', (_, before, after, step) => {
    expect(update(before, after).stages).toEqual([[step]]);
  });

  test.each([
    ['a managed policy', { managedPolicyArns: [A] }, 'A'],
    ['resource collection', { resourceCollection: true }, 'SecurityAudit'],
  ])('is marked as ours before it is attached, and unmarked after it is detached: %s', (_, listed, name) => {
    expect(outline(update({}, listed))).toEqual([['tag-role'], [`attach-policy ${name}`]]);
    expect(outline(update(listed, {}))).toEqual([
      [`detach-policy ${name}`],
      ['untag-role datadog-integration-role:attached'],
    ]);
  });

  test('a policy that somebody else has attached stays when it was listed for a while', () => {
    const guarded = withRole(settled(), { attachedPolicyArns: [B] });
    const listed = plan(guarded, desiredFor({ managedPolicyArns: [B] }), [specOf()]);
    expect(outline(listed)).toEqual([['tag-role']]);
    const marked = withRole(guarded, { tags: { ...desiredFor().tags, [ATTACHED_TAG]: '' } });
    const unlisted = plan(marked, desiredFor(), [specOf({ managedPolicyArns: [B] })]);
    expect(outline(unlisted)).toEqual([]);
  });

  test('goes to the tags of the policies, too', () => {
    const changed = update(
      { permissions: 'Full', tags: { a: '1', b: '1' } },
      { permissions: 'Full', tags: { a: '2' } },
    );
    const policies = [1, 2, 3, 4].map((number) => `${ROLE}-permissions-${number}`);
    expect(outline(changed)).toEqual([
      [...policies.map((name) => `untag-policy ${name}`), 'untag-role b'],
      ['tag-role', ...policies.map((name) => `tag-policy ${name}`)],
    ]);
    expect(stepsOf(changed, 'untag-policy')[0]?.tagKeys).toEqual(['b']);
    expect(stepsOf(changed, 'tag-policy')[0]?.tags).toEqual({ a: '2' });
  });

  test('old tags go before new ones come, as IAM allows 50 and does not tell keys apart by letter case', () => {
    expect(update({ tags: { Team: 'a' } }, { tags: { team: 'a' } }).stages).toEqual([
      [{ kind: 'untag-role', tagKeys: ['Team'] }],
      [{ kind: 'tag-role', tags: { team: 'a' } }],
    ]);
  });

  test('a tag whose key every object knows is a tag like any other', () => {
    const tags = { constructor: 'a' };
    expect(update({ tags }, {}).stages).toEqual([[{ kind: 'untag-role', tagKeys: ['constructor'] }]]);
    expect(update({}, { tags }).stages).toEqual([[{ kind: 'tag-role', tags }]]);
  });

  test('tags and attachments of others stay where this resource has not set them before', () => {
    const account = withRole(settled(), {
      tags: { ...OWNER_TAGS, costs: '42' },
      attachedPolicyArns: [A],
      inlinePolicies: { ...settled().role?.inlinePolicies, Other: allowing('a:B') },
    });
    const left = plan(account, desiredFor());
    expect(left.stages).toEqual([]);
    expect(left.warnings).toEqual([
      `The policy ${A} was attached by somebody else and stays.`,
      'The inline policy Other was added by somebody else and stays.',
    ]);
  });
});
