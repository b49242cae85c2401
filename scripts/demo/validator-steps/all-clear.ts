import { checkCounts, publishedFacts, regionsWith } from '../report-facts';
import { claim, type Findings, fact, type Step } from '../step';
import type { ValidatorStage } from '../validator-stage';

export const allClear: Step<ValidatorStage> = {
  id: 'validator-all-clear',
  title: 'The organization lets go, STS is activated, the region is enabled: the all-clear',
  run: async ({ customer, validate }): Promise<Findings> => {
    customer.sandbox.configure({
      accounts: { [customer.account.id]: { scps: [], stsDeactivated: [], regionsOff: [] } },
    });
    const run = await validate();
    const next = await validate();
    const { report } = run;
    const ok = regionsWith(report, 'ok');
    return {
      facts: [
        fact('status', 'Status', report.status),
        fact(
          'regions',
          'Regions',
          { ok: ok.length, total: report.regions.length },
          `${ok.length} of ${report.regions.length} ok`,
        ),
        checkCounts(report),
        ...publishedFacts(run, 'text'),
      ],
      claims: [
        claim('the report says healthy', report.status === 'healthy'),
        claim(
          'Datadog’s way in works in every region again',
          ok.length > 0 && ok.length === report.regions.length,
        ),
        claim('the all-clear goes out', run.alerts.length === 1),
        claim(
          'the run after it is healthy, and silent',
          next.report.status === 'healthy' && next.alerts.length === 0,
        ),
      ],
    };
  },
};
