import type { ObservedIdentity, ObservedRole } from '../../src/iam/role/observed';
import type { CheckStatus, DriftItem } from '../../src/report/report';
import { readCommand, stackUpdateOf } from '../support/aws-commands';
import { ACCOUNT, observedAsDesired, recordOf, situation } from '../support/validation/situations';
import { idsWith, verdictOf } from '../support/validation/verdicts';

const OWN_POLICY = `arn:aws:iam::${ACCOUNT}:policy/datadog-integration-role/DatadogIntegrationRole-permissions-1`;
const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const FULL = recordOf({
  Permissions: 'Full',
  ResourceCollection: 'true',
  PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
  Tags: [{ Key: 'team', Value: 'observability' }],
});

type Observed = ObservedRole & { role: ObservedIdentity };
const withRole = (observed: Observed, change: Partial<ObservedIdentity>): Observed => ({
  ...observed,
  role: { ...observed.role, ...change },
});

const observedBoundary = ({ role }: Observed) => role.permissionsBoundary;

interface Case {
  readonly point: string;
  readonly change: (observed: Observed) => Observed;
  readonly id: string;
  readonly status: CheckStatus;
  readonly drift: Pick<DriftItem, 'path' | 'kind'>;
  readonly command: string;
}

const CASES: readonly Case[] = [
  {
    point: 'another trust policy',
    change: (observed) =>
      withRole(observed, { trustPolicy: observed.role.trustPolicy.replace('"SelfTest"', '"Renamed"') }),
    id: 'drift-trust-policy',
    status: 'warn',
    drift: { path: 'trustPolicy', kind: 'different' },
    command: 'update-assume-role-policy',
  },
  {
    point: 'another inline policy',
    change: (observed) =>
      withRole(observed, {
        inlinePolicies: {
          DatadogIntegrationPolicy:
            observed.role.inlinePolicies['DatadogIntegrationPolicy']?.replace(
              '"Action":[',
              '"Action":["s3:GetObject",',
            ) ?? '',
        },
      }),
    id: 'drift-inline-policy',
    status: 'warn',
    drift: { path: 'inlinePolicies.DatadogIntegrationPolicy', kind: 'different' },
    command: 'put-role-policy',
  },
  {
    point: 'another managed policy',
    change: (observed) => ({
      ...observed,
      policies: observed.policies.map((policy) =>
        policy.arn === OWN_POLICY
          ? { ...policy, document: policy.document.replace('"Action":[', '"Action":["s3:GetObject",') }
          : policy,
      ),
    }),
    id: 'drift-managed-policies',
    status: 'warn',
    drift: { path: `managedPolicies.${OWN_POLICY}`, kind: 'different' },
    command: 'create-policy-version',
  },
  {
    point: 'a changed tag on a managed policy',
    change: (observed) => ({
      ...observed,
      policies: observed.policies.map((policy) =>
        policy.arn === OWN_POLICY ? { ...policy, tags: { ...policy.tags, team: 'other' } } : policy,
      ),
    }),
    id: 'drift-managed-policies',
    status: 'warn',
    drift: { path: `managedPolicies.${OWN_POLICY}.tags.team`, kind: 'different' },
    command: 'tag-policy',
  },
  {
    point: 'a detached policy of AWS',
    change: (observed) =>
      withRole(observed, {
        attachedPolicyArns: observed.role.attachedPolicyArns.filter((arn) => arn !== AUDIT),
      }),
    id: 'drift-attachments',
    status: 'fail',
    drift: { path: `attachedPolicies.${AUDIT}`, kind: 'missing' },
    command: 'attach-role-policy',
  },
  {
    point: 'a policy that somebody attached',
    change: (observed) =>
      withRole(observed, {
        attachedPolicyArns: [
          ...observed.role.attachedPolicyArns,
          'arn:aws:iam::aws:policy/AdministratorAccess',
        ],
      }),
    id: 'drift-attachments',
    status: 'warn',
    drift: { path: 'attachedPolicies.arn:aws:iam::aws:policy/AdministratorAccess', kind: 'unexpected' },
    command: 'detach-role-policy',
  },
  {
    point: 'an inline policy that somebody added',
    change: (observed) =>
      withRole(observed, {
        inlinePolicies: { ...observed.role.inlinePolicies, Extra: '{"Version":"2012-10-17","Statement":[]}' },
      }),
    id: 'drift-attachments',
    status: 'warn',
    drift: { path: 'inlinePolicies.Extra', kind: 'unexpected' },
    command: 'delete-role-policy',
  },
  {
    point: 'a boundary taken off',
    change: (observed) => withRole(observed, { permissionsBoundary: null }),
    id: 'drift-permissions-boundary',
    status: 'warn',
    drift: { path: 'permissionsBoundary', kind: 'missing' },
    command: 'put-role-permissions-boundary',
  },
  {
    point: 'another boundary',
    change: (observed) =>
      withRole(observed, { permissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    id: 'drift-permissions-boundary',
    status: 'warn',
    drift: { path: 'permissionsBoundary', kind: 'different' },
    command: 'put-role-permissions-boundary',
  },
  {
    point: 'a removed tag',
    change: (observed) => {
      const { team: _, ...tags } = observed.role.tags;
      return withRole(observed, { tags });
    },
    id: 'drift-tags',
    status: 'warn',
    drift: { path: 'tags.team', kind: 'missing' },
    command: 'tag-role',
  },
  {
    point: 'another description',
    change: (observed) => withRole(observed, { description: 'Do not touch' }),
    id: 'drift-settings',
    status: 'warn',
    drift: { path: 'description', kind: 'different' },
    command: 'update-role',
  },
  {
    point: 'another session duration',
    change: (observed) => withRole(observed, { maxSessionDurationSeconds: 7_200 }),
    id: 'drift-settings',
    status: 'warn',
    drift: { path: 'maxSessionDurationSeconds', kind: 'different' },
    command: 'update-role',
  },
];

describe('drift:', () => {
  test.each(CASES)('$point is found by $id alone', ({ change, id, status, drift, command }) => {
    const value = change(observedAsDesired(FULL));

    const drifted = situation(FULL, { observed: { ok: true, value } });

    const { remedy } = verdictOf(id, drifted);
    expect([...idsWith('fail', drifted), ...idsWith('warn', drifted)]).toEqual([id]);
    expect(idsWith(status, drifted)).toEqual([id]);
    expect(drifted.drift).toEqual([expect.objectContaining(drift)]);
    expect(remedy.filter((step) => step.startsWith('aws iam '))).toEqual([
      expect.stringContaining(`aws iam ${command} `),
    ]);
    const isOthers = drift.kind === 'unexpected' || command.endsWith('boundary');
    expect(stackUpdateOf(remedy) !== undefined).toBe(!isOthers || observedBoundary(value) === null);
  });

  test('an unexpected boundary is told from another one', () => {
    const record = recordOf();
    const observed = observedAsDesired(record);
    const value = withRole(observed, { permissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });

    const drifted = situation(record, { observed: { ok: true, value } });

    expect(drifted.drift).toEqual([expect.objectContaining({ kind: 'unexpected', expected: null })]);
    expect(verdictOf('drift-permissions-boundary', drifted).remedy).toEqual([
      'A boundary that shall stay: name it in the property PermissionsBoundary of the stack.',
      'If arn:aws:iam::aws:policy/ReadOnlyAccess is no guard rail of your organization, take it off:',
      'aws iam delete-role-permissions-boundary --role-name DatadogIntegrationRole',
    ]);
  });

  test('nobody mistakes tags and versions that others may add for drift', () => {
    const observed = observedAsDesired(FULL);
    const value = {
      ...withRole(observed, { tags: { ...observed.role.tags, 'cost-center': '7' } }),
      policies: observed.policies.map((policy) => ({ ...policy, otherVersionIds: ['v1', 'v2'] })),
    };

    expect(situation(FULL, { observed: { ok: true, value } }).drift).toEqual([]);
  });

  test('a deleted managed policy is missing once, with commands to make and attach it', () => {
    const observed = observedAsDesired(FULL);
    const value = {
      ...withRole(observed, {
        attachedPolicyArns: observed.role.attachedPolicyArns.filter((arn) => arn !== OWN_POLICY),
      }),
      policies: observed.policies.filter(({ arn }) => arn !== OWN_POLICY),
    };

    const drifted = situation(FULL, { observed: { ok: true, value }, simulation: NOT_ASKED });

    expect(drifted.drift).toEqual([
      expect.objectContaining({ path: `managedPolicies.${OWN_POLICY}`, kind: 'missing' }),
    ]);
    // SecurityAudit is attached as well, and nobody may ask what it grants.
    expect(verdictOf('permissions-complete', drifted).status).toBe('unknown');
    const commands = verdictOf('drift-managed-policies', drifted).remedy;
    expect(commands.slice(0, 2).map((command) => command.split(' ')[2])).toEqual([
      'create-policy',
      'attach-role-policy',
    ]);
  });

  test('all tags taken off a managed policy are put back by one command', () => {
    const observed = observedAsDesired(FULL);
    const value = {
      ...observed,
      policies: observed.policies.map((policy) =>
        policy.arn === OWN_POLICY ? { ...policy, tags: {} } : policy,
      ),
    };

    const drifted = situation(FULL, { observed: { ok: true, value } });

    expect(idsWith('warn', drifted)).toEqual(['drift-managed-policies']);
    const { remedy } = verdictOf('drift-managed-policies', drifted);
    expect(remedy.slice(0, 1).map((command) => readCommand(command))).toEqual([
      {
        service: 'iam',
        operation: 'tag-policy',
        input: {
          PolicyArn: OWN_POLICY,
          Tags: expect.arrayContaining(Object.entries(FULL_TAGS).map(([Key, Value]) => ({ Key, Value }))),
        },
      },
    ]);
  });

  test('a managed policy without tags that was detached as well is tagged and attached, and not made twice', () => {
    const observed = observedAsDesired(FULL);
    const value = {
      ...withRole(observed, {
        attachedPolicyArns: observed.role.attachedPolicyArns.filter((arn) => arn !== OWN_POLICY),
      }),
      policies: observed.policies.map((policy) =>
        policy.arn === OWN_POLICY ? { ...policy, tags: {} } : policy,
      ),
    };

    const drifted = situation(FULL, { observed: { ok: true, value } });

    const { evidence, remedy } = verdictOf('drift-managed-policies', drifted);
    expect(evidence.join()).toContain(`${OWN_POLICY} has a name that this resource gives`);
    expect(remedy[0]).toMatch(/^If .*permissions-1 was made for this role/);
    expect(remedy.slice(1, 3).map((command) => command.split(' ')[2])).toEqual([
      'tag-policy',
      'attach-role-policy',
    ]);
  });

  test('a policy of such a name that is nobody’s is named where nothing else is wrong', () => {
    const observed = observedAsDesired(recordOf());
    const stray = { arn: OWN_POLICY, name: 'x', tags: {}, document: '{}', otherVersionIds: [] };

    const given = situation(recordOf(), {
      observed: { ok: true, value: { ...observed, policies: [stray] } },
    });

    expect(verdictOf('drift-managed-policies', given)).toMatchObject({
      status: 'pass',
      evidence: [expect.stringContaining(OWN_POLICY)],
    });
  });

  test.each([
    [
      'was deleted',
      { missingPolicyArns: [AUDIT] },
      /does not exist.* take it out of the property ResourceCollection/,
    ],
    ['IAM attaches to none', { unattachablePolicyArns: [AUDIT] }, /IAM attaches .* to no role of this kind/],
  ])('nobody is told to attach a policy that %s', (_, change, says) => {
    const observed = observedAsDesired(FULL);
    const value = {
      ...withRole(observed, {
        attachedPolicyArns: observed.role.attachedPolicyArns.filter((arn) => arn !== AUDIT),
      }),
      ...change,
    };

    const { status, remedy } = verdictOf(
      'drift-attachments',
      situation(FULL, { observed: { ok: true, value } }),
    );

    expect(status).toBe('fail');
    expect(remedy).toEqual([expect.stringMatching(says)]);
  });

  test('nobody is told to put a boundary that was deleted', () => {
    const observed = observedAsDesired(FULL);
    const { permissionsBoundary } = FULL.spec;
    const value = {
      ...withRole(observed, { permissionsBoundary: null }),
      missingPolicyArns: [permissionsBoundary ?? ''],
    };

    const { remedy } = verdictOf(
      'drift-permissions-boundary',
      situation(FULL, { observed: { ok: true, value } }),
    );

    expect(remedy).toEqual([expect.stringMatching(/boundary.* does not exist: make it again/)]);
  });
});

const FULL_TAGS = observedAsDesired(FULL).role.tags;
const NOT_ASKED = { ok: false, failure: { cause: 'unspecified_deny', message: 'AccessDenied: no' } } as const;
