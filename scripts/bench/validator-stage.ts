import {
  type CustomerAccount,
  type CustomerOptions,
  openCustomerAccount,
} from '../../test/support/customer-account';
import { declaredProperties } from '../../test/support/declared-integration';
import { onlyReport, type ValidatorRun, validate } from '../../test/support/validator-run';

/** All permissions: the integration about which the validator has the most to find out. */
const MOST_TO_FIND_OUT = { Permissions: 'Full', ResourceCollection: 'true' };

/** An account with an integration deployed, by these parameters of template.yaml. */
export async function openValidatorStage(
  options: Pick<CustomerOptions, 'skipsWaits'>,
  parameters: Readonly<Record<string, string>> = MOST_TO_FIND_OUT,
): Promise<CustomerAccount> {
  const customer = await openCustomerAccount(options);
  try {
    const properties = declaredProperties(customer, parameters);
    const status = await customer.deploy(customer.stack(), properties);
    if (status !== 'CREATE_COMPLETE') throw new Error(`the integration could not be deployed: ${status}`);
    return customer;
  } catch (error) {
    await customer.close();
    throw error;
  }
}

/** One run, from which a report must come out. @throws Error when there is none */
export async function runValidator(customer: CustomerAccount, latencyMs: number): Promise<ValidatorRun> {
  customer.sandbox.configure({ latencyMs });
  customer.sandbox.journal.clear();
  const run = await validate(customer);
  onlyReport(run);
  return run;
}
