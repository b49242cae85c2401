import { type DatadogStage, openDatadogStage } from './datadog-stage';
import { foreignRegistration } from './datadog-steps/foreign-registration';
import { mended } from './datadog-steps/mended';
import { newExternalId } from './datadog-steps/new-external-id';
import { register } from './datadog-steps/register';
import { removed } from './datadog-steps/removed';
import { runSteps } from './run-steps';
import type { Act, Step } from './step';

const datadogSteps: readonly Step<DatadogStage>[] = [
  register,
  newExternalId,
  mended,
  foreignRegistration,
  removed,
];

/** Both sides: the account is registered in Datadog by the same stack, and Datadog really comes. */
export const datadogAct: Act = {
  title: 'Datadog’s side: the account registered, data coming, and who is wrong when it does not',
  setting:
    'The same file with a secret that has Datadog’s keys in it, and an embedded Datadog that answers as its API is recorded, and comes to assume the roles that are registered with it.',
  perform: async (tell) => {
    const stage = await openDatadogStage();
    try {
      await runSteps(stage, datadogSteps, tell);
    } finally {
      await stage.close();
    }
  },
};
