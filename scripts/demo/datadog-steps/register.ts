import { dataOf } from '../../../test/support/registration';
import type { DatadogStage } from '../datadog-stage';
import { claim, type Findings, fact, type Step } from '../step';

export const register: Step<DatadogStage> = {
  id: 'datadog-register',
  title: 'One deployment: a secret’s ARN, and no external id to copy',
  run: async ({ deploy, registration, crawl }): Promise<Findings> => {
    const { status, outputs, datadogCalls } = await deploy();
    const calls = datadogCalls.map(({ operation }) => operation);
    const [visit] = await crawl();
    const { data, regions } = dataOf(visit);
    return {
      facts: [
        fact('status', 'Stack', status),
        fact('datadogCalls', 'Datadog calls', calls, calls.join(', ')),
        fact('accountConfigId', 'Registration', outputs['AccountConfigId'] ?? ''),
        fact('roleName', 'With the role', registration() === undefined ? '' : (visit?.roleName ?? '')),
        fact('data', 'Datadog comes', { data, regions }, `data from ${data} of ${regions} regions`),
      ],
      claims: [
        claim('the stack is created', status === 'CREATE_COMPLETE'),
        claim(
          'the account is registered by it',
          outputs['AccountConfigId'] !== undefined && registration()?.id === outputs['AccountConfigId'],
        ),
        claim('Datadog gets data from every region', regions > 0 && data === regions),
      ],
    };
  },
};
