import type { DatadogStage } from '../datadog-stage';
import { OTHER_ACCOUNT } from '../datadog-stage';
import { claim, type Findings, fact, type Step } from '../step';

export const removed: Step<DatadogStage> = {
  id: 'datadog-removed',
  title: 'The end: the stack is deleted, and nothing of it is left on either side',
  run: async ({ remove, sandbox, organization, registration }): Promise<Findings> => {
    const { status, datadogCalls } = await remove();
    const calls = datadogCalls.map(({ operation }) => operation);
    const { parameters } = sandbox.account().snapshot();
    const records = Object.values(parameters).flatMap((stored) => Object.keys(stored));
    return {
      facts: [
        fact('status', 'Stack', status),
        fact('datadogCalls', 'Datadog calls', calls, calls.join(', ')),
        fact('records', 'Records left', records, records.length === 0 ? 'none' : records),
      ],
      claims: [
        claim('the stack is gone', status === 'DELETE_COMPLETE'),
        claim('so is the registration', registration() === undefined),
        claim(
          'the one of the other account is still there',
          organization.accounts.of(OTHER_ACCOUNT) !== undefined,
        ),
        claim('no record is left', records.length === 0),
      ],
    };
  },
};
