import { publishedPermissionSets } from '../../datadog/permission-sets';
import type { RegisteredAccount } from '../../datadog-api/account';
import { InvalidProperties } from '../../integration/property-reader';
import { systemClock } from '../../runtime/clock';
import { createLimiter } from '../../runtime/limiter';
import type { OnProgress } from '../../validation/gather/regions';
import { validateValues } from '../../validation/run-values';
import { type Session, SILENT } from '../session/open-session';
import { type Diagnosis, ofReport, ofUnlooked, ofUnreached } from './diagnosis';
import type { Organization } from './organization';
import { reachAccount } from './reach';
import { type Registered, registeredIn } from './registered';

export interface ExamineOptions {
  readonly session: Session;
  /** Path and name of the role to look at other accounts with. */
  readonly assumeRole: string | undefined;
  readonly onProgress: OnProgress;
}

/** Each is validated in all of its regions at once, so that a few are as much as a laptop's connections bear. */
const ACCOUNTS_AT_ONCE = 4;
const LIMIT_MS = 120_000;
const NO_ROLE = 'There is no role to look at.';

/** Looks at every registration on both sides, several at a time; in the order of account ids. Never throws for what AWS answers. */
export async function examine(
  { site, registrations }: Organization,
  options: ExamineOptions,
): Promise<readonly Diagnosis[]> {
  const inTurn = createLimiter(ACCOUNTS_AT_ONCE);
  return Promise.all(
    [...registrations]
      .sort(byAccount)
      .map((registration) => inTurn(() => examineOne(registeredIn(registration, site), options))),
  );
}

async function examineOne(
  registered: Registered,
  { session: own, assumeRole, onProgress }: ExamineOptions,
): Promise<Diagnosis> {
  const { properties } = registered;
  if (properties === undefined) return ofUnlooked(registered, NO_ROLE);
  const reach = await reachAccount(own, registered, assumeRole);
  if (!reach.ok) return ofUnreached(registered, reach.outOfReach);
  const { clients, region, callerArn, account } = reach.session;
  const run = {
    settings: {
      clients,
      region,
      permissionSets: publishedPermissionSets,
      selfTestPrincipals: [],
      onProgress,
    },
    clock: systemClock,
    random: Math.random,
    log: SILENT,
    remainingMs: LIMIT_MS,
  };
  try {
    return ofReport(registered, await validateValues(run, properties, { arn: callerArn, account }));
  } catch (error) {
    if (error instanceof InvalidProperties) return ofUnlooked(withFaults(registered, error), NO_ROLE);
    const message = error instanceof Error ? error.message : String(error);
    return ofUnlooked(registered, `The role could not be validated: ${message}`);
  }
}

/** What Datadog's page calls the properties that a registration is looked at with. */
const ON_THE_PAGE: Readonly<Record<string, string>> = {
  RoleName: 'AWS Role Name',
  Path: 'The path in AWS Role Name',
  ExternalId: 'AWS External ID',
  DatadogSite: 'The Datadog site',
};

function withFaults(registered: Registered, { faults }: InvalidProperties): Registered {
  const summary = 'What is entered can be no role that Datadog assumes.';
  const toDo = faults.map((fault) => fault.replace(/^\w+/, (property) => ON_THE_PAGE[property] ?? property));
  return { ...registered, side: { status: 'failing', summary }, toDo };
}

function byAccount({ attributes: one }: RegisteredAccount, { attributes: other }: RegisteredAccount): number {
  return one.aws_account_id < other.aws_account_id ? -1 : 1;
}
