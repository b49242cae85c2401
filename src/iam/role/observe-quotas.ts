import { GetAccountSummaryCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { Call } from '../../aws/calls';
import { isAccessDenied } from '../../aws/errors';
import { settledPermissions } from '../../aws/retry-policies';
import {
  INLINE_POLICIES_PER_ROLE_CHARACTERS,
  MANAGED_POLICIES_PER_ROLE,
  TRUST_POLICY_CHARACTERS,
  VERSIONS_PER_MANAGED_POLICY,
} from '../../policy/quotas';
import type { IamQuotas } from './observed';

/** The account's quotas; AWS's defaults where the summary may not be read. */
export async function observeQuotas(iam: IAMClient, call: Call): Promise<IamQuotas> {
  let summary: Partial<Record<string, number>> = {};
  try {
    // Whoever does not grant this at all is not to wait for it at every event.
    const answer = await call(
      (options) => iam.send(new GetAccountSummaryCommand({}), options),
      settledPermissions,
    );
    summary = answer.SummaryMap ?? {};
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
  }
  return {
    attachedPoliciesPerRole: summary['AttachedPoliciesPerRoleQuota'] ?? MANAGED_POLICIES_PER_ROLE,
    trustPolicyCharacters: summary['AssumeRolePolicySizeQuota'] ?? TRUST_POLICY_CHARACTERS,
    inlinePolicyCharactersPerRole: summary['RolePolicySizeQuota'] ?? INLINE_POLICIES_PER_ROLE_CHARACTERS,
    versionsPerPolicy: summary['VersionsPerPolicyQuota'] ?? VERSIONS_PER_MANAGED_POLICY,
  };
}
