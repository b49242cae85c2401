import { dataOf } from '../../../test/support/registration';
import type { DatadogStage } from '../datadog-stage';
import { checkCounts } from '../report-facts';
import { claim, type Findings, fact, type Step } from '../step';

export const mended: Step<DatadogStage> = {
  id: 'datadog-mended',
  title: 'It is done: one update, and Datadog comes again',
  run: async ({ update, crawl, validate }): Promise<Findings> => {
    const { status } = await update();
    const [visit] = await crawl();
    const { data, regions } = dataOf(visit);
    const report = await validate();
    return {
      facts: [
        fact('stack', 'Stack', status),
        fact('data', 'Datadog comes', { data, regions }, `data from ${data} of ${regions} regions`),
        fact('status', 'Status', report.status),
        checkCounts(report),
      ],
      claims: [
        claim('the stack is updated', status === 'UPDATE_COMPLETE'),
        claim('Datadog gets data from every region again', regions > 0 && data === regions),
        claim('the report says healthy', report.status === 'healthy'),
      ],
    };
  },
};
