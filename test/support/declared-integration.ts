import type { CustomResource } from '../sandbox/cloudformation/deployment';
import { type CustomerAccount, EXTERNAL_ID, LOGICAL_ID } from './customer-account';
import { requiredResource, resolvedTemplate } from './installed-provider';

export const REGION = 'us-east-1';

/**
 * Properties of the integration that template.yaml declares, resolved as CloudFormation does with these
 * parameters and the external id.
 *
 * @throws Error when a parameter is unknown or not allowed
 */
export function declaredProperties(
  customer: CustomerAccount,
  parameters: Readonly<Record<string, string>>,
): CustomResource['properties'] {
  const { account, providerRole } = customer;
  const place = {
    partition: account.partition,
    accountId: account.id,
    region: REGION,
    roleName: providerRole,
  };
  return requiredResource(resolvedTemplate(place, { ExternalId: EXTERNAL_ID, ...parameters }), LOGICAL_ID)
    .properties;
}
