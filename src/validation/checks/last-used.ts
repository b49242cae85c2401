import { roleNameWithPath } from '../../aws/arn';
import { shortened } from '../../runtime/text';
import { aboutRole, type Check, notKnown, pass } from './check';

/** Datadog comes every few minutes; what IAM tells about it may be hours late. */
const QUIET_HOURS = 24;
const QUIET_MS = QUIET_HOURS * 60 * 60 * 1_000;

/**
 * Does Datadog use the role? IAM does not tell by whom a role was used last: where the trust policy lets in a
 * self-test it may always have been ourselves, or the validator on its schedule; otherwise it can only be Datadog.
 */
export const lastUsed: Check = {
  id: 'last-used',
  essential: false,
  evaluate: aboutRole(
    (_present, { desired, usage, now, probeMode, target: { spec, selfTestPrincipals, owner } }) => {
      if (!usage.ok) return notKnown('The last use of the role could not be read', usage.failure);
      const { createdAt, lastUsed: use } = usage.value;
      const isSelfTested = probeMode !== 'off' && selfTestPrincipals.length > 0;
      const evidence = [
        use === null
          ? `IAM knows of no use since the role was made at ${iso(createdAt)}.`
          : `Used last at ${iso(use.at)} in ${use.region || 'a region that IAM does not tell'}.`,
        ...(isSelfTested ? ['The sessions of the validator count as use, too.'] : []),
      ];
      if (use !== null && now - use.at <= QUIET_MS) {
        if (!isSelfTested) return pass('The role is in use.', evidence);
        return {
          status: 'unknown',
          summary: 'Whether Datadog uses the role cannot be told: the validator’s own sessions count as use.',
          evidence,
          remedy: [
            `In Datadog, on the AWS integration page, see whether account ${spec.accountId} is there, enabled, and sends metrics.`,
          ],
        };
      }
      if (use === null && now - createdAt <= QUIET_MS) {
        return {
          status: 'unknown',
          summary: 'The role is too new to tell whether Datadog uses it.',
          evidence,
          remedy: [],
        };
      }
      return {
        // A role without a stack may just be on its way into Datadog: whoever asks then asks about the role.
        status: owner === null ? 'unknown' : 'warn',
        summary: `The role has not been used for more than ${QUIET_HOURS} hours.`,
        evidence,
        remedy: [
          `In Datadog, on the AWS integration page, see whether account ${spec.accountId} is there, enabled, and has exactly ${roleNameWithPath(desired.arn)} as AWS Role Name and ${shortened(spec.externalId)} as AWS External ID.`,
        ],
      };
    },
  ),
};

function iso(at: number): string {
  return new Date(at).toISOString();
}
