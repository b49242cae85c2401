import type { RegisteredAccount } from '../../datadog-api/account';
import type { Properties } from '../../integration/property-reader';
import type { AccountScope } from '../../integration/spec';
import type { ReportStatus } from '../../report/report';
import { shortened } from '../../runtime/text';
import { readNamedRole } from '../arguments/named-role';

/** How one of the two sides is, in a sentence. */
export interface Side {
  readonly status: ReportStatus;
  readonly summary: string;
}

/** A registration as the doctor looks at it. */
export interface Registered extends AccountScope {
  readonly configId: string;
  /** With its path; null where Datadog has access keys. */
  readonly roleName: string | null;
  /** What stands in Datadog for the role, empty where nothing does. */
  readonly registeredAs: string;
  readonly shownExternalId: string | null;
  /** As of `Custom::DatadogIntegrationRole`; undefined where there is no role to look at. */
  readonly properties: Properties | undefined;
  readonly side: Side;
  readonly toDo: readonly string[];
}

/** What Datadog has of an AWS account, and what follows from that alone. Pure. */
export function registeredIn({ id, attributes }: RegisteredAccount, site: string): Registered {
  const { aws_account_id: accountId, aws_partition: partition, auth_config: auth } = attributes;
  const { role_name: roleName, external_id: externalId, access_key_id: accessKeyId } = auth;
  const regions = attributes.aws_regions?.include_only ?? undefined;
  const known = { accountId, partition, configId: id, registeredAs: roleName ?? '' };
  if (roleName === undefined || roleName === null) {
    const summary =
      accessKeyId === undefined || accessKeyId === null
        ? 'Registered without a role.'
        : 'Registered with access keys, and without a role.';
    return {
      ...known,
      roleName: null,
      shownExternalId: null,
      properties: undefined,
      side: { status: 'unknown', summary },
      toDo: [
        'See in Datadog, on the AWS integration page of the account, whether its metrics arrive; a role is the safer way where the partition has role delegation.',
      ],
    };
  }
  const { roleName: name = roleName, path = '/' } = readNamedRole(roleName) ?? {};
  const collectsNothing = regions?.length === 0;
  return {
    ...known,
    roleName,
    shownExternalId: externalId === undefined || externalId === null ? null : shortened(externalId),
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

function describeRegions(regions: readonly string[] | undefined): string {
  if (regions === undefined) return 'all regions';
  return regions.length === 1 ? `the region ${regions.join()}` : `${regions.length} regions`;
}
