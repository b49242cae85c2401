/** Who and what there is in every situation. */
export const ACCOUNT = '123456789012';
export const ORGANIZATION = 'o-customer0001';
export const ROLE = 'DatadogIntegrationRole';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`;
export const EXTERNAL_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';

/** Datadog's account behind datadoghq.com. */
export const DATADOG = '464622532012';
export const DATADOG_ROOT = `arn:aws:iam::${DATADOG}:root`;
/** From where it may call. */
export const DATADOG_ADDRESSES = ['198.51.100.7', '203.0.113.9'] as const;
export const DATADOG_ORGANIZATION = 'o-datadog00001';
/** A role of Datadog's account that has nothing to do with integrations. */
export const OTHER_ROLE = 'SomebodyElse';
export const STRANGER = '999999999999';

/** The region of stack, validator and global services. */
export const HOME = 'us-east-1';

export const VALIDATOR_ROLE = 'datadog-ValidatorRole';
export const VALIDATOR_ARN = `arn:aws:iam::${ACCOUNT}:role/${VALIDATOR_ROLE}`;
/** As the access portal of IAM Identity Center makes them. */
export const SIGN_ON_ROLE = 'AWSReservedSSO_Administrator_0123456789abcdef';

/** When all situations take place. */
export const NOW = Date.parse('2026-06-01T12:00:00Z');
