import type { World } from '../world';
import {
  type AccountAttributes,
  DEFAULTS,
  type GivenAttributes,
  isRoleAuth,
  mergeGiven,
} from './account-attributes';
import type { AwsPermission } from './keys';
import type { Organization } from './organization';
import type { Registration } from './registration';
import { digestOf, type RegistrationDigest } from './registration-digest';
import type { DatadogState } from './state';

/** What a person enters by hand, as in step "Complete the setup in Datadog" of the guide. */
export interface RegistrationSeed {
  readonly accountId: string;
  /** Default `aws`. */
  readonly partition?: string;
  /** With its path, where it has one. */
  readonly roleName: string;
  /** Default: one that Datadog makes up. */
  readonly externalId?: string;
  /** Everything else. Default: Datadog's defaults. */
  readonly settings?: Omit<GivenAttributes, 'aws_account_id' | 'aws_partition' | 'auth_config'>;
}

/** What a person may change in Datadog's pages. */
export type RegistrationEdit = Pick<RegistrationSeed, 'settings'> & { readonly roleName?: string };

/** The registered AWS accounts of an organization. */
export interface Registrations {
  /** In the order in which they came to be. */
  list(): readonly Registration[];
  /** The one of an AWS account, if there is any. */
  of(accountId: string): Registration | undefined;
  /** Enters one by hand. @throws Error when the AWS account has one */
  add(seed: RegistrationSeed): Registration;
  /** @throws Error when there is none of that id; so does everything else that is done to one */
  edit(id: string, edit: RegistrationEdit): Registration;
  /** @returns the new external id */
  regenerateExternalId(id: string): string;
  delete(id: string): void;
  /** Puts them back to what `list` has shown before. */
  restore(list: readonly Registration[]): void;
  /** What a reader would call their contents: sorted by account, without ids, external ids and dates. */
  digest(): readonly RegistrationDigest[];
}

export interface OrganizationView {
  /** The key by which it was first named. */
  readonly apiKey: string;
  readonly site: string;
  readonly accounts: Registrations;
  /** What was sent to it: service checks, series and events, one by one, as they came. */
  readonly checks: readonly unknown[];
  readonly series: readonly unknown[];
  readonly events: readonly unknown[];
  /** Another API key of this organization. */
  addApiKey(apiKey: string): void;
  /** Says all that an application key of this organization may do. Default: everything; nothing, where it ends in "beef". */
  permit(applicationKey: string, permissions: readonly AwsPermission[]): void;
  /** From now on, an API key or application key is not valid. */
  revoke(key: string): void;
}

export function viewOfOrganization(
  world: World,
  datadog: DatadogState,
  organization: Organization,
): OrganizationView {
  const { organizations } = datadog;
  return {
    apiKey: organization.apiKey,
    site: organization.site,
    accounts: registrationsOf(world, datadog, organization),
    checks: organization.checks,
    series: organization.series,
    events: organization.events,
    addApiKey: (apiKey) => organizations.addApiKey(organization, apiKey),
    permit: (applicationKey, permissions) => {
      if (organizations.claim(organization, applicationKey) !== organization)
        throw new Error('the application key is another organization’s');
      organization.permit(applicationKey, permissions);
    },
    revoke: (key) => organizations.revoke(key),
  };
}

function registrationsOf(
  world: World,
  { identifiers }: DatadogState,
  organization: Organization,
): Registrations {
  const { registrations } = organization;
  const required = (id: string): Registration => {
    const registration = registrations.get(id);
    if (registration === undefined) throw new Error(`the organization has no registration ${id}`);
    return registration;
  };
  const change = (id: string, changed: Partial<AccountAttributes>): Registration => {
    const current = required(id);
    const modifiedAt = identifiers.instant(world.now());
    const registration = { ...current, attributes: { ...current.attributes, ...changed }, modifiedAt };
    registrations.set(id, registration);
    return registration;
  };
  const roleOf = (id: string) => {
    const { auth_config: auth } = required(id).attributes;
    if (!isRoleAuth(auth)) throw new Error(`registration ${id} has access keys, and no role`);
    return auth;
  };
  return {
    list: () => [...registrations.values()],
    of: (accountId) => organization.registrationOf(accountId),
    add: (seed) => {
      if (organization.registrationOf(seed.accountId) !== undefined)
        throw new Error(`AWS account ${seed.accountId} is registered already`);
      const at = identifiers.instant(world.now());
      const registration: Registration = {
        id: identifiers.uuid(organization.apiKey),
        attributes: {
          aws_account_id: seed.accountId,
          aws_partition: seed.partition ?? 'aws',
          auth_config: {
            role_name: seed.roleName,
            external_id: seed.externalId ?? identifiers.externalId(),
          },
          ...mergeGiven(DEFAULTS, seed.settings ?? {}),
        },
        createdAt: at,
        modifiedAt: at,
      };
      registrations.set(registration.id, registration);
      return registration;
    },
    edit: (id, { roleName, settings = {} }) =>
      change(id, {
        ...mergeGiven(required(id).attributes, settings),
        ...(roleName === undefined ? {} : { auth_config: { ...roleOf(id), role_name: roleName } }),
      }),
    regenerateExternalId: (id) => {
      const external_id = identifiers.externalId();
      change(id, { auth_config: { ...roleOf(id), external_id } });
      return external_id;
    },
    delete: (id) => {
      registrations.delete(required(id).id);
    },
    restore: (list) => {
      registrations.clear();
      for (const registration of list) registrations.set(registration.id, registration);
    },
    digest: () =>
      [...registrations.values()]
        .map(digestOf)
        .sort((one, other) => (one.aws_account_id < other.aws_account_id ? -1 : 1)),
  };
}
