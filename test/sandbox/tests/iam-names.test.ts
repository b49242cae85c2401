import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, allow, refusal } from './harness';
import { iamOfEachTest } from './iam-of-each-test';

const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

const account = iamOfEachTest();
const { createPolicy, createRole } = account;

describe('names', () => {
  test.each([
    {
      input: { RoleName: 'Datadog Role' },
      message:
        'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the ' +
        'following: +=,.@_-',
    },
    {
      input: { RoleName: 'x'.repeat(65) },
      message:
        `1 validation error detected: Value '${'x'.repeat(65)}' at 'roleName' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 64',
    },
    {
      input: { Path: 'teams/' },
      message:
        'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric ' +
        'characters and/or / characters.',
    },
    {
      input: { MaxSessionDuration: 3599, Description: 'd'.repeat(1001) },
      message:
        `2 validation errors detected: Value '${'d'.repeat(1001)}' at 'description' failed to satisfy constraint: ` +
        "Member must have length less than or equal to 1000; Value '3599' at 'maxSessionDuration' failed to " +
        'satisfy constraint: Member must have value greater than or equal to 3600',
    },
  ])('are checked: $message', async ({ input, message }) => {
    expect(await refusal(createRole('R', input))).toBe(`ValidationError: ${message}`);
  });

  test('of policies lie under narrower paths than those of roles', async () => {
    const message = 'ValidationError: The specified value for path is invalid.';
    const under = (Path: string) =>
      account.iam.send(new CreatePolicyCommand({ PolicyName: 'P', Path, PolicyDocument: allow('s3:*') }));
    for (const path of ['/a*/', '/a:b/', '/~a/', '/a//b/', 'a/', '/a']) {
      expect(await refusal(under(path))).toContain(message);
    }
    await createRole('R', { Path: '/a*:~//b/' });
    await under('/teams/a.b,c+d@e=f_g-h/');
  });

  test('of policies are listed by whole paths only, of roles by any beginning', async () => {
    await createRole('R', { Path: '/teams/' });
    const { Roles } = await account.iam.send(new ListRolesCommand({ PathPrefix: '/te' }));
    expect(Roles).toHaveLength(1);
    const message =
      'ValidationError: The specified value for pathPrefix is invalid. It must begin with the / character and ' +
      'contain only alphanumeric characters and/or / characters.';
    const lists = [
      account.iam.send(new ListPoliciesCommand({ PathPrefix: '/te' })),
      account.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'R', PathPrefix: '/te' })),
      account.iam.send(new ListRolesCommand({ PathPrefix: 'te' })),
    ];
    for (const list of lists) expect(await refusal(list)).toBe(message);
    await expect(account.iam.send(new ListPoliciesCommand({ PathPrefix: '/teams/' }))).resolves.toBeDefined();
  });

  test('that are missing are named', async () => {
    expect(await refusal(account.iam.send(new GetRoleCommand({ RoleName: undefined })))).toBe(
      "ValidationError: 1 validation error detected: Value null at 'roleName' failed to satisfy constraint: " +
        'Member must not be null',
    );
  });

  test('are taken regardless of case and path', async () => {
    await createRole('DatadogRole', { Path: '/one/' });
    expect(await refusal(createRole('datadogrole', { Path: '/two/' }))).toBe(
      'EntityAlreadyExistsException: Role with name datadogrole already exists.',
    );
    const { Role } = await account.iam.send(new GetRoleCommand({ RoleName: 'DATADOGROLE' }));
    expect(Role?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:role/one/DatadogRole`);

    await createPolicy('P');
    expect(await refusal(createPolicy('p'))).toBe(
      'EntityAlreadyExistsException: A policy called p already exists. Duplicate names are not allowed.',
    );
  });

  test('of tags are unique regardless of case', async () => {
    const Tags = ['team', 'Team'].map((Key) => ({ Key, Value: 'x' }));
    expect(await refusal(createRole('R', { Tags }))).toBe(
      'InvalidInputException: Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  });
});

describe('what does not exist is named', () => {
  const arn = `arn:aws:iam::${ACCOUNT}:policy/Missing`;
  beforeEach(() => createRole());

  test.each([
    [new GetRoleCommand({ RoleName: 'X' }), 'The role with name X cannot be found.'],
    [
      new GetRolePolicyCommand({ RoleName: 'R', PolicyName: 'X' }),
      'The role policy with name X cannot be found.',
    ],
    [new GetPolicyCommand({ PolicyArn: arn }), `Policy ${arn} was not found.`],
    [
      new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: arn }),
      `Policy ${arn} does not exist or is not attachable.`,
    ],
    [
      new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn: SECURITY_AUDIT }),
      `Policy ${SECURITY_AUDIT} was not found.`,
    ],
    [
      new GetPolicyVersionCommand({ PolicyArn: SECURITY_AUDIT, VersionId: 'v9' }),
      `Policy ${SECURITY_AUDIT} version v9 does not exist or is not attachable.`,
    ],
    [new GetInstanceProfileCommand({ InstanceProfileName: 'X' }), 'Instance Profile X cannot be found.'],
    [
      new PutRolePermissionsBoundaryCommand({ RoleName: 'R', PermissionsBoundary: arn }),
      `Scope ARN: ${arn} does not exist or is not attachable.`,
    ],
  ] as const)('%#: %s', async (command, message) => {
    // The union of commands is too wide for the client's overloads; each of them is a command of this client.
    const send = account.iam.send.bind(account.iam) as (one: typeof command) => Promise<unknown>;
    expect(await refusal(send(command))).toBe(`NoSuchEntityException: ${message}`);
  });
});
