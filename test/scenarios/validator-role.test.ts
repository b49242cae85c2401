import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Breakage, type BrokenScene, itFinds, updateTheStack } from '../support/breakage';
import { type CustomerAccount, LOGICAL_ID, openCustomerAccount, ROLE } from '../support/customer-account';
import { deleteRole, editDatadogsTrust, roleNow } from '../support/role-edits';
import { usualRegions } from '../support/usual-regions';
import { check, findings, onlyReport, validate } from '../support/validator-run';

const NO_ROLE = Object.fromEntries(
  [
    'role-name',
    'role-ownership',
    'trust-principal',
    'external-id',
    'external-id-enforced',
    'trust-no-deny',
    'drift-trust-policy',
    'drift-inline-policy',
    'drift-managed-policies',
    'drift-attachments',
    'drift-permissions-boundary',
    'drift-tags',
    'drift-settings',
    'permissions-complete',
    'permissions-current',
    'boundary-allows',
    'quota-headroom',
    'regions',
  ].map((id) => [id, 'unknown'] as const),
);

const BREAKAGES: readonly Breakage[] = [
  {
    name: 'a role that somebody deleted',
    breakIt: deleteRole,
    foundBy: 'role-exists',
    status: 'fail',
    says: ['There is no role DatadogIntegrationRole in account 123456789012', `made by ${LOGICAL_ID}`],
    besides: NO_ROLE,
    repair: updateTheStack,
  },
  {
    name: 'a role that somebody deleted, of whose policies the stack made some',
    properties: { Permissions: 'Full', ResourceCollection: true },
    breakIt: deleteRole,
    foundBy: 'role-exists',
    status: 'fail',
    says: ['There is no role'],
    besides: NO_ROLE,
    repair: updateTheStack,
  },
];

/** Somebody deletes the role and makes another one in its place. */
const madeAgain = async (customer: CustomerAccount, other: { RoleName: string; Path: string }) => {
  const { trust, inline } = roleNow(customer);
  await deleteRole(customer);
  await customer.iam.send(new CreateRoleCommand({ ...other, AssumeRolePolicyDocument: trust }));
  for (const [PolicyName, PolicyDocument] of Object.entries(inline))
    await customer.iam.send(
      new PutRolePolicyCommand({ RoleName: other.RoleName, PolicyName, PolicyDocument }),
    );
};

const OF_OTHERS = Object.fromEntries(
  [...Object.keys(NO_ROLE).filter((id) => id.startsWith('drift-')), 'regions'].map(
    (id) => [id, 'unknown'] as const,
  ),
);

/** Whoever has made the other role deletes it, as the remedy asks for, and the stack makes its own again. */
const deletedByItsOwner =
  (other: string) =>
  async (scene: BrokenScene): Promise<void> => {
    const { customer, report, remedy } = scene;
    expect(remedy.filter((step) => step.startsWith('aws iam '))).toEqual([]);
    await deleteRole(customer, other);
    await updateTheStack({ ...scene, remedy: check(report, 'role-ownership').remedy });
  };

/** They show where the validator may read the role that is there. */
const NAME_BREAKAGES: readonly Breakage[] = [
  {
    name: 'a role made again by hand in other letter case',
    breakIt: (customer) => madeAgain(customer, { RoleName: 'DatadogIntegrationrole', Path: '/' }),
    foundBy: 'role-name',
    status: 'fail',
    says: ['role/DatadogIntegrationrole instead of arn:aws:iam::123456789012:role/DatadogIntegrationRole'],
    besides: { ...OF_OTHERS, 'role-ownership': 'warn' },
    repair: deletedByItsOwner('DatadogIntegrationrole'),
  },
  {
    name: 'a role made again by hand under another path',
    properties: { Permissions: 'Full' },
    breakIt: (customer) => madeAgain(customer, { RoleName: ROLE, Path: '/monitoring/' }),
    foundBy: 'role-name',
    status: 'fail',
    says: ['another path than recorded', 'role/monitoring/DatadogIntegrationRole'],
    besides: {
      ...OF_OTHERS,
      'role-ownership': 'warn',
      'permissions-complete': 'fail',
      'permissions-current': 'unknown',
    },
    repair: deletedByItsOwner(ROLE),
  },
];

describe('of the role the validator finds', () => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    customer = await openCustomerAccount({ skipsWaits: true, sandbox: usualRegions() });
  });
  afterAll(() => customer.close());

  itFinds(() => customer, BREAKAGES);

  it('says exactly what to enter in Datadog, where a blank too many cannot be seen from here', async () => {
    customer.reset();
    await customer.deploy(customer.stack());

    const { evidence } = check(onlyReport(await validate(customer)), 'role-name');

    expect(evidence).toEqual([
      'AWS Role Name in Datadog must be exactly DatadogIntegrationRole: 22 characters without blanks around them.',
    ]);
  });

  it('says that a role in other letter case may not be read, where the template’s permissions end', async () => {
    customer.reset();
    await customer.deploy(customer.stack());
    await madeAgain(customer, { RoleName: 'DatadogIntegrationrole', Path: '/' });

    const report = onlyReport(await validate(customer));

    // Who may not read the role cannot tell whether Datadog is refused as the validator is.
    expect(report.status).toBe('unknown');
    expect(findings(report)).toMatchObject({ 'role-exists': 'unknown', regions: 'unknown' });
    expect(check(report, 'role-exists').remedy.join()).toContain('in other letter case, is another resource');
  });
});

describe('where the validator may read every role, it finds', () => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    customer = await openCustomerAccount({
      skipsWaits: true,
      sandbox: usualRegions(),
      parameters: { RoleNamePattern: 'D*' },
    });
  });
  afterAll(() => customer.close());

  itFinds(() => customer, NAME_BREAKAGES);
});

describe('in aws-us-gov the validator finds', () => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    customer = await openCustomerAccount({
      skipsWaits: true,
      partition: 'aws-us-gov',
      region: 'us-gov-west-1',
    });
  });
  afterAll(() => customer.close());

  itFinds(
    () => customer,
    [
      {
        name: 'the account of a site outside of GovCloud',
        properties: { DatadogSite: 'ddog-gov.com', Permissions: 'Full', ResourceCollection: true },
        breakIt: () =>
          editDatadogsTrust(customer, (statement) => ({
            ...statement,
            Principal: { AWS: 'arn:aws-us-gov:iam::464622532012:root' },
          })),
        foundBy: 'trust-principal',
        status: 'fail',
        says: [
          "does not let in Datadog's principal arn:aws-us-gov:iam::065115117704:root",
          'for the site ddog-gov.com in the partition aws-us-gov',
        ],
        besides: { 'external-id': 'unknown', 'drift-trust-policy': 'warn' },
      },
      {
        name: 'a role that somebody deleted',
        properties: { DatadogSite: 'ddog-gov.com', Permissions: 'Full', ResourceCollection: true },
        breakIt: deleteRole,
        foundBy: 'role-exists',
        status: 'fail',
        says: ['arn:aws-us-gov:iam::123456789012:role/DatadogIntegrationRole'],
        besides: NO_ROLE,
        repair: updateTheStack,
      },
    ],
  );
});
