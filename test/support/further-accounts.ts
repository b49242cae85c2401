import { type CustomerAccount, type CustomerOptions, openCustomerAccount } from './customer-account';

/** For tests that need a customer of another kind: what the returned function opens is closed after the test. */
export function furtherAccounts(): (options: CustomerOptions) => Promise<CustomerAccount> {
  const opened: CustomerAccount[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((account) => account.close()));
  });
  return async (options) => {
    const account = await openCustomerAccount(options);
    opened.push(account);
    return account;
  };
}
