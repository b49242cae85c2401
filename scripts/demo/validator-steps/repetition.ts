import { idsOf, publishedFacts } from '../report-facts';
import { claim, type Findings, fact, type Step } from '../step';
import type { ValidatorStage } from '../validator-stage';

export const repetition: Step<ValidatorStage> = {
  id: 'validator-repetition',
  title: 'The next run: nothing has changed, and nobody is told again',
  run: async ({ validate }): Promise<Findings> => {
    const run = await validate();
    const { report } = run;
    const failed = idsOf(report, 'fail');
    return {
      facts: [
        fact('status', 'Status', report.status),
        fact('failed', 'Failing checks', failed, failed.join(', ')),
        ...publishedFacts(run, 'subject'),
      ],
      claims: [
        claim('the report says failing, as before', report.status === 'failing' && failed.length > 0),
        claim('no alert goes out', run.alerts.length === 0),
        claim('the event does: whoever listens to reports gets each of them', run.events.length === 1),
      ],
    };
  },
};
