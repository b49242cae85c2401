import type { AccountScope } from '../integration/spec';
import type { Settings } from './settings';

export const existingRegistrationModes = ['Fail', 'Adopt'] as const;
export type ExistingRegistrationMode = (typeof existingRegistrationModes)[number];

/** What a registration shall be: the properties of `Custom::DatadogIntegrationAccount`, parsed and checked. */
export interface RegistrationSpec extends AccountScope {
  /** Host of the Datadog site, such as `datadoghq.com`. */
  readonly datadogSite: string;
  /** What is given, the role's name (with its path, without the leading `/`) always among it. What is not given is left to Datadog. */
  readonly settings: Settings & { readonly RoleName: string };
  readonly existingRegistration: ExistingRegistrationMode;
}
