import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { readTemplate, resolveTemplate } from '../sandbox/cloudformation/template';
import { type CustomerAccount, EXTERNAL_ID, openCustomerAccount, ROLE } from '../support/customer-account';
import { REGION } from '../support/declared-integration';
import { requiredResource } from '../support/installed-provider';
import { documentOf, example, INTEGRATION, PUBLISHED, TEMPLATES } from './examples';

const DATADOG_ACCOUNT = '464622532012';

let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

/** The sandbox has neither the values that other stacks export nor transforms; SAM passes on what is not its own. */
function resolved(path: string, attributes: Readonly<Record<string, string>> = {}) {
  const text = example(path)
    .replace(/^Transform: .*\n/m, '')
    .replace(`!ImportValue ${PUBLISHED.export}`, customer.provider.arn);
  const parameters = {
    ExternalId: EXTERNAL_ID,
    ...('ServiceToken' in documentOf(text).Parameters && { ServiceToken: customer.provider.arn }),
  };
  const { id: accountId, partition } = customer.account;
  return resolveTemplate(readTemplate(text), {
    parameters,
    region: REGION,
    accountId,
    partition,
    stackName: 'monitoring',
    stackId: 'of-the-example',
    resources: { [INTEGRATION]: { attributes } },
  });
}

test.each(TEMPLATES)(
  '%s: its stack makes a role that lets Datadog in, and takes it away again',
  async (path) => {
    const before = customer.account.digest();
    const { type, properties } = requiredResource(resolved(path), INTEGRATION);
    const stack = customer.stack('monitoring');

    expect(properties['ServiceToken']).toBe(customer.provider.arn);
    const resource = { type, serviceToken: customer.provider, properties };
    expect(await stack.deploy({ resources: { [INTEGRATION]: resource } })).toBe('CREATE_COMPLETE');

    const given = Object.fromEntries(
      ['DatadogRoleName', 'SelfTestResult'].map((name) => [name, String(stack.attribute(INTEGRATION, name))]),
    );
    expect(resolved(path, given).outputs()).toEqual({ DatadogRoleName: ROLE, SelfTestResult: 'passed' });
    const request = {
      RoleArn: `arn:aws:iam::${customer.account.id}:role/${ROLE}`,
      RoleSessionName: 'datadog',
      ExternalId: EXTERNAL_ID,
    };
    const { Credentials: credentials } = await customer
      .stsOf(DATADOG_ACCOUNT)
      .send(new AssumeRoleCommand(request));
    expect(credentials).toBeDefined();

    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  },
);
