import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteConflictException,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  EntityAlreadyExistsException,
  IAMClient,
  LimitExceededException,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';

import { Overtaken, type Turn } from '../../src/aws/turn';
import { applyPlan, ObservationOutdated, StepFailed } from '../../src/iam/apply';
import { planOf, type Stage, type Step } from '../../src/iam/plan';
import { documentFor } from '../../src/policy/pack';
import { awsError } from '../support/aws-error';
import { carryOut, emptyAccount, type ModelAccount, policyNamed } from '../support/iam/model-iam';
import { ServedAccount } from '../support/iam/served-account';
import { noSuchEntity } from '../support/iam/served-refusals';
import { desiredFor, OWNER_TAGS } from '../support/iam/specs';
import { startInvocation } from '../support/passing-time';

const ROLE = 'DatadogIntegrationRole';
const A = 'arn:aws:iam::123456789012:policy/A';
const OWN = policyNamed(`${ROLE}-permissions-1`);
const INLINE = { kind: 'put-inline-policy', policyName: 'P', document: documentFor(['a:B']) } as const;
const { trustPolicy } = desiredFor();
const CREATE: Step = {
  kind: 'create-role',
  path: '/monitoring/',
  trustPolicy,
  description: 'd',
  maxSessionDurationSeconds: 7_200,
  permissionsBoundary: null,
  tags: OWNER_TAGS,
};

const iam = mockClient(IAMClient);
beforeEach(() => iam.reset());

const exists = new EntityAlreadyExistsException({ message: 'there', $metadata: {} });
const inUse = new DeleteConflictException({ message: 'in use', $metadata: {} });
const atLimit = new LimitExceededException({ message: 'at 5.', $metadata: {} });

/** Nobody else's, as long as nobody else comes. */
const OWN_TURN: Turn = { ask: () => {}, confirmed: async () => {} };

function apply(...stages: readonly Stage[]) {
  return applyInTurn(OWN_TURN, ...stages);
}

function applyInTurn(turn: Turn, ...stages: readonly Stage[]) {
  const { call, ended, context, clock, lines } = startInvocation();
  const access = { iam: new IAMClient({}), call, log: context.log, turn };
  return { clock, lines, done: ended(applyPlan(access, planOf(ROLE, stages, ['said before']))) };
}

/** Every kind of step, in an order in which each one finds what it needs. */
const EVERY_STEP: readonly Step[] = [
  { ...CREATE, permissionsBoundary: A },
  { kind: 'delete-boundary' },
  { kind: 'put-boundary', policyArn: A },
  { kind: 'update-role', description: 'x', maxSessionDurationSeconds: 3_600 },
  { kind: 'update-trust-policy', document: JSON.stringify(trustPolicy, null, 2) },
  { kind: 'update-trust-policy', document: trustPolicy },
  { kind: 'tag-role', tags: { a: 'b', c: 'd' } },
  { kind: 'untag-role', tagKeys: ['a'] },
  INLINE,
  { ...INLINE, policyName: 'Q' },
  { kind: 'delete-inline-policy', policyName: 'Q' },
  { kind: 'create-policy', policyArn: OWN, document: documentFor(['a:B']), tags: OWNER_TAGS },
  { kind: 'create-policy-version', policyArn: OWN, document: documentFor(['a:C']) },
  { kind: 'delete-policy-version', policyArn: OWN, versionId: 'v1' },
  { kind: 'tag-policy', policyArn: OWN, tags: { a: 'b' } },
  { kind: 'untag-policy', policyArn: OWN, tagKeys: ['a'] },
  { kind: 'attach-policy', policyArn: OWN },
  { kind: 'attach-policy', policyArn: A },
  { kind: 'detach-policy', policyArn: OWN },
  { kind: 'delete-policy', policyArn: OWN },
];

test('every kind of step is one request that does to IAM what the step says', async () => {
  const served = new ServedAccount(iam, emptyAccount({ [A]: '{}' }));
  let expected: ModelAccount = served.account;
  for (const step of EVERY_STEP) {
    iam.resetHistory();
    await apply([step]).done;
    expected = carryOut(expected, ROLE, step);
    expect(iam.calls()).toHaveLength(1);
    expect(served.account).toEqual(expected);
  }
});

test('so are the steps that take a role apart', async () => {
  const served = new ServedAccount(iam, emptyAccount());
  await apply([CREATE]).done;
  const { role } = served.account;
  served.account = { ...served.account, role: role && { ...role, instanceProfiles: ['host'] } };
  await apply([{ kind: 'remove-from-instance-profile', instanceProfile: 'host' }], [{ kind: 'delete-role' }])
    .done;
  expect(served.kinds).toEqual(['create-role', 'remove-from-instance-profile', 'delete-role']);
  expect(served.account.role).toBeNull();
});

test('a new role without a boundary is asked for without one', async () => {
  iam.on(CreateRoleCommand).resolves({});
  await apply([CREATE]).done;
  expect(iam.call(0).args[0].input).not.toHaveProperty('PermissionsBoundary');
});

test('the id of the role that was made is what it comes to, or nothing', async () => {
  const served = new ServedAccount(iam, emptyAccount());
  await expect(apply([CREATE], [INLINE]).done).resolves.toBe('AROAEXAMPLEEXAMPLE123');
  await expect(apply([INLINE]).done).resolves.toBeUndefined();
  expect(served.kinds).toHaveLength(3);
});

test('warnings come first, then each step that was carried out', async () => {
  iam.on(AttachRolePolicyCommand).resolves({});
  const { lines, done } = apply([{ kind: 'attach-policy', policyArn: A }]);
  await done;
  expect(lines).toEqual([
    { level: 'warn', message: 'said before' },
    { level: 'info', message: 'applied', step: `attach-policy ${A}` },
  ]);
});

test('a stage begins when every step of the one before has ended, and not after a failure', async () => {
  let ended = false;
  iam.on(TagRoleCommand).callsFake(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    ended = true;
  });
  iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'Syntax errors in policy.', 400));
  iam.on(DeleteRoleCommand).resolves({});
  await expect(
    apply([INLINE, { kind: 'tag-role', tags: {} }], [{ kind: 'delete-role' }]).done,
  ).rejects.toThrow(StepFailed);
  expect(ended).toBe(true);
  expect(iam.commandCalls(DeleteRoleCommand)).toEqual([]);
});

describe('what is removed', () => {
  test.each<Step>([
    { kind: 'delete-boundary' },
    { kind: 'untag-role', tagKeys: ['a'] },
    { kind: 'delete-inline-policy', policyName: 'P' },
    { kind: 'delete-policy-version', policyArn: OWN, versionId: 'v1' },
    { kind: 'untag-policy', policyArn: OWN, tagKeys: ['a'] },
    { kind: 'detach-policy', policyArn: OWN },
    { kind: 'delete-policy', policyArn: OWN },
    { kind: 'remove-from-instance-profile', instanceProfile: 'host' },
    { kind: 'delete-role' },
  ])('may be gone already, at once: $kind', async (step) => {
    iam.onAnyCommand().rejects(noSuchEntity());
    const { done, clock } = apply([step]);
    await expect(done).resolves.toBeUndefined();
    expect(iam.calls()).toHaveLength(1);
    expect(clock.now()).toBeLessThanOrEqual(250);
  });

  test('waits until a detach is seen', async () => {
    iam.on(DeletePolicyCommand).rejectsOnce(inUse).rejectsOnce(inUse).resolves({});
    await apply([{ kind: 'delete-policy', policyArn: OWN }]).done;
    expect(iam.calls()).toHaveLength(3);
  });

  test('that something still hangs on makes the observation outdated, with what to do', async () => {
    iam.on(DeletePolicyCommand).rejects(inUse);
    const { done, clock } = apply([{ kind: 'delete-policy', policyArn: OWN }]);
    await expect(done).rejects.toThrow(ObservationOutdated);
    await expect(done).rejects.toThrow(
      `delete-policy ${OWN} for the role ${ROLE}: AWS answered DeleteConflictException: in use. Detach it there, then repeat this.`,
    );
    expect(clock.now()).toBeGreaterThan(9_000);
  });
});

describe('what is made', () => {
  test.each([
    ['a role', () => iam.on(CreateRoleCommand), CREATE],
    [
      'a policy',
      () => iam.on(CreatePolicyCommand),
      { kind: 'create-policy', policyArn: OWN, document: documentFor([]), tags: {} },
    ],
  ] as const)('and is there already, makes the observation outdated: %s', async (_, on, step) => {
    on().rejects(exists);
    const { done } = apply([step]);
    await expect(done).rejects.toThrow(ObservationOutdated);
    await expect(done).rejects.toMatchObject({ cause: exists });
    expect(iam.calls()).toHaveLength(1);
  });

  test('waits until what was made a moment ago is seen', async () => {
    iam.on(AttachRolePolicyCommand).rejectsOnce(noSuchEntity()).resolves({});
    await apply([{ kind: 'attach-policy', policyArn: OWN }]).done;
    expect(iam.calls()).toHaveLength(2);
  });

  test('and refers to what stays away, makes the observation outdated', async () => {
    iam.on(AttachRolePolicyCommand).rejects(noSuchEntity());
    const { done, clock } = apply([{ kind: 'attach-policy', policyArn: OWN }]);
    await expect(done).rejects.toThrow(ObservationOutdated);
    expect(clock.now()).toBeGreaterThan(9_000);
  });

  test.each([
    ['a new role', () => iam.on(CreateRoleCommand), CREATE],
    [
      'a changed one',
      () => iam.on(UpdateAssumeRolePolicyCommand),
      { kind: 'update-trust-policy', document: trustPolicy },
    ],
  ] as const)('waits until a new principal is known: %s', async (_, on, step) => {
    const message = 'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/provider"';
    on()
      .rejectsOnce(awsError('MalformedPolicyDocument', message, 400))
      .resolves({});
    await apply([step]).done;
    expect(iam.calls()).toHaveLength(2);
  });
});

describe('a quota', () => {
  test('of versions that is reached meanwhile makes the observation outdated', async () => {
    iam.on(CreatePolicyVersionCommand).rejects(atLimit);
    await expect(
      apply([{ kind: 'create-policy-version', policyArn: OWN, document: documentFor([]) }]).done,
    ).rejects.toThrow(ObservationOutdated);
  });

  test('of another kind fails the step, with the way out', async () => {
    iam.on(AttachRolePolicyCommand).rejects(atLimit);
    const { done } = apply([{ kind: 'attach-policy', policyArn: A }]);
    await expect(done).rejects.toThrow(StepFailed);
    await expect(done).rejects.toThrow(
      `attach-policy ${A} for the role ${ROLE}: AWS answered LimitExceededException: at 5. Have the quota raised, or remove what is no longer used.`,
    );
  });
});

test('a denial fails the step after the time that fresh permissions take, with the way out', async () => {
  const denied = awsError('AccessDenied', 'not authorized to perform: iam:DetachRolePolicy', 403);
  iam.on(DetachRolePolicyCommand).rejects(denied);
  const { done, clock } = apply([{ kind: 'detach-policy', policyArn: A }]);
  await expect(done).rejects.toThrow(StepFailed);
  await expect(done).rejects.toThrow(
    `detach-policy ${A} for the role ${ROLE}: AWS answered AccessDenied: not authorized to perform: iam:DetachRolePolicy. Allow the provider’s role this action (its template lists what it needs), and check the service control policies of the account.`,
  );
  expect(clock.now()).toBeGreaterThan(6_000);
});

test('of several failures the one that looking again cannot cure is thrown', async () => {
  iam.on(CreatePolicyCommand).rejects(exists);
  iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'bad', 400));
  await expect(
    apply([{ kind: 'create-policy', policyArn: OWN, document: documentFor([]), tags: {} }, INLINE]).done,
  ).rejects.toThrow(StepFailed);
});

describe('whoever has been overtaken', () => {
  class Newer extends Overtaken {}

  /** A turn that is over from the n-th confirmation on. */
  function turnUntil(nth: number): Turn & { readonly asked: () => number } {
    let confirmations = 0;
    let questions = 0;
    return {
      ask: () => {
        questions += 1;
      },
      confirmed: async () => {
        confirmations += 1;
        if (confirmations >= nth) throw new Newer('somebody newer is at it');
      },
      asked: () => questions,
    };
  }
  const put = (policyName: string) => ({ ...INLINE, policyName }) as const;

  test('carries out no further stage', async () => {
    iam.on(PutRolePolicyCommand).resolves({});
    const turn = turnUntil(3);

    await expect(applyInTurn(turn, [put('a'), put('b')], [put('c')], [put('d')]).done).rejects.toThrow(Newer);

    expect(iam.commandCalls(PutRolePolicyCommand).map(({ args: [{ input }] }) => input.PolicyName)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(turn.asked()).toBe(2);
  });

  test('does not try again after a wait, and says so instead of what AWS said', async () => {
    iam.on(PutRolePolicyCommand).rejects(awsError('Throttling', 'Rate exceeded', 400));

    await expect(applyInTurn(turnUntil(2), [put('a')]).done).rejects.toThrow(Newer);

    expect(iam.commandCalls(PutRolePolicyCommand)).toHaveLength(1);
  });

  test('says so, too, where another step of the stage has failed', async () => {
    iam.on(PutRolePolicyCommand).rejects(awsError('Throttling', 'Rate exceeded', 400));
    iam.on(AttachRolePolicyCommand).rejects(awsError('AccessDenied', 'no', 403));

    const applied = applyInTurn(turnUntil(2), [{ kind: 'attach-policy', policyArn: A }, put('a')]);

    await expect(applied.done).rejects.toThrow(Newer);
  });
});

test('every step that has been carried out is told, also when another one fails', async () => {
  iam.on(PutRolePolicyCommand).resolves({});
  iam.on(AttachRolePolicyCommand).rejects(awsError('ValidationError', 'no', 400));
  const { call, ended, context } = startInvocation();
  const access = { iam: new IAMClient({}), call, log: context.log, turn: OWN_TURN };
  const told: Step[] = [];
  const plan = planOf(ROLE, [[INLINE, { kind: 'attach-policy', policyArn: A }]], []);

  await expect(ended(applyPlan(access, plan, (step) => told.push(step)))).rejects.toThrow(StepFailed);

  expect(told).toEqual([INLINE]);
});
