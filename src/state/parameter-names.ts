import { roleNameProblem } from '../integration/property-rules';

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

/** Whether the parameter is the record of a role that there can be, under the one name that this project gives it. */
export function isRecordName(parameterName: string): boolean {
  const roleName = roleNameIn(parameterName);
  return roleNameProblem(roleName) === undefined && recordParameterName(roleName) === parameterName;
}

/** The inverse of `recordParameterName`. */
export function roleNameIn(parameterName: string): string {
  return parameterName
    .slice(RECORD_PREFIX.length + 1)
    .replaceAll(/\.([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** What people were told last about the integration, beside the record. */
export function alertParameterName(roleName: string): string {
  return `${recordParameterName(roleName)}/status`;
}

/** The same for a second validator or audience, by its id of hexadecimal digits. */
export function furtherAlertParameterName(roleName: string, id: string): string {
  return `${alertParameterName(roleName)}/${id}`;
}

/** Is there as long as the validator that keeps this status tells people of it. */
export function tellingParameterName(alertParameter: string): string {
  return `${alertParameter}/telling`;
}

/** In which regions Datadog is refused, and what has been taken out of the registration for that. */
export function blockedRegionsParameterName(roleName: string): string {
  return `${alertParameterName(roleName)}/blocked-regions`;
}

/** What a validator has found in Datadog's live lists of permissions. */
export function livePermissionsParameterName(roleName: string): string {
  return `${alertParameterName(roleName)}/live-permissions`;
}

const BELOW_STATUS =
  /^\/status(?:\/[0-9a-f]{16})?(?:\/telling)?$|^\/status\/(?:blocked-regions|live-permissions)$/;

/** Of parameters below a record, those in which validators keep what they tell, have done and have found. */
export function isAlertParameterName(roleName: string, parameterName: string): boolean {
  const record = recordParameterName(roleName);
  return parameterName.startsWith(record) && BELOW_STATUS.test(parameterName.slice(record.length));
}

/** What an existing role was before it was adopted, beside the record. */
export function adoptedRoleParameterName(roleName: string): string {
  return `${recordParameterName(roleName)}/adopted`;
}
