/** The IAM path of every managed policy that this project makes. */
export const OWN_POLICY_PATH = '/datadog-integration-role/';

/** The prefix of every tag key that this project sets for itself. */
export const OWN_TAG_PREFIX = 'datadog-integration-role:';

/** The prefix of every SSM parameter that this project writes. */
export const RECORD_PREFIX = '/datadog-integration-role';

/**
 * The SSM parameter that holds the record of the integration with this role.
 *
 * Role names may hold characters that parameter names may not
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html): each of those, and
 * the dot itself, becomes a dot and two hexadecimal digits, so that different roles have different parameters.
 */
export function recordParameterName(roleName: string): string {
  const encoded = roleName.replaceAll(
    /[^A-Za-z0-9_-]/g,
    (character) => `.${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `${RECORD_PREFIX}/${encoded}`;
}

/** What people were told last about the integration, beside the record. */
export function statusParameterName(roleName: string): string {
  return `${recordParameterName(roleName)}/status`;
}

/** What was found when an existing role was adopted, beside the record. */
export function adoptionParameterName(roleName: string): string {
  return `${recordParameterName(roleName)}/adopted`;
}
