import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { parse } from 'yaml';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  RESOURCE_TYPE,
  ROLE,
} from '../support/customer-account';
import { furtherAccounts } from '../support/further-accounts';
import { functionEnvironment } from '../support/installed-function';
import { requiredResource, TEMPLATE_TEXT } from '../support/installed-provider';

const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';
const OWN_ACCOUNT = 'arn:aws:iam::123456789012:root';
const READ_ONLY_ACCESS = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const open = furtherAccounts();
let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

function template(): Record<string, unknown> & {
  readonly Resources: Record<string, { readonly Type: string }>;
} {
  const unresolved = (tag: string) => ({ tag, resolve: (text: string) => text });
  const tags = ['!Ref', '!GetAtt', '!Sub', '!If', '!Equals', '!Not', '!Join'];
  return parse(TEMPLATE_TEXT, {
    logLevel: 'error',
    customTags: [
      ...tags.map(unresolved),
      ...tags.map((tag) => ({ tag, collection: 'seq' as const, resolve: (value: unknown) => value })),
    ],
  });
}

describe('pain of users with the template', () => {
  it('#22 nested stacks and macros in a service-managed StackSet: the template is one flat file', () => {
    const { Transform, Resources } = template();

    expect(Transform).toBeUndefined();
    expect(TEMPLATE_TEXT).not.toContain('Fn::Transform');
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types).toContain(RESOURCE_TYPE);
    expect(types.filter((type) => /^AWS::(CloudFormation|Serverless)::/.test(type))).toEqual([]);
    // From a bucket, that is: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    expect(Buffer.byteLength(TEMPLATE_TEXT)).toBeLessThanOrEqual(1_000_000);
  });

  it('#22 what the template declares, with nothing but an external id, works', async () => {
    const { type, properties } = requiredResource(customer.declared, LOGICAL_ID);
    const stack = customer.stack();

    const status = await stack.deploy({
      resources: { [LOGICAL_ID]: { type, serviceToken: customer.provider, properties } },
    });

    expect(status).toBe('CREATE_COMPLETE');
    expect(customer.account.digest().roles[ROLE]?.description).toBe('Lets Datadog read this account');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  it('#22 customers who declare the resource in their own templates deploy only the provider', async () => {
    const without = await open({
      skipsWaits: true,
      parameters: { DeployIntegration: 'false', ExternalId: '' },
    });

    expect(without.declared.resource(LOGICAL_ID)).toBeUndefined();
    const outputs = Object.keys(without.declared.outputs());
    expect(outputs).toContain('ServiceToken');
    expect(outputs).not.toContain('RoleName');
  });

  it('#24 a role that may do too much: the provider may touch nothing but the integration’s role, policies and record', async () => {
    await customer.deploy(customer.stack(), { Permissions: 'Full' });
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: OWN_ACCOUNT }, Action: 'sts:AssumeRole' }],
    };
    const allowAll = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    customer.account.seed({ roles: [{ name: 'Admin', trust, attached: [READ_ONLY_ACCESS] }] });
    const before = customer.account.digest();
    const client = {
      endpoint: customer.sandbox.endpoint,
      region: 'us-east-1',
      credentials: customer.account.credentialsOf(customer.providerRole),
    };
    const [iam, ssm, sts] = [new IAMClient(client), new SSMClient(client), new STSClient(client)];
    const document = { PolicyName: 'All', PolicyDocument: allowAll };
    const attempts: Record<string, () => Promise<unknown>> = {
      'make another role': () =>
        iam.send(
          new CreateRoleCommand({ RoleName: 'Mine', AssumeRolePolicyDocument: JSON.stringify(trust) }),
        ),
      'change another role': () => iam.send(new PutRolePolicyCommand({ RoleName: 'Admin', ...document })),
      'let somebody else into another role': () =>
        iam.send(
          new UpdateAssumeRolePolicyCommand({ RoleName: 'Admin', PolicyDocument: JSON.stringify(trust) }),
        ),
      'take something off another role': () =>
        iam.send(new DetachRolePolicyCommand({ RoleName: 'Admin', PolicyArn: READ_ONLY_ACCESS })),
      'delete another role': () => iam.send(new DeleteRoleCommand({ RoleName: 'Admin' })),
      'assume another role': () =>
        sts.send(
          new AssumeRoleCommand({
            RoleArn: 'arn:aws:iam::123456789012:role/Admin',
            RoleSessionName: 'provider',
          }),
        ),
      'raise its own permissions': () =>
        iam.send(new PutRolePolicyCommand({ RoleName: customer.providerRole, ...document })),
      'attach a policy that was not allowed': () =>
        iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: ADMINISTRATOR_ACCESS })),
      'make a policy elsewhere': () => iam.send(new CreatePolicyCommand({ ...document, Path: '/' })),
      'read other parameters': () => ssm.send(new GetParameterCommand({ Name: '/secrets/key' })),
      'write other parameters': () =>
        ssm.send(new PutParameterCommand({ Name: '/secrets/key', Value: 'x', Type: 'String' })),
    };

    for (const [what, attempt] of Object.entries(attempts))
      await expect(attempt().then(() => what)).rejects.toThrow('is not authorized to perform');
    expect(customer.account.digest()).toEqual(before);
  });

  it('#25 wildcard principals: both trust policies name exactly who may come in', async () => {
    await customer.deploy(customer.stack());

    const { [ROLE]: integration, [customer.providerRole]: provider } = customer.account.digest().roles;
    const [datadog, selfTest] = principalsOf(integration?.trust);
    const selfTesters = functionEnvironment(customer.declared, 'Provider')['SELF_TEST_PRINCIPALS']?.split(
      ',',
    );
    expect(datadog).toEqual({ AWS: 'arn:aws:iam::464622532012:root' });
    expect(selfTesters).toContain(`arn:aws:iam::123456789012:role/${customer.providerRole}`);
    expect([selfTest?.['AWS']].flat()).toEqual(selfTesters);
    expect(String(selfTesters)).not.toContain('*');
    expect(principalsOf(provider?.trust)).toEqual([{ Service: 'lambda.amazonaws.com' }]);
  });
});

function principalsOf(trust = '{"Statement":[]}'): Record<string, unknown>[] {
  return JSON.parse(trust).Statement.map(
    ({ Principal }: { Principal: Record<string, unknown> }) => Principal,
  );
}
