import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, allow, clientsOf, policy, TRUST_LAMBDA } from './harness';

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/Boundary`;
const OTHER_BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/OtherBoundary`;
const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
  sandbox.account().seed({
    policies: ['Boundary', 'OtherBoundary'].map((name) => ({ name, document: allow('s3:*') })),
    roles: [
      {
        name: 'Bounded',
        trust: TRUST_LAMBDA,
        boundaryArn: BOUNDARY,
        tags: { team: 'monitoring' },
        inline: { p: allow('s3:*') },
        attached: [AUDIT],
      },
    ],
  });
});
afterEach(() => sandbox.stop());

/** A session that may do anything in IAM where the condition holds. */
function allowedWhere(Condition: object): IAMClient {
  const inline = { conditional: policy({ Effect: 'Allow', Action: 'iam:*', Resource: '*', Condition }) };
  sandbox.account().seed({ roles: [{ name: 'Caller', trust: TRUST_LAMBDA, inline }] });
  return clientsOf(sandbox, sandbox.account().credentialsOf('Caller').accessKeyId).iam;
}

async function isRefused(call: Promise<unknown>): Promise<boolean> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Error && error.name === 'AccessDenied';
}

const RoleName = 'Bounded';
const trust = { AssumeRolePolicyDocument: TRUST_LAMBDA };
const CALLS: Readonly<Record<string, (iam: IAMClient) => Promise<unknown>>> = {
  AttachRolePolicy: (iam) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: AUDIT })),
  CreateRole: (iam) =>
    iam.send(new CreateRoleCommand({ RoleName: 'New', ...trust, PermissionsBoundary: BOUNDARY })),
  CreateUser: (iam) => iam.send(new CreateUserCommand({ UserName: 'New', PermissionsBoundary: BOUNDARY })),
  DeleteRole: (iam) => iam.send(new DeleteRoleCommand({ RoleName })),
  DeleteRolePermissionsBoundary: (iam) => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })),
  DeleteRolePolicy: (iam) => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'p' })),
  DetachRolePolicy: (iam) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: AUDIT })),
  GetRole: (iam) => iam.send(new GetRoleCommand({ RoleName })),
  PutRolePermissionsBoundary: (iam) =>
    iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: OTHER_BOUNDARY })),
  PutRolePolicy: (iam) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'q', PolicyDocument: allow('s3:*') })),
  UpdateAssumeRolePolicy: (iam) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST_LAMBDA })),
  UpdateRole: (iam) => iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 3600 })),
  UpdateRoleDescription: (iam) =>
    iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description: 'ours' })),
  AddRoleToInstanceProfile: (iam) =>
    iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'P', RoleName })),
  GetRolePolicy: (iam) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'p' })),
  ListAttachedRolePolicies: (iam) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
  ListRolePolicies: (iam) => iam.send(new ListRolePoliciesCommand({ RoleName })),
  ListRoleTags: (iam) => iam.send(new ListRoleTagsCommand({ RoleName })),
  TagRole: (iam) => iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: 'b' }] })),
  UntagRole: (iam) => iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['team'] })),
  CreatePolicyVersion: (iam) =>
    iam.send(new CreatePolicyVersionCommand({ PolicyArn: BOUNDARY, PolicyDocument: allow('*') })),
};

/** The actions that a condition lets through, of those above. */
async function actionsWhere(condition: object): Promise<string[]> {
  const iam = allowedWhere(condition);
  const before = sandbox.account().snapshot();
  const allowed: string[] = [];
  for (const [action, call] of Object.entries(CALLS)) {
    if (!(await isRefused(call(iam)))) allowed.push(action);
    sandbox.account().restore(before);
  }
  return allowed;
}

describe('iam:PermissionsBoundary', () => {
  test('is there for the actions that take it, and for no other', async () => {
    expect(await actionsWhere({ Null: { 'iam:PermissionsBoundary': 'false' } })).toEqual([
      'AttachRolePolicy',
      'CreateRole',
      'CreateUser',
      'DeleteRole',
      'DeleteRolePermissionsBoundary',
      'DeleteRolePolicy',
      'DetachRolePolicy',
      'GetRole',
      'PutRolePermissionsBoundary',
      'PutRolePolicy',
      'UpdateAssumeRolePolicy',
      'UpdateRole',
      'UpdateRoleDescription',
    ]);
  });

  test('is the boundary of the request where one is set, and of the role everywhere else', async () => {
    const setting = await actionsWhere({ ArnEquals: { 'iam:PermissionsBoundary': OTHER_BOUNDARY } });
    expect(setting).toEqual(['PutRolePermissionsBoundary']);
  });

  test('is not there for a role without one', async () => {
    sandbox.account().seed({ roles: [{ name: 'Free', trust: TRUST_LAMBDA }] });
    const iam = allowedWhere({ StringEquals: { 'iam:PermissionsBoundary': BOUNDARY } });
    const free = { RoleName: 'Free' };
    const inline = { PolicyName: 'p', PolicyDocument: allow('*') };
    expect(await isRefused(iam.send(new PutRolePolicyCommand({ ...free, ...inline })))).toBe(true);
    expect(await isRefused(iam.send(new PutRolePolicyCommand({ RoleName, ...inline })))).toBe(false);
    expect(await isRefused(iam.send(new CreateRoleCommand({ RoleName: 'New', ...trust })))).toBe(true);
  });
});

test('iam:PolicyARN is there for attaching and detaching only', async () => {
  expect(await actionsWhere({ ArnEquals: { 'iam:PolicyARN': AUDIT } })).toEqual([
    'AttachRolePolicy',
    'DetachRolePolicy',
  ]);
});

describe('tags', () => {
  test('of a role are both aws:ResourceTag and iam:ResourceTag, of a policy the former only', async () => {
    const tagged = { name: 'team', value: 'monitoring' };
    const iam = allowedWhere({ StringEquals: { [`iam:ResourceTag/${tagged.name}`]: tagged.value } });
    const administrator = clientsOf(sandbox).iam;
    await administrator.send(
      new CreatePolicyCommand({
        PolicyName: 'Tagged',
        PolicyDocument: allow('s3:*'),
        Tags: [{ Key: tagged.name, Value: tagged.value }],
      }),
    );
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/Tagged`;
    expect(await isRefused(iam.send(new GetRoleCommand({ RoleName })))).toBe(false);
    expect(await isRefused(iam.send(new GetPolicyCommand({ PolicyArn })))).toBe(true);
    await administrator.send(new DeleteRolePolicyCommand({ RoleName: 'Caller', PolicyName: 'conditional' }));
    await administrator.send(
      new PutRolePolicyCommand({
        RoleName: 'Caller',
        PolicyName: 'conditional',
        PolicyDocument: policy({
          Effect: 'Allow',
          Action: 'iam:*',
          Resource: '*',
          Condition: { StringEquals: { [`aws:ResourceTag/${tagged.name}`]: tagged.value } },
        }),
      }),
    );
    expect(await isRefused(iam.send(new GetRoleCommand({ RoleName })))).toBe(false);
    expect(await isRefused(iam.send(new GetPolicyCommand({ PolicyArn })))).toBe(false);
  });

  test('of a role that is being created are no resource tags yet', async () => {
    const iam = allowedWhere({ StringEquals: { 'aws:ResourceTag/team': 'monitoring' } });
    const Tags = [{ Key: 'team', Value: 'monitoring' }];
    expect(await isRefused(iam.send(new CreateRoleCommand({ RoleName: 'New', ...trust, Tags })))).toBe(true);
  });

  test('of the request are known by key where they are sent, and not at all where none is', async () => {
    expect(await actionsWhere({ Null: { 'aws:TagKeys': 'false' } })).toEqual(['TagRole', 'UntagRole']);
    sandbox.account().restore({ ...sandbox.account().snapshot(), roles: {} });
    const iam = allowedWhere({ StringEquals: { 'aws:RequestTag/team': 'monitoring' } });
    const Tags = [{ Key: 'team', Value: 'monitoring' }];
    expect(await isRefused(iam.send(new CreateRoleCommand({ RoleName: 'New', ...trust, Tags })))).toBe(false);
  });
});
