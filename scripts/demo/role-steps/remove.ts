import { isDeepStrictEqual } from 'node:util';
import { ROLE } from '../../../test/support/customer-account';
import { countCalls, describeCall } from '../calls';
import type { RoleStage } from '../role-stage';
import { claim, type Findings, fact, type Step } from '../step';

export const remove: Step<RoleStage> = {
  id: 'delete',
  title: 'Delete: the stack goes, and everything it made',
  run: async ({ account, atFirst, remove: removeStack }): Promise<Findings> => {
    const existed = ROLE in account.digest().roles;
    const removed = await removeStack();
    const left = account.digest();
    const steps = removed.calls.filter(({ write }) => write).map(describeCall);
    const roles = Object.keys(left.roles);
    const policies = Object.keys(left.policies);
    return {
      facts: [
        fact('status', 'Stack', removed.status),
        fact('replyMilliseconds', 'Reply', removed.replyMs, `after ${removed.replyMs} ms`),
        fact('calls', 'Work', removed.calls.length, countCalls(removed.calls)),
        fact('steps', 'In this order', steps, steps),
        fact('rolesLeft', 'Roles left', roles, roles),
        fact('policiesLeft', 'Policies left', policies, policies.join(', ') || 'none'),
      ],
      claims: [
        claim('the stack is deleted', removed.status === 'DELETE_COMPLETE'),
        claim('the role is gone', existed && !roles.includes(ROLE)),
        claim(
          'the account is as it was before the first step, but for the boundary, which the template keeps',
          isDeepStrictEqual({ ...left, policies: {} }, atFirst) && policies.every(isBoundary),
        ),
      ],
    };
  },
};

/** It may still bound roles: adopted ones, and those of other stacks. */
function isBoundary(name: string): boolean {
  return name.includes('-IntegrationBoundary-');
}
