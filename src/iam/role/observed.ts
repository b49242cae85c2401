/*
 * Policy documents are JSON text, as IAM returns them.
 */

/** A managed policy under our own path whose name is derived from the role's. */
export interface ObservedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly document: string;
  /** Versions that are not the default, oldest first. */
  readonly otherVersionIds: readonly string[];
}

/** The role itself, as IAM has it. */
export interface ObservedIdentity {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly roleId: string;
  /** Milliseconds since 1970; IAM sets it, and nobody can change it. */
  readonly createdAt: number;
  readonly description: string;
  readonly maxSessionDurationSeconds: number;
  readonly permissionsBoundary: string | null;
  readonly trustPolicy: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly inlinePolicies: Readonly<Record<string, string>>;
  readonly attachedPolicyArns: readonly string[];
  readonly instanceProfiles: readonly string[];
}

/** The account's IAM quotas, in the unit that IAM counts: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export interface IamQuotas {
  readonly attachedPoliciesPerRole: number;
  readonly trustPolicyCharacters: number;
  readonly inlinePolicyCharactersPerRole: number;
  readonly versionsPerPolicy: number;
}

/** What IAM has now of one integration. */
export interface ObservedRole {
  /** Null when there is no role of that name. */
  readonly role: ObservedIdentity | null;
  readonly policies: readonly ObservedPolicy[];
  /** Names of all other policies of the account, where they were looked for. */
  readonly takenPolicyNames?: readonly string[];
  readonly quotas: IamQuotas;
  /** Managed policies that the spec refers to and that do not exist. */
  readonly missingPolicyArns: readonly string[];
  /** Those that IAM attaches to no role of ours, as it spells their ARNs; absent for none. */
  readonly unattachablePolicyArns?: readonly string[];
  /** IAM's own spelling of ARNs that the spec has in other letter case; absent for none. */
  readonly policySpellings?: Readonly<Record<string, string>>;
}
