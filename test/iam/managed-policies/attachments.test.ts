import type { Plan } from '../../../src/iam/plan';
import { documentFor } from '../../../src/policy/pack';
import { policyNamed } from '../../support/iam/model-iam';
import {
  A,
  AUDIT,
  allowing,
  B,
  plan,
  ROLE,
  settled,
  stranger,
  withPolicy,
  withRole,
} from '../../support/iam/planning';
import { desiredFor, OWNER_TAGS, specOf } from '../../support/iam/specs';

/** The stages without the role's tag that says what we have attached: test/iam/role/attached-tag.test.ts. */
const unmarked = ({ stages }: Plan) =>
  stages
    .map((stage) => stage.filter(({ kind }) => kind !== 'tag-role' && kind !== 'untag-role'))
    .filter((stage) => stage.length > 0);

describe('at the attachment quota', () => {
  const nine = Array.from({ length: 9 }, (_, index) => stranger(index));
  const exchange = (given: string) =>
    `The role is at IAM's quota of 10 attached policies: ${given} had to be detached before what takes their place could be attached.`;

  test('each new attachment waits for one obsolete one to give way, one by one', () => {
    const account = withRole(settled({ managedPolicyArns: [A] }), {
      attachedPolicyArns: [A, ...nine].sort(),
    });
    const exchanged = plan(account, desiredFor({ managedPolicyArns: [B] }), [
      specOf({ managedPolicyArns: [A] }),
    ]);
    expect(unmarked(exchanged)).toEqual([
      [{ kind: 'detach-policy', policyArn: A }],
      [{ kind: 'attach-policy', policyArn: B }],
    ]);
    expect(exchanged.warnings[0]).toBe(exchange(A));
    expect(exchanged.unmet).toEqual([]);
  });

  test('what there is room for is attached first, and what need not give way goes last', () => {
    const account = withRole(settled({ managedPolicyArns: [A, AUDIT] }), {
      attachedPolicyArns: [A, AUDIT, ...nine.slice(0, 7)].sort(),
    });
    const earlier = specOf({ managedPolicyArns: [A, AUDIT] });
    const desired = desiredFor({ managedPolicyArns: [B, stranger(9)] });
    expect(unmarked(plan(account, desired, [earlier]))).toEqual([
      [{ kind: 'attach-policy', policyArn: B }],
      [{ kind: 'detach-policy', policyArn: A }],
      [{ kind: 'attach-policy', policyArn: stranger(9) }],
      [{ kind: 'detach-policy', policyArn: AUDIT }],
    ]);
  });

  test('beyond a quota that is higher than can be seen, what is obsolete goes all the same', () => {
    const earlier = specOf({ managedPolicyArns: [A, AUDIT] });
    const account = withRole(settled({ managedPolicyArns: [A, AUDIT] }), {
      attachedPolicyArns: [A, AUDIT, ...nine, stranger(9)].sort(),
    });
    const fewer = plan(account, desiredFor(), [earlier]);
    expect(fewer.unmet).toEqual([]);
    expect(unmarked(fewer)).toEqual([
      [
        { kind: 'detach-policy', policyArn: A },
        { kind: 'detach-policy', policyArn: AUDIT },
      ],
    ]);
    const exchanged = plan(
      withRole(account, { attachedPolicyArns: [A, AUDIT, ...nine].sort() }),
      desiredFor({ managedPolicyArns: [B] }),
      [earlier],
    );
    expect(unmarked(exchanged)).toEqual([
      [{ kind: 'detach-policy', policyArn: A }],
      [{ kind: 'attach-policy', policyArn: B }],
      [{ kind: 'detach-policy', policyArn: AUDIT }],
    ]);
  });

  test('own policies that share least with what is desired give way first, those of others last', () => {
    const full = desiredFor({ permissions: 'Full' });
    const account = settled({ permissions: 'Full' });
    const own = [1, 2, 3, 4].map((number) => policyNamed(`${ROLE}-permissions-${number}`));
    const useful = JSON.stringify(full.managedPolicies[0]);
    const extra = [
      { arn: policyNamed(`${ROLE}-permissions-5`), document: useful },
      { arn: policyNamed(`${ROLE}-permissions-6`), document: allowing('nothing:Useful') },
    ].map(({ arn, document }) => ({ arn, tags: OWNER_TAGS, versions: [{ id: 'v1', document }] }));
    const crowded = withRole(extra.reduce(withPolicy, account), {
      attachedPolicyArns: [...own, ...extra.map(({ arn }) => arn), A, ...nine.slice(0, 3)].sort(),
    });
    const planned = plan(crowded, desiredFor({ permissions: 'Full', managedPolicyArns: [B, AUDIT] }), [
      specOf({ managedPolicyArns: [A] }),
    ]);
    expect(planned.warnings[0]).toBe(exchange(`${extra[1]?.arn}, ${extra[0]?.arn}`));
    expect(unmarked(planned).slice(0, 4)).toEqual([
      [{ kind: 'detach-policy', policyArn: extra[1]?.arn }],
      [{ kind: 'attach-policy', policyArn: B }],
      [{ kind: 'detach-policy', policyArn: extra[0]?.arn }],
      [{ kind: 'attach-policy', policyArn: AUDIT }],
    ]);
  });

  test('an own policy gives way before one of others even when it has all that is desired', () => {
    const twin = policyNamed(`${ROLE}-permissions-2`);
    const desired = {
      ...desiredFor({ managedPolicyArns: [B] }),
      managedPolicies: [documentFor(['s3:A'])],
    };
    const policies = [policyNamed(`${ROLE}-permissions-1`), twin].map((arn) => ({
      arn,
      tags: OWNER_TAGS,
      versions: [{ id: 'v1', document: allowing('s3:A') }],
    }));
    const crowded = withRole(policies.reduce(withPolicy, settled({ managedPolicyArns: [A] })), {
      attachedPolicyArns: [A, ...policies.map(({ arn }) => arn), ...nine.slice(0, 7)].sort(),
    });
    expect(plan(crowded, desired, [specOf({ managedPolicyArns: [A] })]).warnings[0]).toBe(exchange(twin));
  });
});
