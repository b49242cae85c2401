import type { Report } from '../../src/report/report';
import { type CustomerAccount, openCustomerAccount, type Stack } from '../../test/support/customer-account';
import { declaredProperties } from '../../test/support/declared-integration';
import { onlyReport, type ValidatorRun, validate } from '../../test/support/validator-run';

const LATENCY_MS = 10;
/** The account's clock is behind, so that a role counts as settled when the validator looks: see validation/age.ts. */
const BEHIND_MS = 150_000;

/** What the act about the validator plays on: an account of an organization, with the integration deployed. */
export interface ValidatorStage {
  readonly customer: CustomerAccount;
  readonly stack: Stack;
  /** Deploys the integration with this description: CloudFormation asks the provider only when something changed. */
  readonly deploy: (description: string) => Promise<string>;
  /** Lets the schedule start the validator once. @throws Error when it does not report */
  readonly validate: () => Promise<Validation>;
}

export interface Validation extends ValidatorRun {
  readonly report: Report;
}

export async function openValidatorStage(): Promise<ValidatorStage> {
  const customer = await openCustomerAccount({
    sandbox: { latencyMs: LATENCY_MS, now: () => Date.now() - BEHIND_MS },
  });
  const stack = customer.stack('datadog');
  const stage: ValidatorStage = {
    customer,
    stack,
    deploy: (description) =>
      customer.deploy(
        stack,
        declaredProperties(customer, {
          Permissions: 'Standard',
          ResourceCollection: 'true',
          Description: description,
        }),
      ),
    validate: async () => {
      const run = await validate(customer);
      return { ...run, report: onlyReport(run) };
    },
  };
  try {
    const status = await stage.deploy('Lets Datadog read this account');
    if (status !== 'CREATE_COMPLETE') throw new Error(`the integration could not be deployed: ${status}`);
    return stage;
  } catch (error) {
    await customer.close();
    throw error;
  }
}
