import { aboutRole, type Check, notKnown, pass } from './check';

/** Datadog comes every few minutes; what IAM tells about it may be hours late. */
const QUIET_HOURS = 24;
const QUIET_MS = QUIET_HOURS * 60 * 60 * 1_000;

/** Is the role used? With a self-test its own sessions count, too; without one it can only be Datadog. */
export const lastUsed: Check = {
  id: 'last-used',
  essential: false,
  judge: aboutRole((_present, { usage, now, probeMode, record: { spec } }) => {
    if (!usage.ok) return notKnown('The last use of the role could not be read', usage.trouble);
    const { createdAt, lastUsed: use } = usage.value;
    const evidence = [
      use === null
        ? `IAM knows of no use since the role was made at ${iso(createdAt)}.`
        : `Used last at ${iso(use.at)} in ${use.region || 'a region that IAM does not tell'}.`,
      ...(probeMode === 'assume-role' ? ['The sessions of the validator count as use, too.'] : []),
    ];
    if (use !== null && now - use.at <= QUIET_MS) return pass('The role is in use.', evidence);
    if (use === null && now - createdAt <= QUIET_MS) {
      return {
        status: 'unknown',
        summary: 'The role is too new to tell whether Datadog uses it.',
        evidence,
        remedy: [],
      };
    }
    return {
      status: 'warn',
      summary: `The role has not been used for more than ${QUIET_HOURS} hours.`,
      evidence,
      remedy: [
        `In Datadog, on the AWS integration page, see whether account ${spec.accountId} is there, enabled, and has exactly ${spec.roleName} as AWS Role Name and ${spec.externalId} as AWS External ID.`,
      ],
    };
  }),
};

function iso(at: number): string {
  return new Date(at).toISOString();
}
