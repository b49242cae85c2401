import { sequentialDepth } from '../../../test/sandbox';
import { countCalls } from '../calls';
import { checkCounts, idsOf, publishedFacts, regionsWith } from '../report-facts';
import { claim, type Findings, fact, type Step } from '../step';
import type { ValidatorStage } from '../validator-stage';

/** Metrics that count what is wrong. */
const COUNTS_OF_TROUBLE = ['RegionsFailing', 'ChecksFailing', 'DriftItems', 'PublishersFailing'];

export const healthy: Step<ValidatorStage> = {
  id: 'validator-healthy',
  title: 'The validator’s first run: everything is in order',
  run: async ({ validate }): Promise<Findings> => {
    const run = await validate();
    const { report, calls, metrics } = run;
    const ok = regionsWith(report, 'ok');
    const counts = Object.fromEntries(
      ['RegionsOk', ...COUNTS_OF_TROUBLE].map((name) => [name, Number(metrics[0]?.[name])]),
    );
    const depth = sequentialDepth(calls);
    return {
      facts: [
        fact('status', 'Status', report.status),
        fact(
          'regions',
          'Regions',
          { ok: ok.length, total: report.regions.length },
          `${ok.length} of ${report.regions.length} ok: AssumeRole at each one’s own STS, cloudwatch:ListMetrics with the session`,
        ),
        checkCounts(report),
        fact(
          'drift',
          'Drift',
          report.drift.length,
          report.drift.length === 0 ? 'none' : `${report.drift.length} differences`,
        ),
        fact(
          'work',
          'Work',
          { calls: calls.length, sequential: depth, milliseconds: Math.round(run.durationMs) },
          `${countCalls(calls)}, in ${Math.round(run.durationMs)} ms`,
        ),
        fact(
          'metrics',
          'Metrics',
          counts,
          Object.entries(counts)
            .map(([name, count]) => `${name} ${count}`)
            .join(', '),
        ),
        ...publishedFacts(run, 'subject'),
      ],
      claims: [
        claim('the report says healthy', report.status === 'healthy'),
        claim(
          'Datadog’s way in works in every region of the account',
          ok.length > 0 && ok.length === report.regions.length,
        ),
        claim('no check warns or fails', [...idsOf(report, 'warn'), ...idsOf(report, 'fail')].length === 0),
        claim(
          'every metric that counts trouble is 0',
          COUNTS_OF_TROUBLE.every((name) => counts[name] === 0),
        ),
        claim('nobody is alerted', run.alerts.length === 0),
      ],
    };
  },
};
