import type { AccountSnapshot, Registration } from '../sandbox';
import type { CustomerAccount } from '../support/customer-account';

/** Both sides: an AWS account, and what is registered in the organization whose keys its provider has. */
export interface Snapshot extends AccountSnapshot {
  readonly registrations: readonly Registration[];
}

export function snapshotOf(customer: CustomerAccount): Snapshot {
  return { ...customer.account.snapshot(), registrations: customer.datadog().accounts.list() };
}
