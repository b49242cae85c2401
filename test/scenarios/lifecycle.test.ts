import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import {
  type CustomerAccount,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  type Stack,
} from '../support/customer-account';

const DATADOG = '464622532012';
const ROLE_ARN = 'arn:aws:iam::123456789012:role/DatadogIntegrationRole';

describe('the life of an integration, with the built bundle and the template’s own permissions', () => {
  let customer: CustomerAccount;
  let stack: Stack;

  beforeEach(async () => {
    customer = await openCustomerAccount();
    stack = customer.stack();
  });
  afterEach(() => customer.close());

  it('is created, updated and deleted, and leaves the account as it was', async () => {
    const before = customer.account.digest();

    const created = await customer.deploy(stack, { Permissions: 'Full', ResourceCollection: true });
    expect(created).toBe('CREATE_COMPLETE');
    expect(stack.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
    expect(stack.ref(LOGICAL_ID)).toBe('DatadogIntegrationRole');
    expect(stack.attribute(LOGICAL_ID, 'Arn')).toBe(ROLE_ARN);

    const updated = await customer.deploy(stack, {
      Permissions: 'Core',
      Tags: [{ Key: 'team', Value: 'platform' }],
    });
    expect(updated).toBe('UPDATE_COMPLETE');

    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  });

  it('lets Datadog in with the external id and nobody without', async () => {
    await customer.deploy(stack);
    const assume = (accessKeyId: string, externalId?: string) =>
      customer
        .stsOf(accessKeyId)
        .send(
          new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: 'datadog', ExternalId: externalId }),
        );
    await expect(assume(DATADOG, EXTERNAL_ID)).resolves.toHaveProperty('Credentials.SessionToken');
    await expect(assume(DATADOG)).rejects.toThrow('not authorized to perform: sts:AssumeRole');
    await expect(assume('999999999999', EXTERNAL_ID)).rejects.toThrow(
      'not authorized to perform: sts:AssumeRole',
    );
  });
});
