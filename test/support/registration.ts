import { randomBytes } from 'node:crypto';
import type { AccountVisit, OrganizationView, Sandbox } from '../sandbox';
import type { Deployment } from '../sandbox/cloudformation/deployment';
import {
  type CustomerAccount,
  type CustomerOptions,
  type DatadogKeys,
  KEYS_SECRET,
  openCustomerAccount,
  ROLE,
  type Stack,
  type StackStatus,
} from './customer-account';

export const REGISTRATION_TYPE = 'Custom::DatadogIntegrationAccount';
/** As template.yaml calls it. */
export const REGISTRATION = 'DatadogAccount';
/** The physical id of one that was never made. */
export const NOT_REGISTERED_ID = 'datadog-integration-account:not-created';
export const ACCOUNT_ID = '123456789012';

type Properties = Readonly<Record<string, unknown>>;

/** An organization in Datadog, with keys that nobody else has. */
export interface DatadogSide {
  readonly keys: DatadogKeys;
  readonly organization: OrganizationView;
}

/** Keys as Datadog issues them; no other has them. */
export function newKeys(): DatadogKeys {
  return {
    DD_API_KEY: `${randomBytes(14).toString('hex')}c0de`,
    DD_APP_KEY: `${randomBytes(18).toString('hex')}c0de`,
  };
}

export function newOrganization(sandbox: Sandbox, site = 'datadoghq.com'): DatadogSide {
  const keys = newKeys();
  return { keys, organization: sandbox.datadog.organization(keys.DD_API_KEY, { site }) };
}

/** A customer whose provider has Datadog's keys. */
export interface RegisteringCustomer {
  readonly customer: CustomerAccount;
  /** Creates or updates a stack, so that it has the account registered with these properties. */
  register(
    stack: Stack,
    properties?: Properties,
    options?: Omit<Deployment, 'resources'>,
  ): Promise<StackStatus>;
  /** Puts other keys, or whatever else, into the secret. */
  putSecret(value: object | string): void;
  /** Puts the account back, and gives the provider the keys of an organization that knows nothing of it yet. */
  renew(site?: string): DatadogSide;
  close(): Promise<void>;
}

export async function openRegisteringCustomer(options: CustomerOptions = {}): Promise<RegisteringCustomer> {
  const customer = await openCustomerAccount({ skipsWaits: true, ...options, datadogKeys: newKeys() });
  const { account, sandbox, provider } = customer;
  const place = options.region === undefined ? {} : { region: options.region };
  const putSecret = (value: object | string) => {
    account.secrets.put(KEYS_SECRET, value, place);
  };
  return {
    customer,
    register: (stack, properties = {}, deployment = {}) =>
      stack.deploy({
        ...deployment,
        resources: {
          [REGISTRATION]: {
            type: REGISTRATION_TYPE,
            serviceToken: provider,
            // CloudFormation turns them into texts before they are sent.
            properties: properties as Record<string, string>,
          },
        },
      }),
    putSecret,
    renew: (site) => {
      customer.reset();
      const side = newOrganization(sandbox, site);
      putSecret(side.keys);
      return side;
    },
    close: () => customer.close(),
  };
}

/** What a stack's events say of resources that failed. */
export function failuresOf(stack: Stack): readonly string[] {
  return stack.events
    .filter(({ status, logicalId }) => status.endsWith('_FAILED') && logicalId !== stack.name)
    .map(({ reason = '' }) => reason);
}

/** Names of the calls of Datadog's API that change something, in their order. */
export function datadogWrites({ sandbox }: Pick<CustomerAccount, 'sandbox'>): readonly string[] {
  return sandbox.journal
    .calls()
    .filter(({ service, write }) => service === 'datadog' && write)
    .map(({ operation }) => operation);
}

/** Names of the parameters in which registrations are on record. */
export function registrationRecords({ account }: Pick<CustomerAccount, 'account'>): readonly string[] {
  return Object.values(account.snapshot().parameters)
    .flatMap((stored) => Object.keys(stored))
    .filter((name) => name.startsWith('/datadog-integration-registration/'));
}

/** How many regions Datadog has data from, of how many that it came to; and what it was told in the others. */
export function dataOf(visit: AccountVisit | undefined) {
  const { regions = [] } = visit ?? {};
  const withData = regions.filter(({ data }) => data);
  const errors = regions.flatMap((region) => (region.data ? [] : [region.error]));
  return { data: withData.length, regions: regions.length, errors: [...new Set(errors)] };
}

/** What people enter in Datadog's pages. */
export const byHand = { accountId: ACCOUNT_ID, roleName: ROLE };
