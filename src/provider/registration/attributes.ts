import type { RegisteredAccount } from '../../datadog-api/account';
import type { RegistrationSpec } from '../../registration/spec';

/** What `Fn::GetAtt` gives. */
export function registrationAttributes(
  { id, attributes }: RegisteredAccount,
  { datadogSite, settings }: RegistrationSpec,
) {
  return {
    ExternalId: attributes.auth_config.external_id,
    AccountConfigId: id,
    DatadogSite: datadogSite,
    RoleName: settings.RoleName,
  };
}

export type RegistrationAttributeName = keyof ReturnType<typeof registrationAttributes>;
