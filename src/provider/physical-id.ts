/** The physical id of a resource that was never made. No role can have this name, because of the colon. */
export const NOT_CREATED_ID = 'datadog-integration-role:not-created';
