import { AwsError } from '../aws-error';
import { regionsOf } from '../services/account';
import type { World } from '../world';
import { isRoleAuth, type RegionFilter, type RoleAuth } from './account-attributes';
import type { Organization } from './organization';
import type { CrawlFailure, Registration } from './registration';
import { datadogAccountOf } from './sites';
import type { DatadogState } from './state';

/** What became of Datadog's visit to one region. */
export type RegionVisit =
  | { readonly region: string; readonly data: true }
  /** `error`: what AWS answered, as `Code: message`. */
  | { readonly region: string; readonly data: false; readonly action: string; readonly error: string };

/** Datadog's visit to one registered account. */
export interface AccountVisit {
  readonly accountId: string;
  readonly site: string;
  /** As it is registered. */
  readonly roleName: string;
  readonly regions: readonly RegionVisit[];
}

const SESSION_NAME = 'DatadogAWSIntegration';

/**
 * Datadog comes: assumes every registered role from its own AWS account of the site, with the registered external id, in every
 * registered region, and asks for metrics with the session. What is refused, the registration remembers. Accounts that are
 * registered with access keys are passed over.
 */
export async function crawl(world: World, { organizations }: DatadogState): Promise<readonly AccountVisit[]> {
  const visits: AccountVisit[] = [];
  for (const organization of organizations.all())
    for (const registration of organization.registrations.values()) {
      const { auth_config: auth } = registration.attributes;
      if (isRoleAuth(auth)) visits.push(await visit(world, organization, registration, auth));
    }
  return visits;
}

async function visit(
  world: World,
  organization: Organization,
  registration: Registration,
  auth: RoleAuth,
): Promise<AccountVisit> {
  const { aws_account_id: accountId, aws_partition: partition, aws_regions } = registration.attributes;
  const { site } = organization;
  const from = callingAccount(world, site, partition);
  const roleArn = `arn:${partition}:iam::${accountId}:role/${auth.role_name.replace(/^\//, '')}`;
  const regions: RegionVisit[] = [];
  for (const region of regionsToVisit(world, accountId, aws_regions))
    regions.push(await visitRegion(world, { from, roleArn, externalId: auth.external_id, region }));
  remember(organization, registration.id, {
    at: world.now(),
    regions: regions.length,
    failures: regions.flatMap((found): CrawlFailure[] => (found.data ? [] : [found])),
  });
  return { accountId, site, roleName: auth.role_name, regions };
}

function regionsToVisit(world: World, accountId: string, filter: RegionFilter): readonly string[] {
  if ('include_only' in filter) return filter.include_only;
  if (!filter.include_all) return [];
  return regionsOf(world.account(accountId)).flatMap(({ RegionName, RegionOptStatus }) =>
    RegionOptStatus === 'DISABLED' ? [] : [RegionName],
  );
}

/** Datadog's own account, in the partition for which it is; undefined where Datadog has none. */
function callingAccount(world: World, site: string, partition: string): string | undefined {
  const id = datadogAccountOf(site, partition);
  if (id !== undefined && world.knownAccount(id) === undefined)
    world.configure({ accounts: { [id]: { partition } } });
  return id;
}

interface RegionToVisit {
  readonly from: string | undefined;
  readonly roleArn: string;
  readonly externalId: string;
  readonly region: string;
}

async function visitRegion(
  world: World,
  { from, roleArn, externalId, region }: RegionToVisit,
): Promise<RegionVisit> {
  const failed = (action: string, error: string): RegionVisit => ({ region, data: false, action, error });
  if (from === undefined)
    return failed('sts:AssumeRole', 'Datadog has no AWS account for this site and partition');
  let action = 'sts:AssumeRole';
  try {
    const accessKeyId = await assumeRole(world, from, region, { RoleArn: roleArn, ExternalId: externalId });
    action = 'cloudwatch:ListMetrics';
    await world.machines.calls({ accessKeyId, region })('cloudwatch', 'ListMetrics', {});
    return { region, data: true };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return failed(action, `${error.code}: ${error.message}`);
  }
}

/** @returns the access key id of the session */
async function assumeRole(
  world: World,
  from: string,
  region: string,
  role: { readonly RoleArn: string; readonly ExternalId: string },
): Promise<string> {
  const call = world.machines.calls({ accessKeyId: from, region });
  const answer = await call('sts', 'AssumeRole', { ...role, RoleSessionName: SESSION_NAME });
  const credentials = answer !== undefined && 'Credentials' in answer ? answer['Credentials'] : undefined;
  const key =
    credentials instanceof Object && 'AccessKeyId' in credentials ? credentials['AccessKeyId'] : undefined;
  if (typeof key !== 'string') throw new Error('AssumeRole has answered without credentials');
  return key;
}

/** If it is still there: it may have been changed or deleted meanwhile. */
function remember({ registrations }: Organization, id: string, crawled: Registration['crawl']): void {
  const registration = registrations.get(id);
  if (registration !== undefined && crawled !== undefined)
    registrations.set(id, { ...registration, crawl: crawled });
}
