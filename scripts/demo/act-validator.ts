import { runSteps } from './run-steps';
import type { Act, Step } from './step';
import { openValidatorStage, type ValidatorStage } from './validator-stage';
import { allClear } from './validator-steps/all-clear';
import { healthy } from './validator-steps/healthy';
import { repair } from './validator-steps/repair';
import { repetition } from './validator-steps/repetition';
import { trouble } from './validator-steps/trouble';

const validatorSteps: readonly Step<ValidatorStage>[] = [healthy, trouble, repetition, repair, allClear];

/** What the validator finds and tells while the integration that template.yaml declares breaks and is repaired. */
export const validatorAct: Act = {
  title: 'The validator: does Datadog have access, region by region, and if not, why',
  setting:
    'Played by the validator’s bundle with the role that template.yaml gives it, in another account: one of an organization, with the integration deployed.',
  perform: async (tell) => {
    const stage = await openValidatorStage();
    try {
      await runSteps(stage, validatorSteps, tell);
    } finally {
      await stage.customer.close();
    }
  },
};
