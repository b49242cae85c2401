import type { Step } from '../../../src/iam/plan';
import { INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import type { IntegrationSpec } from '../../../src/integration/spec';
import {
  A,
  AUDIT,
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
import { desiredFor, OWNER_TAGS } from '../../support/iam/specs';

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
      'the boundary',
      { permissionsBoundary: A },
      { permissionsBoundary: B },
      { kind: 'put-boundary', policyArn: B },
    ],
    ['a new boundary', {}, { permissionsBoundary: A }, { kind: 'put-boundary', policyArn: A }],
    ['a boundary that is removed', { permissionsBoundary: A }, {}, { kind: 'delete-boundary' }],
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
    [
      'a managed policy that is added',
      {},
      { managedPolicyArns: [A] },
      { kind: 'attach-policy', policyArn: A },
    ],
    [
      'a managed policy that is removed',
      { managedPolicyArns: [A] },
      {},
      { kind: 'detach-policy', policyArn: A },
    ],
    ['resource collection', { resourceCollection: true }, {}, { kind: 'detach-policy', policyArn: AUDIT }],
  ])('takes one request: %s', (_, before, after, step) => {
    expect(update(before, after).stages).toEqual([[step]]);
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
