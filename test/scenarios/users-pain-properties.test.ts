import { GetRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import siteAccounts from '../cases/site-accounts.json';
import {
  type CustomerAccount,
  DATADOG,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  WITHOUT_BOUNDARY,
} from '../support/customer-account';
import { furtherAccounts } from '../support/further-accounts';
import { lastReply, onlyFailure } from '../support/replies';

const BOUNDARY = 'arn:aws:iam::123456789012:policy/Boundary';
const boundaryPolicy = {
  name: 'Boundary',
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['ec2:*', 'sts:*'], Resource: '*' }],
  },
};

const open = furtherAccounts();
let customer: CustomerAccount;
beforeAll(async () => {
  customer = await openCustomerAccount({ parameters: WITHOUT_BOUNDARY, skipsWaits: true });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const trustOf = (roleName = ROLE) => JSON.parse(customer.account.digest().roles[roleName]?.trust ?? '{}');

describe('pain of users with what they can ask for', () => {
  it('#8 no permissions boundary parameter: the boundary is on the role, bounds it, and can be taken off', async () => {
    customer.account.seed({ policies: [boundaryPolicy] });
    const stack = customer.stack();

    expect(await customer.deploy(stack, { PermissionsBoundary: BOUNDARY })).toBe('CREATE_COMPLETE');
    expect(customer.account.digest().roles[ROLE]?.boundaryArn).toBe(BOUNDARY);
    const bounded = customer.account.effectivePermissions(ROLE);
    expect([bounded('ec2:DescribeInstances'), bounded('cloudwatch:GetMetricData')]).toEqual([true, false]);

    expect(await customer.deploy(stack)).toBe('UPDATE_COMPLETE');
    expect(customer.account.digest().roles[ROLE]?.boundaryArn).toBeNull();
    expect(customer.account.effectivePermissions(ROLE)('cloudwatch:GetMetricData')).toBe(true);
  });

  it('#8 no permissions boundary parameter: the provider’s own role can have one, too', async () => {
    const bounded = await open({
      parameters: { ProviderPermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      skipsWaits: true,
    });
    const stack = bounded.stack();

    expect(bounded.account.digest().roles[bounded.providerRole]?.boundaryArn).toBe(
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    );
    expect(await bounded.deploy(stack)).toBe('ROLLBACK_COMPLETE');
    expect(onlyFailure(stack).reason).toContain('no permissions boundary allows the iam:CreateRole action');
  });

  it('#9 role path needed by policy: the role lies under it, and RoleName is what Datadog asks for', async () => {
    const before = customer.account.digest();
    const stack = customer.stack();

    expect(await customer.deploy(stack, { Path: '/monitoring/', Permissions: 'Full' })).toBe(
      'CREATE_COMPLETE',
    );
    expect(stack.attribute(LOGICAL_ID, 'Arn')).toBe(`arn:aws:iam::123456789012:role/monitoring/${ROLE}`);
    expect(stack.attribute(LOGICAL_ID, 'RoleName')).toBe(ROLE);
    expect(stack.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');

    expect(await customer.deploy(stack, { Path: '/monitoring/' })).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  });

  it('#11 GovCloud: partition and Datadog’s account follow the stack, and nothing commercial gets in', async () => {
    const gov = await open({ skipsWaits: true, partition: 'aws-us-gov', region: 'us-gov-west-1' });
    const stack = gov.stack();

    const created = gov.deploy(stack, {
      DatadogSite: 'ddog-gov.com',
      Permissions: 'Full',
      ResourceCollection: true,
    });

    expect(await created).toBe('CREATE_COMPLETE');
    expect(stack.attribute(LOGICAL_ID, 'DatadogAccountId')).toBe('065115117704');
    expect(stack.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
    expect(JSON.stringify(gov.account.digest())).not.toContain('arn:aws:');
    const externalId = EXTERNAL_ID;
    expect(gov.account.canAssume('arn:aws-us-gov:iam::065115117704:root', ROLE, { externalId })).toBe(true);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  it('#11 GovCloud: a commercial site is refused with the sites that work there', async () => {
    const gov = await open({ skipsWaits: true, partition: 'aws-us-gov', region: 'us-gov-east-1' });
    const stack = gov.stack();

    expect(await gov.deploy(stack, { DatadogSite: 'us5' })).toBe('ROLLBACK_COMPLETE');

    const { reason } = onlyFailure(stack);
    expect(reason).toContain(
      '"us5.datadoghq.com", which does not offer role delegation in the partition aws-us-gov',
    );
    expect(reason).toContain('ddog-gov.com, us2.ddog-gov.com');
    expect(gov.writes()).toEqual([]);
  });

  it('#11 China: role delegation is refused with what works instead', async () => {
    const china = await open({ skipsWaits: true, partition: 'aws-cn', region: 'cn-north-1' });
    const stack = china.stack();

    expect(await china.deploy(stack)).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain('Datadog reads accounts of aws-cn with access keys only');
  });

  it.each(siteAccounts)(
    '#12, #13 site tables with missing and broken rows: $site trusts $trustedAccount under all its names',
    async ({ site, shortNames, trustedAccount }) => {
      const stack = customer.stack();
      for (const DatadogSite of [site, ...shortNames, site.toUpperCase()]) {
        await customer.deploy(stack, { DatadogSite }, { force: true });

        expect(lastReply(stack).status).toBe('SUCCESS');
        expect(stack.attribute(LOGICAL_ID, 'DatadogSite')).toBe(site);
        expect(stack.attribute(LOGICAL_ID, 'DatadogAccountId')).toBe(trustedAccount);
        expect(trustOf().Statement[0].Principal).toEqual({ AWS: `arn:aws:iam::${trustedAccount}:root` });
      }
    },
  );

  it('#12 ap1 missing from the mapping: an unknown site is refused up front with all that there are', async () => {
    const stack = customer.stack();

    expect(await customer.deploy(stack, { DatadogSite: 'ap9.datadoghq.com' })).toBe('ROLLBACK_COMPLETE');

    const { reason } = onlyFailure(stack);
    for (const { site } of siteAccounts) expect(reason).toContain(site);
    expect(customer.writes()).toEqual([]);
  });

  it('#28 external id not returned: Fn::GetAtt gives the one that the trust policy demands', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, { ExternalId: 'another-external-id' });

    const ExternalId = String(stack.attribute(LOGICAL_ID, 'ExternalId'));

    expect(ExternalId).toBe('another-external-id');
    const RoleArn = String(stack.attribute(LOGICAL_ID, 'Arn'));
    const datadog = customer.stsOf('464622532012');
    await expect(
      datadog.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'datadog', ExternalId })),
    ).resolves.toHaveProperty('Credentials.SessionToken');
  });

  it('#35 green apply while AssumeRole is broken: SelfTestResult tells why, and Require fails the stack', async () => {
    const impatient = await open({ skipsWaits: true });
    const rcps = [
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' }],
      },
    ];
    impatient.sandbox.configure({ accounts: { [impatient.account.id]: { rcps } } });
    const reporting = impatient.stack('reporting');
    await impatient.deploy(reporting);

    expect(reporting.status).toBe('CREATE_COMPLETE');
    expect(impatient.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID })).toBe(false);
    expect(reporting.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('failed: rcp_explicit_deny');
    expect(lastReply(reporting).reason).toContain('with an explicit deny in a resource control policy');

    expect(await impatient.deploy(reporting, { SelfTest: 'Require' })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(onlyFailure(reporting).reason).toContain('did not pass it (rcp_explicit_deny)');
  });

  it('#35 role name differs: RoleName, RoleId and Arn are those of the role that is there', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, { RoleName: 'DatadogIntegrationRole-of-the-team' });

    const RoleName = String(stack.attribute(LOGICAL_ID, 'RoleName'));
    const { Role } = await customer.iam.send(new GetRoleCommand({ RoleName }));

    expect(stack.ref(LOGICAL_ID)).toBe(RoleName);
    expect(stack.attribute(LOGICAL_ID, 'RoleId')).toBe(Role?.RoleId);
    expect(stack.attribute(LOGICAL_ID, 'Arn')).toBe(Role?.Arn);
  });

  it('#38 hyphenated account id: refused with the way out before any change', async () => {
    const stack = customer.stack();

    expect(await customer.deploy(stack, { DatadogAccountId: '4646-2253-2012' })).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(
      'DatadogAccountId is "4646-2253-2012"; write the account id without dashes',
    );
    expect(customer.writes()).toEqual([]);
  });
});
