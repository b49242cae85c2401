import type { RegisteredAccount } from '../../datadog-api/account';
import type { InvalidProperties, Properties } from '../../integration/property-reader';
import type { AccountScope } from '../../integration/spec';
import type { ReportStatus } from '../../report/report';
import { shortened } from '../../runtime/text';
import { readNamedRole } from '../arguments/named-role';

/** How one of the two sides is, in a sentence. */
export interface Side {
  readonly status: ReportStatus;
  readonly summary: string;
}

/** An account's entry in Datadog, or the lack of one, as the doctor looks at it. */
export interface Registered extends AccountScope {
  /** Null where there is no entry. */
  readonly configId: string | null;
  /** With its path; null where Datadog has no role. */
  readonly roleName: string | null;
  /** Name of the role that a stack has recorded, where it has one; else of the one that Datadog has. */
  readonly recordedAs: string;
  readonly shownExternalId: string | null;
  /** As of `Custom::DatadogIntegrationRole`; undefined where Datadog has no role. */
  readonly properties: Properties | undefined;
  /** What can be told of Datadog's side without a look at AWS. */
  readonly side: Side;
  readonly toDo: readonly string[];
}

/** What Datadog has of an AWS account, and what follows from that alone. Pure. */
export function registeredIn(account: RegisteredAccount, site: string): Registered {
  const { role_name: roleName, external_id: externalId } = account.attributes.auth_config;
  if (typeof roleName !== 'string') return withoutRole(account);
  const { id, attributes } = account;
  const { roleName: name = roleName, path = '/' } = readNamedRole(roleName) ?? {};
  const regions = attributes.aws_regions?.include_only ?? undefined;
  const collectsNothing = regions?.length === 0;
  return {
    accountId: attributes.aws_account_id,
    partition: attributes.aws_partition,
    configId: id,
    roleName: roleName.replace(/^\//, ''),
    recordedAs: name,
    shownExternalId: typeof externalId === 'string' ? shortened(externalId) : null,
    properties: {
      RoleName: name,
      Path: path,
      ExternalId: externalId ?? '',
      DatadogSite: site,
      ...(regions === undefined || collectsNothing ? {} : { Regions: regions }),
    },
    side: collectsNothing
      ? { status: 'degraded', summary: 'Registered, and without any region: Datadog collects nothing.' }
      : { status: 'healthy', summary: `Registered for ${describeRegions(regions)}.` },
    toDo: collectsNothing
      ? ['In Datadog, on the AWS integration page of the account, choose the regions to collect from.']
      : [],
  };
}

function withoutRole({ id, attributes }: RegisteredAccount): Registered {
  const { access_key_id: accessKeyId } = attributes.auth_config;
  return {
    accountId: attributes.aws_account_id,
    partition: attributes.aws_partition,
    configId: id,
    roleName: null,
    recordedAs: '',
    shownExternalId: null,
    properties: undefined,
    side: {
      status: 'unknown',
      summary:
        typeof accessKeyId === 'string' ? 'Registered with access keys.' : 'Registered without a role.',
    },
    toDo: [
      'See in Datadog, on the AWS integration page of the account, whether its metrics arrive; a role is the safer way where the partition has role delegation.',
    ],
  };
}

/** A role that a stack has recorded, and Datadog has nothing of. Pure. */
export function unregistered(roleName: string, { partition, accountId }: AccountScope): Registered {
  return {
    partition,
    accountId,
    configId: null,
    roleName,
    recordedAs: roleName,
    shownExternalId: null,
    properties: undefined,
    side: { status: 'failing', summary: 'Not registered in this organization.' },
    toDo: [],
  };
}

/** What Datadog's page calls the properties that a registration is looked at with. */
const ON_THE_PAGE: Readonly<Record<string, string>> = {
  RoleName: 'AWS Role Name',
  Path: 'The path in AWS Role Name',
  ExternalId: 'AWS External ID',
  DatadogSite: 'The Datadog site',
};

/** The same, where no role could have what is registered. Pure. */
export function withFaults(registered: Registered, { faults }: InvalidProperties): Registered {
  return {
    ...registered,
    side: { status: 'failing', summary: 'What is entered can be no role that Datadog assumes.' },
    toDo: faults.map((fault) => fault.replace(/^\w+/, (property) => ON_THE_PAGE[property] ?? property)),
  };
}

function describeRegions(regions: readonly string[] | undefined): string {
  if (regions === undefined) return 'all regions';
  return regions.length === 1 ? `the region ${regions.join()}` : `${regions.length} regions`;
}
