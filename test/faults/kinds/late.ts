import type { CustomResourceRequest } from '../../sandbox/cloudformation/request';
import type { FaultKind } from '../fault-kind';

const AFTERWARDS = 'delivered.afterwards';
const MEANWHILE = 'delivered.during-rollback';

/**
 * Lambda does not get round to the first event before CloudFormation has given up on it. It is delivered when the stack
 * rests again, or at the same time as the event of the rollback: nothing may come of it.
 */
export const LATE: FaultKind = {
  id: 'late',
  outcome: 'is given up',
  redelivers: true,
  kills: false,
  isOfOrder: true,
  // A Delete is not rolled back but repeated, when somebody gets round to it.
  targets: ({ story }) =>
    [AFTERWARDS, ...(story.act.kind === 'delete' ? [] : [MEANWHILE])].map((label) => ({
      label,
      occurrence: 1,
    })),
  befall: ({ customerStack: { stack }, target }) => {
    const earlier = stack.requests.length;
    let held: CustomResourceRequest | undefined;
    let delivered = false;
    const deliver = async () => {
      if (held === undefined || delivered) return;
      delivered = true;
      await stack.deliver(held);
    };
    return {
      operation: {
        holdsBack: (request) => {
          if (held !== undefined || stack.requests.length > earlier + 1) return false;
          held = request;
          return true;
        },
      },
      onEvent: () => {
        if (target.label === MEANWHILE) void deliver();
      },
      lift: () => undefined,
      aftermath: async () => {
        await deliver();
        return [];
      },
      hasStruck: () => delivered,
    };
  },
};
