import { describeStep, isEmpty } from '../iam/plan';
import { openPropagationWindow } from './propagation-window';
import type { Reconciled } from './reconcile';
import type { Session } from './session';

/**
 * Whether IAM shows what has been written, after as many looks as it takes: false when it still shows something else once
 * all must be seen, because somebody else has written as well.
 */
export async function isVerified({ context }: Session, { remaining }: Reconciled): Promise<boolean> {
  const window = openPropagationWindow(context, 'just written');
  for (;;) {
    const plan = await remaining();
    if (isEmpty(plan)) return true;
    context.log.info('not seen yet', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
    if (!(await window.again())) return false;
  }
}
