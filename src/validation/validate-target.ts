import type { Report } from '../report/report';
import { overallStatus } from '../report/status';
import type { RetryContext } from '../runtime/retry';
import { heedAge } from './age';
import { askedChecks } from './checks';
import { withDeniedServices } from './denied-services';
import { concealInCheck, concealInRegion } from './external-ids';
import type { AccountFacts } from './gather/account';
import { gather } from './gather/gather';
import type { GatherSettings } from './gather/settings';
import { situationOf } from './situation';
import type { Target } from './target';

/** Validates one role: gathers evidence about it, then evaluates every check that concerns it. */
export async function validateTarget(
  settings: GatherSettings,
  target: Target,
  account: AccountFacts,
  context: RetryContext,
): Promise<Report> {
  const situation = situationOf(await gather(settings, target, account, context));
  const results = askedChecks(situation).map(({ id, essential, evaluate }) =>
    heedAge({ id, essential, ...evaluate(situation) }, situation),
  );
  const { spec, owner } = target;
  return {
    schemaVersion: 1,
    generatedAt: new Date(situation.now).toISOString(),
    accountId: spec.accountId,
    partition: spec.partition,
    roleName: spec.roleName,
    roleArn: situation.present?.role.arn ?? situation.desired.arn,
    datadogSite: spec.datadogSite,
    ...(owner === null ? {} : { stackId: owner.stackId }),
    status: overallStatus(results),
    checks: results.map(({ essential: _, ...result }) => concealInCheck(result, situation.conceal)),
    regions: withDeniedServices(situation).map((region) => concealInRegion(region, situation.conceal)),
    drift: situation.drift,
  };
}
