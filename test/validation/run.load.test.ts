import { ListRegionsCommand } from '@aws-sdk/client-account';
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { partitions } from '../../src/aws/partitions';
import type { Report } from '../../src/report/report';
import type { IntegrationRecord } from '../../src/state/integration';
import { healthyAws } from '../support/validation/aws-answers';
import { validate } from '../support/validation/run';
import { EXTERNAL_ID, NOW, recordOf } from '../support/validation/situations';
import { type Pace, SlowMachine } from '../support/validation/slow-machine';

const REGIONS = partitions.find(({ id }) => id === 'aws')?.regions.map(({ region }) => region) ?? [];
/** As template.yaml gives it to the function. */
const FUNCTION_MS = 300_000;
/** What a call takes of a whole core right after a cold start: a TLS handshake with a new host, signing, parsing. */
const COLD_CALL_CPU_MS = 15;
const DISTANT_REGION_MS = 250;
/** 512 MB: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const SHARE_OF_A_CORE = 0.29;

const WHOLE_CORE: Pace = { cpuMs: COLD_CALL_CPU_MS, networkMs: DISTANT_REGION_MS };
const SMALL_FUNCTION: Pace = { ...WHOLE_CORE, cpuMs: COLD_CALL_CPU_MS / SHARE_OF_A_CORE };

/** Of a resource of its own: one resource with several roles has left one of them over. */
function recordOfItsOwn(roleName: string): IntegrationRecord {
  const record = recordOf({ RoleName: roleName });
  return { ...record, owner: { ...record.owner, logicalId: roleName } };
}

/** An account with this many integrations, in which every region of the partition is enabled. */
function accountWith(integrations: number) {
  const aws = healthyAws();
  aws.account.on(ListRegionsCommand).resolves({
    Regions: REGIONS.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED' })),
  });
  const names = Array.from({ length: integrations }, (_, index) => `DatadogIntegrationRole${index}`);
  aws.ssm.on(GetParametersByPathCommand).resolves({
    Parameters: names.map((RoleName) => ({
      Name: `/datadog-integration-role/${RoleName}`,
      Value: JSON.stringify(recordOfItsOwn(RoleName)),
    })),
  });
  return aws;
}

async function validateOn(aws: ReturnType<typeof healthyAws>, pace: Pace, remainingMs = FUNCTION_MS) {
  let machine: SlowMachine | undefined;
  const run = await validate(aws, undefined, {
    remainingMs,
    through: (clients, clock) => {
      machine = new SlowMachine(clock, pace);
      return machine.clients(clients);
    },
  });
  return { ...run, mostAtOnce: machine?.mostAtOnce ?? 0 };
}

const statusesIn = (reports: readonly Report[]) => [
  ...new Set(reports.flatMap(({ regions }) => regions.map(({ status }) => status))),
];

const verdictsOn = (check: string, reports: readonly Report[]) => [
  ...new Set(
    reports.flatMap(({ checks }) => checks.filter(({ id }) => id === check)).map(({ status }) => status),
  ),
];

describe('under load, the validator', () => {
  test('takes no region of three integrations for unreachable on 0.29 of a core', async () => {
    const { reports } = await validateOn(accountWith(3), SMALL_FUNCTION);

    expect(reports.map(({ regions }) => regions.length)).toEqual([34, 34, 34]);
    expect(statusesIn(reports)).toEqual(['ok']);
  });

  test.each([
    [1, 'all of them at once', 34, 34 + 2],
    [10, 'no more than forty at once', 40, 40 + 2],
  ])(
    'tries each region of %i integrations once, %s, and ends in time',
    async (integrations, _, least, most) => {
      const aws = accountWith(integrations);

      const { reports, clock, mostAtOnce } = await validateOn(aws, WHOLE_CORE);

      expect(reports).toHaveLength(integrations);
      expect(statusesIn(reports)).toEqual(['ok']);
      expect(aws.sts.commandCalls(AssumeRoleCommand, { ExternalId: EXTERNAL_ID })).toHaveLength(
        34 * integrations,
      );
      // The trials of the external id are two calls in one turn.
      expect(mostAtOnce).toBeGreaterThanOrEqual(least);
      expect(mostAtOnce).toBeLessThanOrEqual(most);
      expect(clock.now() - NOW).toBeLessThan(FUNCTION_MS / 10);
    },
  );

  test('says of regions whose turn did not come in time that they were not tried, and reports all', async () => {
    const aws = accountWith(4);
    aws.cloudWatch.on(ListMetricsCommand).callsFake(() => new Promise(() => undefined));

    const { reports, published, clock } = await validateOn(aws, WHOLE_CORE, 30_000);

    expect(published).toHaveLength(4);
    expect(statusesIn(reports).sort()).toEqual(['not-tried', 'unreachable']);
    const late = reports.flatMap(({ regions }) => regions).filter(({ status }) => status === 'not-tried');
    expect(new Set(late.map(({ cause }) => cause))).toEqual(new Set(['not_tried_in_time']));
    expect(verdictsOn('regions', reports)).toEqual(['unknown']);
    expect(clock.now() - NOW).toBeLessThan(30_000);
  });

  test('asks each region once with its own credentials, however many integrations there are', async () => {
    const aws = accountWith(3);
    aws.sts.on(GetCallerIdentityCommand).resolves({ Arn: 'arn:aws:iam::123456789012:user/engineer' });

    await validateOn(aws, WHOLE_CORE);

    expect(aws.cloudWatch.commandCalls(ListMetricsCommand)).toHaveLength(0);
    // Once in each region, and once to learn who it is.
    expect(aws.sts.commandCalls(GetCallerIdentityCommand)).toHaveLength(35);
  });
});
