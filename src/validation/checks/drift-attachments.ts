import type { DriftItem } from '../../report/report';
import { DRIFT_PATHS } from '../drift';
import { aboutRole, type Check } from './check';
import { driftVerdict } from './drift-verdict';
import { commandsFor } from './restore';

/**
 * Has the role the policies that the stack attaches, and no others? A missing policy of AWS's or the customer's own is a
 * failure, as nothing else would tell what Datadog lacks by it.
 */
export const driftAttachments: Check = {
  id: 'drift-attachments',
  essential: true,
  ofDeclared: true,
  evaluate: aboutRole((present, situation) => {
    const { drift, desired } = situation;
    const attachments = drift.filter(({ path }) => path.startsWith(DRIFT_PATHS.attachments));
    const inline = drift.filter(
      ({ path }) => path.startsWith(DRIFT_PATHS.otherInlinePolicies) && path !== DRIFT_PATHS.inlinePolicy,
    );
    const lacksOther = attachments.some(
      (item) => item.kind === 'missing' && desired.attachedPolicyArns.includes(arnIn(item)),
    );
    return driftVerdict({
      subject: 'attached policies',
      items: [...attachments, ...inline],
      status: lacksOther ? 'fail' : 'warn',
      remedy: [
        ...(attachments.some(({ kind }) => kind === 'unexpected')
          ? ['Policies that shall stay: add them to the property ManagedPolicyArns of the stack. Otherwise:']
          : []),
        ...commandsFor(
          [
            ...attachments.map((item) =>
              item.kind === 'missing'
                ? ({ kind: 'attach-policy', policyArn: arnIn(item) } as const)
                : ({ kind: 'detach-policy', policyArn: arnIn(item) } as const),
            ),
            ...inline.map(
              ({ path }) =>
                ({
                  kind: 'delete-inline-policy',
                  policyName: path.slice(DRIFT_PATHS.otherInlinePolicies.length),
                }) as const,
            ),
          ],
          present,
          situation,
        ),
      ],
    });
  }),
};

function arnIn({ path }: DriftItem): string {
  return path.slice(DRIFT_PATHS.attachments.length);
}
