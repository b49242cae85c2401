import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type CustomerAccount, EXTERNAL_ID, openCustomerAccount, ROLE } from '../support/customer-account';
import { functionEnvironment } from '../support/installed-function';
import { inlinePolicies, resolvedTemplate } from '../support/installed-provider';
import { onlyFailure } from '../support/replies';

import { usualRegions } from '../support/usual-regions';
import { check, findings, onlyReport, validate } from '../support/validator-run';

const PLACE = { partition: 'aws', accountId: '123456789012', region: 'us-east-1' };
const IN_FORCE =
  'arn:aws:iam::123456789012:policy/datadog-integration-role-boundary/datadog-IntegrationBoundary-us-east-1';
const OTHER = 'arn:aws:iam::123456789012:policy/Other';
const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const allow = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' },
  ],
});

let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({
    skipsWaits: true,
    sandbox: usualRegions(),
    parameters: { ManagedPolicyArns: READ_ONLY },
  });
});
beforeEach(() => customer.account.seed({ policies: [{ name: 'Other', document: JSON.parse(allow('*')) }] }));
afterEach(() => customer.reset());
afterAll(() => customer.close());

const role = () => customer.account.digest().roles[ROLE];

describe('with the template as it is', () => {
  it('a role of a template that names no boundary has the provider’s, and is healthy with everything on', async () => {
    const stack = customer.stack();

    expect(
      await customer.deploy(stack, {
        Permissions: 'Full',
        ResourceCollection: true,
        ManagedPolicyArns: [READ_ONLY],
      }),
    ).toBe('CREATE_COMPLETE');

    expect(role()?.boundaryArn).toBe(IN_FORCE);
    const report = onlyReport(await validate(customer));
    expect(findings(report)).toEqual({});
    expect(check(report, 'boundary-allows').evidence.join()).toContain(IN_FORCE);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(role()).toBeUndefined();
  });

  it('another boundary is refused before anything is made', async () => {
    const stack = customer.stack();

    expect(await customer.deploy(stack, { PermissionsBoundary: OTHER })).toBe('ROLLBACK_COMPLETE');

    const { reason } = onlyFailure(stack);
    for (const text of ['PermissionsBoundary', OTHER, IN_FORCE, 'the parameter PermissionsBoundary'])
      expect(reason).toContain(text);
    expect(customer.writes()).toEqual([]);
  });

  it('an integration from before gets it by its next Update, and needs nothing else for that', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, { Permissions: 'Full' });
    await customer.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: ROLE }));
    customer.sandbox.journal.clear();

    expect(await customer.deploy(stack, { Permissions: 'Full', Tags: [] })).toBe('UPDATE_COMPLETE');

    expect(role()?.boundaryArn).toBe(IN_FORCE);
    expect(customer.writes()).toEqual(['iam:PutRolePermissionsBoundary']);
  });

  it('what takes the boundary off is drift, with the command that puts it back', async () => {
    await customer.deploy(customer.stack());
    await customer.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: ROLE }));

    const drift = check(onlyReport(await validate(customer)), 'drift-permissions-boundary');

    expect(drift.status).toBe('warn');
    expect(drift.remedy[0]).toBe(
      `aws iam put-role-permissions-boundary --role-name ${ROLE} --permissions-boundary ${IN_FORCE}`,
    );
  });

  it('an adopted role is handed back with it, and the log has the command that takes it off', async () => {
    customer.account.seed({ roles: [{ name: ROLE, trust: JSON.parse(TRUST) }] });
    const before = role();
    const stack = customer.stack();
    expect(await customer.deploy(stack, { ExistingRole: 'Adopt', Permissions: 'Full' })).toBe(
      'CREATE_COMPLETE',
    );

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(role()).toEqual({ ...before, boundaryArn: IN_FORCE });
    const log = customer.provider.invocations.at(-1)?.attempts[0]?.logs.join('\n');
    expect(log).toContain(`aws iam delete-role-permissions-boundary --role-name ${ROLE}`);
  });
});

describe('who has the provider’s credentials', () => {
  const thiefsOptions = () => ({
    endpoint: customer.sandbox.endpoint,
    region: 'us-east-1',
    credentials: customer.account.credentialsOf(customer.providerRole),
  });
  const thief = () => new IAMClient(thiefsOptions());
  const all = { PolicyName: 'All', PolicyDocument: allow('*') };
  const made = { RoleName: `${ROLE}X`, AssumeRolePolicyDocument: TRUST };

  const attempts: Readonly<Record<string, (iam: IAMClient) => Promise<unknown>>> = {
    'makes no role without the boundary': (iam) => iam.send(new CreateRoleCommand(made)),
    'makes no role with another one': (iam) =>
      iam.send(new CreateRoleCommand({ ...made, PermissionsBoundary: OTHER })),
    'gives nothing to a role that has none': (iam) =>
      iam.send(new PutRolePolicyCommand({ RoleName: `${ROLE}Old`, ...all })),
    'attaches nothing to a role that has none': (iam) =>
      iam.send(new AttachRolePolicyCommand({ RoleName: `${ROLE}Old`, PolicyArn: READ_ONLY })),
    'lets nobody into a role that has none': (iam) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: `${ROLE}Old`, PolicyDocument: TRUST })),
    'assumes no role that trusts the whole account': () =>
      new STSClient(thiefsOptions()).send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::123456789012:role/${ROLE}Old`,
          RoleSessionName: 'thief',
        }),
      ),
    'exchanges no boundary for another': (iam) =>
      iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: ROLE, PermissionsBoundary: OTHER })),
    'takes no boundary off': (iam) => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: ROLE })),
    'does not change the boundary': (iam) =>
      iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: IN_FORCE,
          PolicyDocument: allow('*'),
          SetAsDefault: true,
        }),
      ),
    'does not delete the boundary': (iam) => iam.send(new DeletePolicyCommand({ PolicyArn: IN_FORCE })),
    'does not touch what lies behind the name of a role': (iam) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'BreakGlass', PolicyDocument: TRUST })),
    'does not touch its own role, whatever that is called': (iam) =>
      iam.send(new PutRolePolicyCommand({ RoleName: customer.providerRole, ...all })),
    'does not touch the validator’s role': (iam) =>
      iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: customer.validatorRole, PolicyDocument: TRUST }),
      ),
  };

  it.each(Object.entries(attempts))('%s', async (_, attempt) => {
    await customer.deploy(customer.stack());
    const trust = JSON.parse(TRUST);
    customer.account.seed({
      roles: [
        { name: `${ROLE}Old`, trust },
        { name: 'BreakGlass', path: `/${ROLE}AndFriends/`, trust },
      ],
    });
    const before = customer.account.digest();

    await expect(attempt(thief())).rejects.toThrow('is not authorized to perform');

    expect(customer.account.digest()).toEqual(before);
  });

  it('has nothing of a role under the boundary, whatever he gives it', async () => {
    const iam = thief();
    await iam.send(new CreateRoleCommand({ ...made, PermissionsBoundary: IN_FORCE }));
    await iam.send(new PutRolePolicyCommand({ RoleName: made.RoleName, ...all }));

    const may = customer.account.effectivePermissions(made.RoleName);

    const wished = [
      'iam:CreateUser',
      'sts:AssumeRole',
      'lambda:UpdateFunctionCode',
      'kms:Decrypt',
      'ssm:GetParameter',
    ];
    expect(wished.filter((action) => may(action))).toEqual([]);
    expect(may('ec2:DescribeInstances')).toBe(true);
  });
});

describe('the provider’s guard', () => {
  it('holds where the pattern takes in the roles of the functions', async () => {
    const wide = await openCustomerAccount({ parameters: { RoleNamePattern: 'datadog-*' } });
    try {
      const iam = new IAMClient({
        endpoint: wide.sandbox.endpoint,
        region: 'us-east-1',
        credentials: wide.account.credentialsOf(wide.providerRole),
      });
      const own = { RoleName: wide.validatorRole, PolicyDocument: TRUST };
      await expect(iam.send(new UpdateAssumeRolePolicyCommand(own))).rejects.toThrow(
        'with an explicit deny in an identity-based policy',
      );
    } finally {
      await wide.close();
    }
  });
});

describe('what the administrator lists', () => {
  const environment = (parameters: Readonly<Record<string, string>>) =>
    functionEnvironment(resolvedTemplate(PLACE, { ExternalId: EXTERNAL_ID, ...parameters }), 'Provider');

  it('reaches the provider', () => {
    expect(environment({})).toMatchObject({
      ROLE_BOUNDARY_ARN: IN_FORCE,
      ALLOWED_DATADOG_ACCOUNT_IDS: '',
      ADOPTABLE_ROLE_NAMES: 'DatadogIntegrationRole,DatadogAWSIntegrationRole',
      ATTACHABLE_POLICY_ARNS: `${SECURITY_AUDIT},,`,
      ROLE_NAME_PATTERN: 'DatadogIntegrationRole* DatadogIntegrationRole',
    });
    expect(environment({ DeployIntegration: 'false' })).toMatchObject({
      ROLE_NAME_PATTERN: 'DatadogIntegrationRole*',
    });
    expect(environment({ PermissionsBoundary: 'None' })).toMatchObject({ ROLE_BOUNDARY_ARN: '' });
    expect(environment({ PermissionsBoundary: OTHER })).toMatchObject({ ROLE_BOUNDARY_ARN: OTHER });
  });

  it('lets its own policies and its own role name through, whatever is listed for others', () => {
    const own = 'arn:aws:iam::123456789012:policy/Own';
    const listed = 'arn:aws:iam::123456789012:policy/team/*';
    const parameters = {
      RoleName: 'Acme',
      RoleNamePattern: 'Team*',
      ManagedPolicyArns: own,
      AttachablePolicyArns: listed,
    };
    expect(environment(parameters)).toMatchObject({
      ATTACHABLE_POLICY_ARNS: `${SECURITY_AUDIT},${own},${listed}`,
      ROLE_NAME_PATTERN: 'Team* Acme',
    });
  });

  it.each([
    [{}, ''],
    [{ DatadogAccountId: '111122223333' }, '111122223333'],
    [{ AllowedDatadogAccountIds: '444455556666, 777788889999' }, '444455556666,777788889999'],
    [
      { AllowedDatadogAccountIds: '444455556666', DatadogAccountId: '111122223333' },
      '111122223333,444455556666',
    ],
  ])('with its own DatadogAccountId always among those whom roles may trust: %j', (parameters, ids) => {
    expect(environment(parameters)).toMatchObject({ ALLOWED_DATADOG_ACCOUNT_IDS: ids });
  });

  it.each([
    { RoleNamePattern: '*' },
    { RoleNamePattern: 'A*B' },
    { RoleNamePattern: 'A/*' },
    { RolePath: '/*/' },
    { AdoptableRoleNames: 'Datadog*' },
    { AllowedDatadogAccountIds: '12345' },
    { KmsKeyArn: 'alias/aws/sns' },
  ])('is refused by CloudFormation when it is too wide, or no such thing: %j', (parameters) => {
    expect(() => environment(parameters)).toThrow(Object.keys(parameters)[0]);
  });

  it('takes in the integration of the template itself, whatever its name, path and policies', async () => {
    const parameters = {
      RoleNamePattern: 'Acme*',
      RoleName: 'Monitoring',
      RolePath: '/team/',
      ManagedPolicyArns: READ_ONLY,
    };
    const own = await openCustomerAccount({ parameters, skipsWaits: true });
    try {
      const stack = own.stack();
      const properties = { RoleName: 'Monitoring', Path: '/team/', ManagedPolicyArns: [READ_ONLY] };
      expect(await own.deploy(stack, properties)).toBe('CREATE_COMPLETE');
      expect(onlyReport(await validate(own)).status).toBe('healthy');
      expect(await stack.delete()).toBe('DELETE_COMPLETE');
    } finally {
      await own.close();
    }
  });
});

describe('the validator', () => {
  it('publishes in its own name only', async () => {
    const events = new EventBridgeClient({
      endpoint: customer.sandbox.endpoint,
      region: 'us-east-1',
      credentials: customer.account.credentialsOf(customer.validatorRole),
    });
    const send = (Source: string, DetailType: string) =>
      events.send(new PutEventsCommand({ Entries: [{ Source, DetailType, Detail: '{}' }] }));

    await expect(send('datadog-integration-role', 'Datadog Integration Validation')).resolves.toMatchObject({
      FailedEntryCount: 0,
    });
    for (const [source, type] of [
      ['somebody-else', 'Datadog Integration Validation'],
      ['datadog-integration-role', 'Something'],
    ] as const)
      await expect(send(source, type)).rejects.toThrow('is not authorized to perform: events:PutEvents');
  });

  it('may use the key of an encrypted topic through SNS, and nothing of a key where there is none', () => {
    const key = 'arn:aws:kms:us-east-1:123456789012:key/0f9bb8a3-d2c1-4c6e-9a7b-5d1e3f2a4c6d';
    const statementsWith = (parameters: Readonly<Record<string, string>>) =>
      inlinePolicies(
        resolvedTemplate(PLACE, { ExternalId: EXTERNAL_ID, ...parameters }),
        'ValidatorRole',
      ).flatMap(({ document }) => document.Statement);
    expect(statementsWith({ KmsKeyArn: key }).filter(({ Sid }) => Sid === 'EncryptAlert')).toEqual([
      {
        Sid: 'EncryptAlert',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: key,
        Condition: { StringEquals: { 'kms:ViaService': 'sns.us-east-1.amazonaws.com' } },
      },
    ]);
    expect(JSON.stringify(statementsWith({}))).not.toContain('kms:');
  });

  it('has a topic that takes messages over TLS only, and those of the account’s alarms', () => {
    const topic = resolvedTemplate(PLACE, { ExternalId: EXTERNAL_ID }).resource('AlertsPolicy');
    expect(topic?.properties['PolicyDocument']).toMatchObject({
      Statement: [
        {
          Sid: 'Alarms',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:*' },
          },
        },
        {
          Sid: 'OverTlsOnly',
          Effect: 'Deny',
          Action: 'sns:Publish',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
  });
});
