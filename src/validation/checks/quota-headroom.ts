import { documentSize } from '../../policy/size';
import { aboutRole, type Check, pass } from './check';

/** From this part of a quota on, the next change of the stack or of Datadog's permissions may not fit any more. */
const NARROW_PERCENT = 90;

interface Use {
  readonly what: string;
  /** As Service Quotas calls it; null where the quota cannot be raised. */
  readonly quota: string | null;
  readonly used: number;
  readonly limit: number;
}

/** Is there room left in IAM's quotas for the role? */
export const quotaHeadroom: Check = {
  id: 'quota-headroom',
  essential: false,
  evaluate: aboutRole(({ role, observed: { quotas } }) => {
    const uses: readonly Use[] = [
      {
        what: 'characters in the trust policy',
        quota: 'Role trust policy length',
        used: documentSize(role.trustPolicy),
        limit: quotas.trustPolicyCharacters,
      },
      {
        what: 'characters in inline policies',
        quota: null,
        used: Object.values(role.inlinePolicies).reduce((sum, text) => sum + documentSize(text), 0),
        limit: quotas.inlinePolicyCharactersPerRole,
      },
      {
        what: 'attached policies',
        quota: 'Managed policies per role',
        used: role.attachedPolicyArns.length,
        limit: quotas.attachedPoliciesPerRole,
      },
    ];
    const evidence = uses.map(({ what, used, limit }) => `${used} of ${limit} ${what}.`);
    const narrow = uses.filter(({ used, limit }) => used * 100 > limit * NARROW_PERCENT);
    if (narrow.length === 0) return pass('There is room left in the quotas of the role.', evidence);
    return {
      status: 'warn',
      summary: `Hardly any room is left in the quota of ${narrow.map(({ what }) => what).join(' and ')}.`,
      evidence,
      remedy: narrow.map(({ what, quota }) =>
        quota === null
          ? `Take ${what} off the role, or turn them into managed policies.`
          : `Take ${what} off the role, or have the quota "${quota}" of IAM raised in Service Quotas.`,
      ),
    };
  }),
};
