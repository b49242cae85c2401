/** The IAM path of every managed policy that this project makes. */
export const OWN_POLICY_PATH = '/datadog-integration-role/';

/** The prefix of every tag key that this project sets for itself. */
export const OWN_TAG_PREFIX = 'datadog-integration-role:';
