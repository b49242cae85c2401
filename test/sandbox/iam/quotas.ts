/**
 * IAM's quotas under their names in GetAccountSummary, with IAM's defaults.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export interface Quotas {
  /** Characters of a trust policy, white space not counted. */
  readonly AssumeRolePolicySizeQuota: number;
  readonly AttachedPoliciesPerRoleQuota: number;
  readonly InstanceProfilesQuota: number;
  readonly PoliciesQuota: number;
  /** Characters of a managed policy, white space not counted. */
  readonly PolicySizeQuota: number;
  /** Characters of all inline policies of a role together, white space not counted. */
  readonly RolePolicySizeQuota: number;
  readonly RolesQuota: number;
  readonly VersionsPerPolicyQuota: number;
}

export const DEFAULT_QUOTAS: Quotas = {
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerRoleQuota: 10,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  RolePolicySizeQuota: 10240,
  RolesQuota: 1000,
  VersionsPerPolicyQuota: 5,
};

/** The size of a document as IAM counts it: its characters without white space. */
export function countedSize(document: string): number {
  return document.replace(/\s/g, '').length;
}
