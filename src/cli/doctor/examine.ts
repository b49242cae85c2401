import { publishedPermissionSets } from '../../datadog/permission-sets';
import type { RegisteredAccount } from '../../datadog-api/account';
import { InvalidProperties } from '../../integration/property-reader';
import { systemClock } from '../../runtime/clock';
import { createLimiter } from '../../runtime/limiter';
import type { OnProgress } from '../../validation/gather/regions';
import { runValidator } from '../../validation/run';
import { validateValues } from '../../validation/run-values';
import { type Session, SILENT } from '../session/open-session';
import { type Diagnosis, ofReport, ofUnlooked, ofUnreached } from './diagnosis';
import type { Organization } from './organization';
import { reachAccount } from './reach';
import { recordFor, recordsOf, withoutRegistration } from './recorded';
import { type Registered, registeredIn, unregistered, withFaults } from './registered';

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

/**
 * Looks at every registration on both sides, several at a time, in the order of account ids; and at the integrations that are recorded in
 * the caller's own account and region, and are not entered in Datadog. Never throws for what AWS answers.
 */
export async function examine(
  organization: Organization,
  options: ExamineOptions,
): Promise<readonly Diagnosis[]> {
  const { site, registrations } = organization;
  const inTurn = createLimiter(ACCOUNTS_AT_ONCE);
  const registered = [...registrations].sort(byAccount).map((each) => registeredIn(each, site));
  const ofOwn = withoutRegistration(
    await recordsOf(options.session, site),
    registered,
    options.session.account,
  );
  return Promise.all([
    ...registered.map((each) => inTurn(() => examineOne(each, organization, options))),
    ...ofOwn.map((roleName) =>
      inTurn(() => examineRecorded(unregistered(roleName, options.session.account), organization, options)),
    ),
  ]);
}

async function examineOne(
  registered: Registered,
  organization: Organization,
  { session: own, assumeRole, onProgress }: ExamineOptions,
): Promise<Diagnosis> {
  const { properties } = registered;
  if (properties === undefined) return ofUnlooked(registered, NO_ROLE);
  const reach = await reachAccount(own, registered, assumeRole);
  if (!reach.ok) return ofUnreached(registered, reach.outOfReach);
  const { session } = reach;
  const recorded = recordFor(await recordsOf(session, organization.site), registered);
  if (recorded !== undefined)
    return examineRecorded({ ...registered, recordedAs: recorded }, organization, { session, onProgress });
  try {
    const { callerArn: arn, account } = session;
    const run = runIn(session, organization, onProgress);
    return ofReport(registered, await validateValues(run, properties, { arn, account }));
  } catch (error) {
    if (error instanceof InvalidProperties) return ofUnlooked(withFaults(registered, error), NO_ROLE);
    return ofUnlooked(registered, notValidated(error));
  }
}

/** A stack declares the role: both sides are compared with what it says. */
async function examineRecorded(
  registered: Registered,
  organization: Organization,
  { session, onProgress }: Omit<ExamineOptions, 'assumeRole'>,
): Promise<Diagnosis> {
  try {
    const run = runIn(session, organization, onProgress);
    const [report] = await runValidator(
      { ...run, leavesOthers: false, publish: async () => undefined },
      { roleName: registered.recordedAs },
    );
    return report === undefined ? ofUnlooked(registered, NO_ROLE) : ofReport(registered, report);
  } catch (error) {
    return ofUnlooked(registered, notValidated(error));
  }
}

function runIn({ clients, region }: Session, { access }: Organization, onProgress: OnProgress) {
  return {
    settings: {
      clients,
      region,
      permissionSets: publishedPermissionSets,
      selfTestPrincipals: [],
      datadog: access,
      onProgress,
    },
    clock: systemClock,
    random: Math.random,
    log: SILENT,
    remainingMs: LIMIT_MS,
  };
}

function notValidated(error: unknown): string {
  return `The role could not be validated: ${error instanceof Error ? error.message : String(error)}`;
}

function byAccount({ attributes: one }: RegisteredAccount, { attributes: other }: RegisteredAccount): number {
  return one.aws_account_id < other.aws_account_id ? -1 : 1;
}
