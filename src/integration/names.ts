/** The IAM path of every managed policy that this project makes. */
export const OWN_POLICY_PATH = '/datadog-integration-role/';

/**
 * The IAM path of the boundary that template.yaml makes. Beside the one above, not under it: there the provider may write.
 */
export const ROLE_BOUNDARY_PATH = '/datadog-integration-role-boundary/';

/** The prefix of every tag key that this project sets for itself. */
export const OWN_TAG_PREFIX = 'datadog-integration-role:';
