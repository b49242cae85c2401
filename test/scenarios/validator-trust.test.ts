import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import { type Breakage, itFinds, updateTheStack } from '../support/breakage';
import { type CustomerAccount, DATADOG, EXTERNAL_ID, openCustomerAccount } from '../support/customer-account';
import {
  addToTrust,
  documentOf,
  editDatadogsTrust,
  editWholeTrust,
  putTrust,
  type Statement,
} from '../support/role-edits';
import { usualRegions } from '../support/usual-regions';

/** Datadog's account behind ap1.datadoghq.com. */
const DATADOG_AP1 = 'arn:aws:iam::417141415827:root';
const STRANGER = 'arn:aws:iam::999999999999:root';

/** The trust policy that Datadog's page shows: nobody but Datadog gets in, the validator neither. */
const asOnThePage = (principal: string, externalId = EXTERNAL_ID) =>
  documentOf({
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  });
const demanding =
  (externalId: string) =>
  (statement: Statement): Statement => ({
    ...statement,
    Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  });
const onlyIf =
  (condition: NonNullable<Statement['Condition']>) =>
  (statement: Statement): Statement => ({
    ...statement,
    Condition: { ...statement.Condition, ...condition },
  });

const DRIFT = { 'drift-trust-policy': 'warn' } as const;
const SHUT_OUT = { ...DRIFT, regions: 'unknown' } as const;
const BREAKAGES: readonly Breakage[] = [
  {
    name: 'a principal that is not Datadog',
    breakIt: (customer) => putTrust(customer, asOnThePage(STRANGER)),
    foundBy: 'trust-principal',
    status: 'fail',
    says: [`does not let in Datadog's principal ${DATADOG}`, `${STRANGER} is neither Datadog`],
    besides: { ...SHUT_OUT, 'external-id': 'unknown' },
  },
  {
    name: 'the principal of another Datadog site',
    breakIt: (customer) => putTrust(customer, asOnThePage(DATADOG_AP1)),
    foundBy: 'trust-principal',
    status: 'fail',
    says: [`does not let in Datadog's principal ${DATADOG}`, `${DATADOG_AP1} is Datadog's account for ap1`],
    besides: { ...SHUT_OUT, 'external-id': 'unknown' },
  },
  {
    name: 'the principal of another Datadog site while the validator still gets in',
    breakIt: (customer) =>
      editDatadogsTrust(customer, (statement) => ({ ...statement, Principal: { AWS: DATADOG_AP1 } })),
    foundBy: 'trust-principal',
    status: 'fail',
    says: [`${DATADOG_AP1} is Datadog's account for ap1`],
    besides: { ...DRIFT, 'external-id': 'unknown' },
  },
  {
    name: 'everybody as principal',
    breakIt: (customer) => editDatadogsTrust(customer, (statement) => ({ ...statement, Principal: '*' })),
    foundBy: 'trust-principal',
    status: 'fail',
    says: ['lets in others than Datadog: *', '* lets in every AWS account that knows the external id'],
    besides: DRIFT,
  },
  {
    name: 'a principal that was deleted since',
    breakIt: async (customer) => {
      const AssumeRolePolicyDocument = JSON.stringify(asOnThePage(DATADOG));
      await customer.iam.send(new CreateRoleCommand({ RoleName: 'Former', AssumeRolePolicyDocument }));
      await editDatadogsTrust(customer, (statement) => ({
        ...statement,
        Principal: { AWS: [DATADOG, 'arn:aws:iam::123456789012:role/Former'] },
      }));
      await customer.iam.send(new DeleteRoleCommand({ RoleName: 'Former' }));
    },
    foundBy: 'trust-principal',
    status: 'warn',
    says: ['also names AROA', 'is the id of a role or user that was deleted'],
    besides: DRIFT,
  },
  {
    name: 'a condition that Datadog never meets',
    breakIt: (customer) =>
      editDatadogsTrust(customer, onlyIf({ ArnEquals: { 'aws:PrincipalArn': [DATADOG] } })),
    foundBy: 'trust-principal',
    status: 'fail',
    says: ['only on a condition that Datadog never meets', `the trust policy demands ArnEquals "${DATADOG}"`],
    besides: { ...DRIFT, 'external-id': 'unknown' },
  },
  {
    name: 'a condition of which nobody but Datadog knows whether it is met',
    breakIt: (customer) =>
      editDatadogsTrust(customer, onlyIf({ IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } })),
    foundBy: 'drift-trust-policy',
    status: 'warn',
    says: ['trustPolicy is different'],
    besides: { 'trust-principal': 'unknown' },
  },
  {
    name: 'a condition on an organization that keeps out the validator, too',
    breakIt: (customer) =>
      editWholeTrust(customer, onlyIf({ StringLike: { 'aws:PrincipalOrgID': 'o-customer' } })),
    foundBy: 'drift-trust-policy',
    status: 'warn',
    says: ['trustPolicy is different'],
    besides: { 'trust-principal': 'unknown', regions: 'unknown' },
  },
  {
    name: 'another external id',
    breakIt: (customer) => editWholeTrust(customer, demanding('generated-anew-in-datadog')),
    foundBy: 'external-id',
    status: 'fail',
    says: ['demands another external id', '"gene…adog"', '0f9b…4c6d'],
    besides: { ...SHUT_OUT, 'external-id-enforced': 'unknown' },
    repair: updateTheStack,
  },
  {
    name: 'another external id while the validator still gets in',
    breakIt: (customer) => editDatadogsTrust(customer, demanding(EXTERNAL_ID.toUpperCase())),
    foundBy: 'external-id',
    status: 'fail',
    says: ['demands another external id', '"0F9B…4C6D" (they differ in letter case only)'],
    besides: { ...DRIFT, 'external-id-enforced': 'unknown' },
  },
  {
    name: 'an external id that nobody has to know',
    breakIt: (customer) => editDatadogsTrust(customer, ({ Condition: _, ...open }) => open),
    foundBy: 'external-id-enforced',
    status: 'fail',
    says: ['Datadog is let in without an external id'],
    besides: DRIFT,
  },
  {
    name: 'that STS itself lets the validator in without an external id',
    breakIt: (customer) => editWholeTrust(customer, ({ Condition: _, ...open }) => open),
    foundBy: 'external-id-enforced',
    status: 'fail',
    says: ['STS in us-east-1 let the validator in without an external id'],
    besides: DRIFT,
    repair: updateTheStack,
  },
  {
    name: 'an external id of which the beginning is enough',
    breakIt: (customer) =>
      editDatadogsTrust(customer, (statement) => ({
        ...statement,
        Condition: { StringLike: { 'sts:ExternalId': `${EXTERNAL_ID}*` } },
      })),
    foundBy: 'external-id-enforced',
    status: 'fail',
    says: ['with the external id 0f9b…4c6d-wrong'],
    besides: DRIFT,
  },
  {
    name: 'a Deny',
    breakIt: (customer) =>
      addToTrust(customer, {
        Sid: 'Incident4711',
        Effect: 'Deny',
        Principal: { AWS: DATADOG },
        Action: 'sts:AssumeRole',
      }),
    foundBy: 'trust-no-deny',
    status: 'fail',
    says: ['"Incident4711" denies sts:AssumeRole'],
    besides: DRIFT,
  },
  {
    name: 'a Deny that keeps out the validator, too',
    breakIt: (customer) => addToTrust(customer, { Effect: 'Deny', Principal: '*', Action: 'sts:*' }),
    foundBy: 'trust-no-deny',
    status: 'fail',
    says: ['statement 3 denies sts:AssumeRole'],
    besides: SHUT_OUT,
  },
  {
    name: 'a Deny that depends on where Datadog comes from',
    breakIt: (customer) =>
      addToTrust(customer, {
        Effect: 'Deny',
        Principal: { AWS: DATADOG },
        Action: 'sts:AssumeRole',
        Condition: { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } },
      }),
    foundBy: 'drift-trust-policy',
    status: 'warn',
    says: ['trustPolicy is different'],
    besides: { 'trust-no-deny': 'unknown' },
  },
  {
    name: 'a change that keeps nobody out',
    breakIt: (customer) =>
      editDatadogsTrust(customer, (statement) => ({
        ...statement,
        Action: ['sts:AssumeRole', 'sts:TagSession'],
      })),
    foundBy: 'drift-trust-policy',
    status: 'warn',
    says: ['trustPolicy is different', 'sts:TagSession'],
  },
  {
    name: 'that the validator alone was taken out',
    breakIt: (customer) => putTrust(customer, asOnThePage(DATADOG)),
    foundBy: 'drift-trust-policy',
    status: 'warn',
    says: ['trustPolicy is different'],
    besides: { regions: 'unknown' },
  },
];

describe('in the trust policy the validator finds', () => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    customer = await openCustomerAccount({ skipsWaits: true, sandbox: usualRegions() });
  });
  afterAll(() => customer.close());

  itFinds(() => customer, BREAKAGES);
});
