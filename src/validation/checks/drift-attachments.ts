import type { Step } from '../../iam/plan';
import type { DriftItem } from '../../report/report';
import { isUnconfirmed } from '../adoption';
import { DRIFT_PATHS } from '../drift';
import { type Check, isOfDeclared } from './check';
import { confirmAdoption } from './confirm-adoption';
import { aboutDrift } from './drift-verdict';
import { commandsFor } from './restore';

/**
 * Has the role the policies that the stack attaches, and no others but those that it had before it was adopted? A missing policy
 * of AWS's or the customer's own is a failure, as nothing else would tell what Datadog lacks by it.
 */
export const driftAttachments: Check = {
  id: 'drift-attachments',
  essential: true,
  isAsked: isOfDeclared,
  evaluate: aboutDrift((present, situation) => {
    const { drift, desired } = situation;
    const attachments = drift.filter(({ path }) => path.startsWith(DRIFT_PATHS.attachments));
    const inline = drift.filter(
      ({ path }) => path.startsWith(DRIFT_PATHS.otherInlinePolicies) && path !== DRIFT_PATHS.inlinePolicy,
    );
    const lacksOther = attachments.some(
      (item) => item.kind === 'missing' && desired.attachedPolicyArns.includes(arnIn(item)),
    );
    const additions = [...attachments.filter(({ kind }) => kind === 'unexpected'), ...inline];
    // They may all have been there before an adoption that nothing confirms, and what is taken off then is lost.
    const isUntold = additions.length > 0 && isUnconfirmed(present.adoption);
    const missing = attachments.filter(({ kind }) => kind !== 'unexpected');
    return {
      subject: 'attached policies',
      items: [...missing, ...additions],
      status: lacksOther ? 'fail' : isUntold && missing.length === 0 ? 'unknown' : 'warn',
      remedy: [
        ...commandsFor(
          missing.map((item): Step => ({ kind: 'attach-policy', policyArn: arnIn(item) })),
          present,
          situation,
        ),
        ...(isUntold ? confirmAdoption(present, situation) : []),
        ...(additions.some(({ path }) => path.startsWith(DRIFT_PATHS.attachments)) && !isUntold
          ? ['Policies that shall stay: add them to the property ManagedPolicyArns of the stack. Otherwise:']
          : []),
        ...(isUntold ? [] : commandsFor(additions.map(removal), present, situation)),
      ],
    };
  }),
};

function removal(item: DriftItem): Step {
  return item.path.startsWith(DRIFT_PATHS.attachments)
    ? { kind: 'detach-policy', policyArn: arnIn(item) }
    : { kind: 'delete-inline-policy', policyName: item.path.slice(DRIFT_PATHS.otherInlinePolicies.length) };
}

function arnIn({ path }: DriftItem): string {
  return path.slice(DRIFT_PATHS.attachments.length);
}
