import collection from '../../src/datadog/permissions/full-1.json';
import standard from '../../src/datadog/permissions/standard.json';
import type { RoleSeed } from '../sandbox';
import {
  type CustomerAccount,
  DATADOG,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
  withoutBoundary,
} from '../support/customer-account';
import { adoptableRole } from '../support/guide-role';
import { findings, onlyReport, validate } from '../support/validator-run';

/*
 * docs/moving-over.md with the template as it comes: whose permissions a role keeps when it is taken over, and what it is after
 * that is undone.
 */

const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const COLLECTION = 'datadog-aws-integration-resource-collection-permissions-1';
const COLLECTION_ARN = `arn:aws:iam::123456789012:policy/${COLLECTION}`;

/** As Datadog's aws_quickstart/datadog_integration_role.yaml and its function leave it. */
const quickstartRole: RoleSeed = {
  name: ROLE,
  trust: adoptableRole.trust,
  inline: { DatadogAWSIntegrationPolicy: standard },
  attached: [SECURITY_AUDIT, COLLECTION_ARN],
};

let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
});
beforeEach(() => {
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const role = () => customer.account.digest().roles[ROLE];
const letsDatadogIn = () => customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID });

describe('the role of Datadog’s quickstart, once no stack declares it', () => {
  beforeEach(() => {
    customer.account.seed({
      policies: [{ name: COLLECTION, document: collection }],
      roles: [quickstartRole],
    });
  });

  it('is adopted, keeps the policies that the quickstart has made, and is healthy', async () => {
    expect(await customer.deploy(stack, { ExistingRole: 'Adopt', ResourceCollection: true })).toBe(
      'CREATE_COMPLETE',
    );

    expect(stack.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
    expect(letsDatadogIn()).toBe(true);
    expect(Object.keys(role()?.inline ?? {})).toEqual([
      'DatadogAWSIntegrationPolicy',
      'DatadogIntegrationPolicy',
    ]);
    expect(role()?.attached).toContain(COLLECTION_ARN);
    // Nobody but the first run has used the role, which is no new one.
    await validate(customer);
    expect(findings(onlyReport(await validate(customer)))).toEqual({});
  });

  it('is as it was when the stack is deleted, but for the boundary', async () => {
    const before = customer.account.digest();
    await customer.deploy(stack, { ExistingRole: 'Adopt', ResourceCollection: true });

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(withoutBoundary(customer.account.digest())).toEqual(before);
    expect(role()?.boundaryArn).toContain(':policy/datadog-integration-role-boundary/');
  });
});

it('a role of a second name stands beside the first one, and lets Datadog in by the same external id', async () => {
  customer.account.seed({ roles: [adoptableRole] });
  const before = role();

  expect(await customer.deploy(stack, { RoleName: `${ROLE}-2` })).toBe('CREATE_COMPLETE');

  expect(customer.account.canAssume(DATADOG, `${ROLE}-2`, { externalId: EXTERNAL_ID })).toBe(true);
  expect(role()).toEqual(before);
  expect(letsDatadogIn()).toBe(true);
});
