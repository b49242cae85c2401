import { overallStatus, type Report } from '../report/report';
import type { RetryContext } from '../runtime/retry';
import type { IntegrationRecord } from '../state/integration';
import { checks } from './checks';
import { type AccountFacts, type GatherSettings, gather } from './gather/gather';
import { situationOf } from './situation';

/** Validates one integration: gathers everything about it, then judges it. */
export async function validateIntegration(
  settings: GatherSettings,
  record: IntegrationRecord,
  account: AccountFacts,
  context: RetryContext,
): Promise<Report> {
  const situation = situationOf(await gather(settings, record, account, context));
  const results = checks.map((check) => ({
    id: check.id,
    essential: check.essential,
    ...check.judge(situation),
  }));
  const { spec } = record;
  return {
    schemaVersion: 1,
    generatedAt: new Date(situation.now).toISOString(),
    accountId: spec.accountId,
    partition: spec.partition,
    roleName: spec.roleName,
    roleArn: situation.present?.role.arn ?? situation.desired.arn,
    datadogSite: spec.datadogSite,
    status: overallStatus(results),
    checks: results.map(({ essential: _, ...result }) => result),
    regions: situation.regions,
    drift: situation.drift,
  };
}
