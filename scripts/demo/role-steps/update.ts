import { ROLE } from '../../../test/support/customer-account';
import { countCalls, describeCall } from '../calls';
import { watchPermissions } from '../permission-watch';
import type { RoleStage } from '../role-stage';
import { claim, type Findings, fact, type Step } from '../step';

const TAGS = { team: 'platform', 'cost-center': '4711' };

export const update: Step<RoleStage> = {
  id: 'update',
  title: 'Update: the standard permissions only, no resource collection, and tags',
  run: async (stage): Promise<Findings> => {
    const endWatch = watchPermissions(stage);
    const updated = await stage.change({
      Permissions: 'Standard',
      ResourceCollection: 'false',
      Tags: Object.entries(TAGS)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    });
    const seen = endWatch();
    const role = stage.account.digest().roles[ROLE];
    const steps = updated.calls.filter(({ write }) => write).map(describeCall);
    return {
      facts: [
        fact('status', 'Stack', updated.status),
        fact('replyMilliseconds', 'Reply', updated.replyMs, `after ${updated.replyMs} ms`),
        fact('calls', 'Work', updated.calls.length, countCalls(updated.calls)),
        fact('steps', 'In this order', steps, steps),
        fact(
          'permissions',
          'Permissions',
          { before: seen.actionsBefore, after: seen.actionsAfter, shared: seen.shared },
          `${seen.actionsBefore} actions before, ${seen.actionsAfter} after, ${seen.shared} of them in both`,
        ),
      ],
      claims: [
        claim('the stack is updated', updated.status === 'UPDATE_COMPLETE'),
        claim('the permissions are fewer now', seen.actionsAfter < seen.actionsBefore),
        claim(
          'the role has the new tags',
          Object.entries(TAGS).every(([key, value]) => role?.tags[key] === value),
        ),
        claim(
          `no permission that both sets share was missing after any of ${seen.calls} IAM calls`,
          seen.calls > 0 && seen.shared > 0 && seen.missing.length === 0,
        ),
        claim('Datadog could assume the role after each of them', seen.lockedOutAfter === 0),
      ],
    };
  },
};
