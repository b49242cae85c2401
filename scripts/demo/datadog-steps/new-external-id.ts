import { dataOf } from '../../../test/support/registration';
import type { DatadogStage } from '../datadog-stage';
import { checkCounts, findingsFact, idsOf } from '../report-facts';
import { claim, type Findings, fact, type Step } from '../step';

export const newExternalId: Step<DatadogStage> = {
  id: 'datadog-new-external-id',
  title: 'Another external id, made in Datadog: no more data, and who has to mend what',
  run: async ({ organization, registration, crawl, validate }): Promise<Findings> => {
    organization.accounts.regenerateExternalId(registration()?.id ?? '');
    const [visit] = await crawl();
    const { data, regions, errors } = dataOf(visit);
    const [error = ''] = errors;
    const report = await validate();
    const found = report.checks.find(({ id }) => id === 'datadog-external-id');
    return {
      facts: [
        fact('data', 'Datadog comes', { data, regions, error }, [
          `data from ${data} of ${regions} regions`,
          error,
        ]),
        fact('status', 'Status', report.status),
        checkCounts(report),
        findingsFact(report),
      ],
      claims: [
        claim('Datadog gets no data any more', data === 0),
        claim(
          'the role itself is in order',
          !idsOf(report, 'fail').includes('external-id') && report.drift.length === 0,
        ),
        claim('the validator says that Datadog comes with another external id', found?.status === 'fail'),
        claim(
          'and that the stack has to get Datadog’s',
          found?.remedy.some((step) => step.startsWith('aws cloudformation update-stack')) ?? false,
        ),
      ],
    };
  },
};
