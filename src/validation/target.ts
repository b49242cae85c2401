import { publishedPermissionSets } from '../datadog/permission-sets';
import { parseProperties } from '../integration/properties';
import type { Properties } from '../integration/property-reader';
import type { AccountScope, IntegrationSpec, Owner } from '../integration/spec';
import type { IntegrationRecord } from '../state/integration';

/** A role that is validated, and what it is meant to be. */
export interface Target {
  readonly spec: IntegrationSpec;
  /** The resource that declares the role; null for one that was made by hand or by another template. */
  readonly owner: Owner | null;
  /** Whom the trust policy lets in to try the role, besides Datadog. */
  readonly selfTestPrincipals: readonly string[];
  /** IAM's unique id of the role that the resource has recorded; absent where nobody has recorded one. */
  readonly roleId?: string;
  /** Set when the resource has recorded that it adopted the role. */
  readonly adopted?: true;
  /** Date of the permission set that the role was given; absent where nobody knows. */
  readonly permissionsVersion?: string;
  /** When its record was written, in milliseconds since the Unix epoch; absent where there is none, or nobody knows. */
  readonly recordedAt?: number;
}

/** Does a resource declare the role, so that it can drift, and be put right by an update of its stack? */
export function isDeclared({ owner }: Target): boolean {
  return owner !== null;
}

/** The integration of a record: declared by a stack, so that it can drift from what that says. */
export function targetOfRecord(record: IntegrationRecord, recordedAt?: number): Target {
  const { spec, owner, roleId, selfTestPrincipals, adopted, permissionsVersion } = record;
  return {
    spec,
    owner,
    roleId,
    selfTestPrincipals,
    ...(adopted === undefined ? {} : { adopted }),
    ...(permissionsVersion === undefined ? {} : { permissionsVersion }),
    ...(recordedAt === undefined ? {} : { recordedAt }),
  };
}

/**
 * Any role, from the values that Datadog's page shows for it: the properties of `Custom::DatadogIntegrationRole`, of which
 * `RoleName` and `ExternalId` are enough. Nobody declares such a role, so that it cannot drift.
 *
 * @throws InvalidProperties with every fault
 */
export function targetOfValues(values: Properties, account: AccountScope): Target {
  // Nobody is let in by this: whom a role trusts is what is asked.
  const installation = {
    permissionsBoundary: null,
    furtherDatadogAccountIds: 'any',
    permissionSets: publishedPermissionSets,
  } as const;
  return { spec: parseProperties(values, account, installation), owner: null, selfTestPrincipals: [] };
}
