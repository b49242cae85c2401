import { isDeepStrictEqual } from 'node:util';
import { DATADOG, EXTERNAL_ID, ROLE } from '../../../test/support/customer-account';
import { countCalls, describeCall } from '../calls';
import { checkCounts, idsOf, publishedFacts } from '../report-facts';
import { claim, type Findings, fact, type Step } from '../step';
import type { ValidatorStage } from '../validator-stage';

export const repair: Step<ValidatorStage> = {
  id: 'validator-repair',
  title: 'The repair: an update of the stack puts the role right; the regions stay blocked',
  run: async ({ customer, deploy, validate }): Promise<Findings> => {
    customer.sandbox.journal.clear();
    const status = await deploy('Lets Datadog read this account (restored)');
    const work = customer.calls();
    const writes = work.filter(({ write }) => write).map(describeCall);
    const run = await validate();
    const { report } = run;
    return {
      facts: [
        fact('stack', 'Stack', status),
        fact('calls', 'Work', work.length, countCalls(work)),
        fact('steps', 'In this order', writes, writes),
        fact('status', 'Status', report.status),
        checkCounts(report),
        ...publishedFacts(run, 'subject'),
      ],
      claims: [
        claim('the stack is updated', status === 'UPDATE_COMPLETE'),
        claim(
          'Datadog can assume the role again',
          customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID }),
        ),
        claim('no drift is left', report.drift.length === 0),
        claim(
          'the only check that still fails is regions',
          isDeepStrictEqual(idsOf(report, 'fail'), ['regions']),
        ),
        claim('one alert goes out, for the cause is another one now', run.alerts.length === 1),
      ],
    };
  },
};
