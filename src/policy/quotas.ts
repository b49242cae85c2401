/**
 * What IAM and STS allow. Source unless a line says otherwise:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * IAM does not count white space in a policy document.
 */

export const MANAGED_POLICY_CHARACTERS = 6_144;
/** The sum over all inline policies of one role. */
export const INLINE_POLICIES_PER_ROLE_CHARACTERS = 10_240;
/** The default; Service Quotas raises it on request. */
export const TRUST_POLICY_CHARACTERS = 2_048;

export const VERSIONS_PER_MANAGED_POLICY = 5;
/** The default; Service Quotas raises it on request. */
export const MANAGED_POLICIES_PER_ROLE = 10;

export const ROLE_NAME_CHARACTERS = 64;
export const PATH_CHARACTERS = 512;
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const DESCRIPTION_CHARACTERS = 1_000;

export const TAGS_PER_ROLE = 50;
export const TAG_KEY_CHARACTERS = 128;
export const TAG_VALUE_CHARACTERS = 256;

export const EXTERNAL_ID_MINIMUM_CHARACTERS = 2;
export const EXTERNAL_ID_MAXIMUM_CHARACTERS = 1_224;

/** Range of a role's maximum session duration: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const MAX_SESSION_DURATION_MINIMUM_SECONDS = 3_600;
export const MAX_SESSION_DURATION_MAXIMUM_SECONDS = 43_200;
