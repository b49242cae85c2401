import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { Deployment } from '../sandbox/cloudformation/deployment';
import {
  type CustomerAccount,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  RESOURCE_TYPE,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { earlierRelease, installRelease, PRESENT, type Release } from '../support/releases';
import { findings, onlyReport, validate } from '../support/validator-run';

const DATADOG_ACCOUNT = '464622532012';
const ROLE_ARN = `arn:aws:iam::123456789012:role/${ROLE}`;
const FULL = { Permissions: 'Full', ResourceCollection: 'true' };

/** Without the boundary and the tag on attachments, of which 0.1.0 knows nothing. */
function whatItMay(role: ReturnType<CustomerAccount['account']['digest']>['roles'][string] | undefined) {
  return { trust: role?.trust, inline: role?.inline, attached: role?.attached };
}

/** A stack whose provider is of one release after the other, as its template. */
describe.each(['0.1.0'])('a stack of release %s', (version) => {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  const earlier = earlierRelease(version, folder);
  afterAll(() => rmSync(folder, { recursive: true }));
  let customer: CustomerAccount;
  let stack: Stack;
  const functions: { close(): Promise<void> }[] = [];
  const deploy = async (release: Release, options: Partial<Deployment> = {}) => {
    const { lambda, properties: declared } = await installRelease(customer, release);
    functions.push(lambda);
    const resource = {
      type: RESOURCE_TYPE,
      serviceToken: lambda,
      properties: { ...declared, ...FULL },
    };
    return stack.deploy({ resources: { [LOGICAL_ID]: resource }, ...options });
  };

  const letsDatadogIn = () =>
    customer
      .stsOf(DATADOG_ACCOUNT)
      .send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: 'datadog', ExternalId: EXTERNAL_ID }))
      .then(({ Credentials: credentials }) => credentials !== undefined);

  beforeEach(async () => {
    customer = await openCustomerAccount({ skipsWaits: true });
    stack = customer.stack();
  });
  afterEach(async () => {
    for (const one of functions.splice(0)) await one.close();
    await customer.close();
  });

  it('is updated to the present one by its package alone, and validates as healthy', async () => {
    expect(await deploy(earlier)).toBe('CREATE_COMPLETE');
    expect(customer.account.digest().roles[ROLE]?.boundaryArn).toBeNull();

    expect(await deploy(PRESENT)).toBe('UPDATE_COMPLETE');

    const role = customer.account.digest().roles[ROLE];
    expect(role?.boundaryArn).toContain('IntegrationBoundary');
    expect(findings(onlyReport(await validate(customer)))).toEqual({});
  });

  it('is deleted by the present one, and leaves nothing', async () => {
    const before = customer.account.digest();
    await deploy(earlier);
    await deploy(PRESENT);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest().roles[ROLE]).toBeUndefined();
    expect(customer.account.digest().policies).toEqual(before.policies);
  });

  it('goes back when its update fails', async () => {
    await deploy(earlier);
    const before = customer.account.digest().roles[ROLE];
    expect(await deploy(PRESENT, { failAfter: true })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(whatItMay(customer.account.digest().roles[ROLE])).toEqual(whatItMay(before));
    expect(await letsDatadogIn()).toBe(true);
  });

  it('can be downgraded to the earlier one, and deleted by it', async () => {
    const before = customer.account.digest();
    await deploy(earlier);
    const earlierState = customer.account.digest().roles[ROLE];
    await deploy(PRESENT);
    expect(await deploy(earlier)).toBe('UPDATE_COMPLETE');
    expect(whatItMay(customer.account.digest().roles[ROLE])).toEqual(whatItMay(earlierState));
    expect(customer.account.digest().roles[ROLE]?.boundaryArn).toBe(earlierState?.boundaryArn);
    expect(await letsDatadogIn()).toBe(true);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest().roles[ROLE]).toBeUndefined();
    expect(customer.account.digest().policies).toEqual(before.policies);
  });
});
