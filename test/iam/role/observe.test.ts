import {
  GetAccountSummaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListPoliciesCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { entityPropagation } from '../../../src/aws/retry-policies';
import { type ObserveRequest, observeRole } from '../../../src/iam/role/observe';
import { awsError } from '../../support/aws-error';
import {
  defaultQuotas,
  emptyAccount,
  type ModelAccount,
  observe,
  policyNamed,
} from '../../support/iam/model-iam';
import { ServedAccount } from '../../support/iam/served-account';
import { noSuchEntity } from '../../support/iam/served-refusals';
import { OWNER_TAGS } from '../../support/iam/specs';
import { startInvocation } from '../../support/passing-time';

const ROLE = 'DatadogIntegrationRole';
const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const FIRST = policyNamed(`${ROLE}-permissions-1`);
const TENTH = policyNamed(`${ROLE}-permissions-10`);
const SECOND = policyNamed(`${ROLE}-permissions-2`);

const iam = mockClient(IAMClient);
beforeEach(() => iam.reset());

const ACCOUNT: ModelAccount = {
  ...emptyAccount({ [AUDIT]: '{}' }),
  role: {
    arn: `arn:aws:iam::123456789012:role/monitoring/${ROLE}`,
    name: ROLE,
    path: '/monitoring/',
    roleId: 'AROAEXAMPLE',
    createdAt: Date.UTC(2026, 0, 2),
    description: 'Über',
    maxSessionDurationSeconds: 7_200,
    permissionsBoundary: 'arn:aws:iam::123456789012:policy/B',
    trustPolicy: '{"Version":"2012-10-17","Statement":[{"Sid":"100 % + é"}]}',
    tags: { ...OWNER_TAGS, team: 'sre' },
    inlinePolicies: { DatadogIntegrationPolicy: '{"a":"1 + 1"}', Other: '{"b":2}' },
    attachedPolicyArns: [FIRST, AUDIT].sort(),
    instanceProfiles: ['one', 'two'],
  },
  policies: Object.fromEntries(
    [FIRST, TENTH, SECOND, policyNamed('Other-permissions-1')].map((arn) => [
      arn,
      {
        arn,
        tags: OWNER_TAGS,
        versions: ['v2', 'v9', 'v10'].map((id) => ({ id, document: `{"of":"${arn} ${id}"}` })),
      },
    ]),
  ),
};

function look(account: ModelAccount, request: Partial<ObserveRequest> = {}) {
  const { call, ended, clock } = startInvocation();
  const served = new ServedAccount(iam, account);
  const seen = () =>
    ended(observeRole(new IAMClient({}), call, { roleName: ROLE, referencedPolicyArns: [], ...request }));
  return { served, seen, clock };
}

test('all that belongs to an integration is read, page by page, with documents as they were written', async () => {
  const { seen, served } = look(ACCOUNT);
  await expect(seen()).resolves.toEqual(observe(ACCOUNT, ROLE));
  expect(served.steps).toEqual([]);
});

test('policies are in the order of their numbers, their versions from the oldest', async () => {
  const { policies } = await look(ACCOUNT).seen();
  expect(policies.map(({ arn }) => arn)).toStrictEqual([FIRST, SECOND, TENTH]);
  expect(policies[0]).toEqual({
    arn: FIRST,
    name: `${ROLE}-permissions-1`,
    tags: OWNER_TAGS,
    document: `{"of":"${FIRST} v10"}`,
    otherVersionIds: ['v2', 'v9'],
  });
});

test('a role that is not there is seen as none, beside what is left of its policies', async () => {
  const { seen } = look({ ...ACCOUNT, role: null });
  await expect(seen()).resolves.toMatchObject({ role: null, policies: { length: 3 }, missingPolicyArns: [] });
  iam.reset();
  await expect(look(emptyAccount()).seen()).resolves.toEqual({
    role: null,
    policies: [],
    quotas: defaultQuotas,
    missingPolicyArns: [],
  });
});

test('names of policies under other paths are looked for only where it is asked for', async () => {
  const elsewhere = `arn:aws:iam::123456789012:policy/team/${ROLE}-permissions-3`;
  const theirs = { arn: elsewhere, tags: {}, versions: [{ id: 'v1', document: '{}' }] };
  const crowded = { ...ACCOUNT, policies: { ...ACCOUNT.policies, [elsewhere]: theirs } };
  await expect(look(crowded).seen()).resolves.toEqual(observe(ACCOUNT, ROLE));
  iam.reset();
  const { policies, takenPolicyNames } = await look(crowded, { everyPolicyPath: true }).seen();
  expect(policies).toEqual(observe(ACCOUNT, ROLE).policies);
  expect(takenPolicyNames).toEqual(['Other-permissions-1', `${ROLE}-permissions-3`]);
});

test('what IAM leaves out of a role has IAM’s default', async () => {
  const { seen } = look(emptyAccount());
  iam.on(GetRoleCommand).resolves({
    Role: { RoleName: ROLE, Arn: 'arn:r', RoleId: 'AROA', Path: undefined, CreateDate: undefined },
  });
  const { role } = await seen();
  expect(role).toMatchObject({
    path: '/',
    description: '',
    maxSessionDurationSeconds: 3_600,
    permissionsBoundary: null,
    tags: {},
    attachedPolicyArns: [],
    inlinePolicies: {},
    instanceProfiles: [],
  });
});

test('policies that are referred to and do not exist are named', async () => {
  const missing = 'arn:aws:iam::123456789012:policy/None';
  const { missingPolicyArns } = await look(ACCOUNT, { referencedPolicyArns: [AUDIT, missing] }).seen();
  expect(missingPolicyArns).toEqual([missing]);
});

test('of policies that are referred to, it is known what cannot be attached, and what IAM spells in another way', async () => {
  const { seen } = look(ACCOUNT, { referencedPolicyArns: [AUDIT.toLowerCase()] });
  const Policy = { Arn: AUDIT, IsAttachable: false };
  iam.on(GetPolicyCommand, { PolicyArn: AUDIT.toLowerCase() }).resolves({ Policy });
  expect(await seen()).toMatchObject({
    missingPolicyArns: [],
    unattachablePolicyArns: [AUDIT],
    policySpellings: { [AUDIT.toLowerCase()]: AUDIT },
  });
});

describe('what changes while it is read', () => {
  test('an inline policy that has gone is left out', async () => {
    const { seen } = look(ACCOUNT);
    iam.on(GetRolePolicyCommand, { RoleName: ROLE, PolicyName: 'Other' }).rejects(noSuchEntity());
    const { role } = await seen();
    expect(Object.keys(role?.inlinePolicies ?? {})).toEqual(['DatadogIntegrationPolicy']);
  });

  test.each([
    ['it', () => iam.on(GetPolicyCommand, { PolicyArn: SECOND }).rejects(noSuchEntity())],
    [
      'its default version',
      () => iam.on(GetPolicyVersionCommand, { PolicyArn: SECOND }).rejects(noSuchEntity()),
    ],
  ])('a policy is left out when %s has gone', async (_, goes) => {
    const { seen } = look(ACCOUNT);
    goes();
    const { policies } = await seen();
    expect(policies.map(({ arn }) => arn)).toStrictEqual([FIRST, TENTH]);
  });

  test('an attached policy that the list does not show yet is read all the same', async () => {
    const { seen } = look(ACCOUNT);
    iam.on(ListPoliciesCommand).resolves({ Policies: [] });
    const { policies } = await seen();
    expect(policies).toEqual(observe(ACCOUNT, ROLE).policies.filter(({ arn }) => arn === FIRST));
  });

  test('so is a policy that is known to have been made, and one that never was is none', async () => {
    const never = policyNamed(`${ROLE}-permissions-3`);
    const { seen } = look(ACCOUNT, {
      knownPolicyArns: [TENTH, never, AUDIT, policyNamed('Other-permissions-1')],
    });
    iam.on(ListPoliciesCommand).resolves({ Policies: [] });
    const { policies } = await seen();
    expect(policies.map(({ arn }) => arn)).toStrictEqual([FIRST, TENTH]);
  });

  test('a role that was just made is waited for, when asked', async () => {
    const { seen, clock } = look(ACCOUNT, { waitForRole: [entityPropagation] });
    iam
      .on(GetRoleCommand)
      .rejectsOnce(noSuchEntity())
      .rejectsOnce(noSuchEntity())
      .resolves({
        Role: { RoleName: ROLE, Arn: 'arn:r', RoleId: 'AROA', Path: '/', CreateDate: undefined },
      });
    await expect(seen()).resolves.toMatchObject({ role: { roleId: 'AROA' } });
    expect(clock.now()).toBeGreaterThanOrEqual(250);
  });

  test('but not for ever', async () => {
    const { seen, clock } = look(emptyAccount(), { waitForRole: [entityPropagation] });
    await expect(seen()).resolves.toMatchObject({ role: null });
    expect(clock.now()).toBeLessThan(11_000);
  });
});

describe('the quotas', () => {
  test('are those of the account', async () => {
    const quotas = {
      attachedPoliciesPerRole: 20,
      trustPolicyCharacters: 4_096,
      inlinePolicyCharactersPerRole: 20_480,
      versionsPerPolicy: 7,
    };
    await expect(look({ ...ACCOUNT, quotas }).seen()).resolves.toMatchObject({ quotas });
  });

  test('are AWS’s defaults where the summary does not tell, or may not be read', async () => {
    const { seen } = look(ACCOUNT);
    iam.on(GetAccountSummaryCommand).resolves({});
    await expect(seen()).resolves.toMatchObject({ quotas: defaultQuotas });
    iam.on(GetAccountSummaryCommand).rejects(awsError('AccessDenied', 'no', 403));
    await expect(seen()).resolves.toMatchObject({ quotas: defaultQuotas });
  });

  test('that cannot be read for another reason stop everything', async () => {
    const { seen } = look(ACCOUNT);
    iam.on(GetAccountSummaryCommand).rejects(awsError('InvalidClientTokenId', 'bad token', 403));
    await expect(seen()).rejects.toThrow('bad token');
  });
});

test('an error that is no absence is thrown, after every read has ended', async () => {
  const { seen } = look(ACCOUNT);
  iam.on(GetRolePolicyCommand).rejects(awsError('ValidationError', 'bad name', 400));
  await expect(seen()).rejects.toThrow('bad name');
});
