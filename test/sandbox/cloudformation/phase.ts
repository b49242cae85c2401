import { type Dependent, dependenciesAmong, runInOrder } from './dependency-order';
import type { Deployment } from './deployment';
import { noteResource, type StackRecord } from './stack-state';

/** One resource's part in a phase; resolves to whether it succeeded. */
export interface Step extends Dependent {
  run(cancelled: AbortSignal): Promise<boolean>;
}

/** The resource of the stack that fails for `failAfter` and `failDuring`. */
const OTHER_RESOURCE = 'AnotherResource';
const OTHER_TYPE = 'AWS::CloudFormation::WaitCondition';

/**
 * Runs each step as soon as those are done that it depends on, and all that do not refer to each other at the same time. Where the
 * operation is rolled back, the first failure cancels what is still in progress. Resolves to the logical ids that failed.
 */
export async function runPhase(
  stack: StackRecord,
  { failAfter = false, failDuring, onFailure }: Deployment,
  otherFailure: 'CREATE_FAILED' | 'UPDATE_FAILED',
  steps: readonly Step[],
): Promise<string[]> {
  const failed: string[] = [];
  const cancel = new AbortController();
  const fail = (logicalId: string) => {
    failed.push(logicalId);
    // Where what succeeds is preserved, one failure does not stop the others.
    if (onFailure !== 'DO_NOTHING') cancel.abort();
  };
  const failOther = () => {
    const other = { logicalId: OTHER_RESOURCE, physicalId: undefined, type: OTHER_TYPE };
    noteResource(stack, other, otherFailure, 'made to fail');
    fail(OTHER_RESOURCE);
  };

  let running = true;
  const failOtherIfRunning = () => {
    if (running) failOther();
  };
  failDuring?.then(failOtherIfRunning, failOtherIfRunning);
  await runInOrder(
    steps,
    dependenciesAmong(steps),
    async ({ logicalId, run }) => {
      const succeeded = await run(cancel.signal);
      if (!succeeded) fail(logicalId);
      return succeeded;
    },
    () => !cancel.signal.aborted,
  );
  running = false;
  if (failAfter && failed.length === 0) failOther();
  return failed;
}
