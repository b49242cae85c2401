import { ListRegionsCommand } from '@aws-sdk/client-account';
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { GetRoleCommand, NoSuchEntityException, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Report } from '../../src/report/report';
import { awsError, DENIED, healthyAws } from '../support/validation/aws-answers';
import { validate } from '../support/validation/run';
import { EXTERNAL_ID, ROLE, recordOf, VALIDATOR_ROLE } from '../support/validation/situations';

const THROTTLED = awsError('Throttling', 'Rate exceeded', 400);
const SKEWED = awsError('SignatureDoesNotMatch', 'Signature expired: 1 is now earlier than 2');

const byRegion = (report: Report | undefined) =>
  Object.fromEntries((report?.regions ?? []).map(({ region, status }) => [region, status]));
const statusOf = (report: Report | undefined, id: string) =>
  report?.checks.find((check) => check.id === id)?.status;

interface Sender {
  send(command: never, options?: unknown): Promise<unknown>;
}

/** A client that needs its credentials for every request, as those that are not mocked do. */
function signing<Client extends Sender>(client: Client, credentials: () => Promise<unknown>): Client {
  const send: Sender['send'] = async (command, options) => {
    await credentials();
    return client.send(command, options);
  };
  return Object.assign(Object.create(client), { send });
}

describe('the validator', () => {
  test('reports a healthy integration as healthy, region by region, without drift', async () => {
    const { reports, published } = await validate(healthyAws());

    const [report] = reports;
    expect(report).toMatchObject({
      schemaVersion: 1,
      generatedAt: '2026-06-01T12:00:00.000Z',
      accountId: '123456789012',
      partition: 'aws',
      roleName: ROLE,
      roleArn: `arn:aws:iam::123456789012:role/${ROLE}`,
      datadogSite: 'datadoghq.com',
      status: 'healthy',
      drift: [],
    });
    expect(byRegion(report)).toEqual({
      'af-south-1': 'region-not-enabled',
      'eu-west-1': 'ok',
      'us-east-1': 'ok',
    });
    const undecided = report?.checks.filter(({ status }) => status !== 'pass').map(({ id }) => id);
    // Of the use that IAM knows of, the validator's own cannot be told from Datadog's.
    expect(undecided).toEqual(['last-used']);
    expect(published).toEqual(reports);
  });

  test('asks for 900 seconds and a session that may only do what the probe does', async () => {
    const aws = healthyAws();

    await validate(aws);

    const [probe] = aws.sts.commandCalls(AssumeRoleCommand, { ExternalId: EXTERNAL_ID });
    const { DurationSeconds, Policy = '' } = probe?.args[0].input ?? {};
    expect(DurationSeconds).toBe(900);
    expect(JSON.parse(Policy).Statement).toEqual([
      { Effect: 'Allow', Action: 'cloudwatch:ListMetrics', Resource: '*' },
    ]);
  });

  test('tries once per run, in its own region, whether the external id is enforced', async () => {
    const aws = healthyAws();

    await validate(aws);

    const others = aws.sts
      .commandCalls(AssumeRoleCommand)
      .filter((call) => call.args[0].input.ExternalId !== EXTERNAL_ID);
    expect(others.map(aws.regionOf)).toEqual(['us-east-1', 'us-east-1']);
    expect(others.map((call) => call.args[0].input.ExternalId)).toContain(undefined);
  });

  test('does not try regions that the spec leaves out', async () => {
    const aws = healthyAws(recordOf({ Regions: ['eu-west-1'] }));

    const { reports } = await validate(aws);

    expect(byRegion(reports[0])).toEqual({ 'eu-west-1': 'ok' });
    expect(reports[0]?.status).toBe('healthy');
  });

  test('tries the regions of the partition, and says so, when the account’s may not be listed', async () => {
    const aws = healthyAws();
    aws.account.on(ListRegionsCommand).rejects(awsError('AccessDeniedException', 'no'));

    const { reports } = await validate(aws);

    expect(reports[0]?.regions).toHaveLength(34);
    expect(reports[0]?.checks.find(({ id }) => id === 'regions')?.evidence.join()).toContain(
      'could not be listed',
    );
  });

  test('waits for a region that hangs no longer than ten seconds, and for nothing else', async () => {
    const aws = healthyAws();
    aws.cloudWatch.on(ListMetricsCommand).callsFake(async (_input, getClient) => {
      const region = await getClient().config.region();
      return region === 'eu-west-1' ? new Promise(() => undefined) : {};
    });

    const { reports, clock } = await validate(aws);

    expect(byRegion(reports[0])).toMatchObject({ 'eu-west-1': 'unreachable', 'us-east-1': 'ok' });
    expect(clock.now() - Date.parse('2026-06-01T12:00:00Z')).toBeLessThanOrEqual(10_200);
  });

  test('waits for credentials that come slowly, which delay answers and change none', async () => {
    const aws = healthyAws();

    const { reports } = await validate(aws, undefined, {
      through: (clients, clock) => {
        const given = clients.sts.config.credentials;
        let asking: ReturnType<typeof given> | undefined;
        const slow = () => {
          asking ??= clock.sleep(12_000).then(() => given());
          return asking;
        };
        clients.sts.config.credentials = slow;
        return { ...clients, sts: signing(clients.sts, slow), account: signing(clients.account, slow) };
      },
    });

    expect(reports[0]?.status).toBe('healthy');
    // As the account lists them: in the end they are asked for.
    expect(byRegion(reports[0])).toEqual({
      'af-south-1': 'region-not-enabled',
      'eu-west-1': 'ok',
      'us-east-1': 'ok',
    });
  });

  test('lets a slow sts:GetCallerIdentity change no verdict', async () => {
    const aws = healthyAws();
    aws.sts
      .on(GetCallerIdentityCommand)
      .rejectsOnce(THROTTLED)
      .rejectsOnce(THROTTLED)
      .resolves({ Arn: `${VALIDATOR_ROLE.replace(':iam:', ':sts:').replace('role', 'assumed-role')}/v` });

    expect((await validate(aws)).reports[0]?.status).toBe('healthy');
  });

  describe('that cannot find out who it is', () => {
    const withoutName = () => {
      const aws = healthyAws();
      aws.sts.on(GetCallerIdentityCommand).callsFake(() => new Promise(() => undefined));
      return aws;
    };

    test('believes the regions that let it in', async () => {
      expect((await validate(withoutName())).reports[0]?.status).toBe('healthy');
    });

    test('calls nobody kept out by a refusal that may be meant for it alone', async () => {
      const aws = withoutName();
      aws.sts.on(AssumeRoleCommand, { ExternalId: EXTERNAL_ID }).rejects(DENIED);

      const { reports } = await validate(aws);

      expect(reports[0]?.status).toBe('unknown');
      const verdict = reports[0]?.checks.find(({ id }) => id === 'regions');
      expect(verdict?.status).toBe('unknown');
      expect(verdict?.evidence.join()).toContain('sts:GetCallerIdentity');
    });
  });

  test.each([
    [
      'STS not activated',
      awsError('RegionDisabledException', 'STS is not activated in this region for account:1.'),
      'sts-not-activated',
    ],
    [
      'a region not enabled',
      awsError('InvalidClientTokenId', 'The security token included in the request is invalid.'),
      'region-not-enabled',
    ],
    ['throttling that does not end', THROTTLED, 'throttled'],
    ['a clock that differs', SKEWED, 'unreachable'],
    ['a server error that does not end', awsError('InternalFailure', 'oops', 500), 'unreachable'],
    [
      'a name that cannot be resolved',
      Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }),
      'unreachable',
    ],
    ['a refusal', DENIED, 'assume-role-denied'],
    [
      'credentials that there are not',
      Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      }),
      'unreachable',
    ],
    ['an account that is not signed up', awsError('OptInRequired', 'no'), 'assume-role-denied'],
  ])('tells %s', async (_, error, status) => {
    const aws = healthyAws();
    aws.sts.on(AssumeRoleCommand, { ExternalId: EXTERNAL_ID }).rejects(error);

    const { reports } = await validate(aws);

    expect(byRegion(reports[0])).toMatchObject({ 'us-east-1': status, 'eu-west-1': status });
  });

  test('gets over a single throttling and a clock that can be corrected', async () => {
    const aws = healthyAws();
    aws.cloudWatch.on(ListMetricsCommand).rejectsOnce(THROTTLED).rejectsOnce(SKEWED).resolves({});

    const { reports } = await validate(aws);

    expect(reports[0]?.status).toBe('healthy');
  });

  test('has the policy that AWS names in the result of the region', async () => {
    const policyArn = 'arn:aws:organizations::111111111111:policy/o-1/service_control_policy/p-1';
    const aws = healthyAws();
    const text = `User: x is not authorized to perform: cloudwatch:ListMetrics with an explicit deny in a service control policy: ${policyArn}`;
    aws.cloudWatch.on(ListMetricsCommand).rejects(awsError('AccessDenied', text));

    const { reports } = await validate(aws);

    expect(reports[0]?.regions).toContainEqual(
      expect.objectContaining({ region: 'eu-west-1', cause: 'scp_explicit_deny', policyArn }),
    );
  });

  test('tells a refused session from a refused AssumeRole', async () => {
    const aws = healthyAws();
    aws.cloudWatch
      .on(ListMetricsCommand)
      .rejects(
        awsError(
          'AccessDenied',
          'User: x is not authorized to perform: cloudwatch:ListMetrics with an explicit deny in a service control policy',
        ),
      );

    const { reports } = await validate(aws);

    expect(reports[0]?.regions).toContainEqual(
      expect.objectContaining({ region: 'eu-west-1', status: 'session-denied', cause: 'scp_explicit_deny' }),
    );
    expect(reports[0]?.status).toBe('failing');
  });

  test.each(['service control policy', 'resource control policy'])(
    'does not call Datadog kept out where a %s refuses its own AssumeRole, and asks no further',
    async (policy) => {
      const aws = healthyAws();
      const refusal = awsError(
        'AccessDenied',
        `User: x is not authorized to perform: sts:AssumeRole with an explicit deny in a ${policy}`,
      );
      aws.sts.on(AssumeRoleCommand, { ExternalId: EXTERNAL_ID }).rejects(refusal);

      const { reports } = await validate(aws);

      expect(aws.cloudWatch.commandCalls(ListMetricsCommand)).toHaveLength(0);
      expect(reports[0]?.status).toBe('unknown');
      expect(statusOf(reports[0], 'regions')).toBe('unknown');
      expect(byRegion(reports[0])).toMatchObject({ 'eu-west-1': 'assume-role-denied' });
    },
  );

  test('assumes nothing with SelfTest Off, and says what it therefore cannot know', async () => {
    const aws = healthyAws(recordOf({ SelfTest: 'Off' }));

    const { reports } = await validate(aws);

    expect(aws.sts.commandCalls(AssumeRoleCommand)).toHaveLength(0);
    expect(aws.cloudWatch.commandCalls(ListMetricsCommand)).toHaveLength(0);
    expect(aws.sts.commandCalls(GetCallerIdentityCommand).map(aws.regionOf)).toContain('eu-west-1');
    expect(statusOf(reports[0], 'regions')).toBe('unknown');
  });

  test('tries regions with its own credentials where the trust policy is not meant to let it in', async () => {
    const aws = healthyAws();
    aws.sts.on(GetCallerIdentityCommand).resolves({ Arn: 'arn:aws:iam::123456789012:user/engineer' });

    const { reports } = await validate(aws);

    expect(aws.sts.commandCalls(AssumeRoleCommand)).toHaveLength(0);
    expect(reports[0]?.status).toBe('unknown');
    expect(statusOf(reports[0], 'regions')).toBe('unknown');
  });

  test('tells progress after each region', async () => {
    const progress: string[] = [];

    await validate(healthyAws(), undefined, {
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    });

    expect(progress).toEqual(['1/2', '2/2']);
  });

  test('calls it failing when the role of a record is gone', async () => {
    const aws = healthyAws();
    aws.iam.on(GetRoleCommand).rejects(new NoSuchEntityException({ message: 'none', $metadata: {} }));
    aws.sts.on(AssumeRoleCommand).rejects(DENIED);

    const { reports } = await validate(aws);

    expect(reports[0]?.status).toBe('failing');
    expect(statusOf(reports[0], 'role-exists')).toBe('fail');
    expect(reports[0]?.drift).toEqual([expect.objectContaining({ path: 'role', kind: 'missing' })]);
  });

  test('calls it unknown when IAM throttles until the time is up', async () => {
    const aws = healthyAws();
    aws.iam.rejects(THROTTLED);
    aws.iam.on(GetRoleCommand).rejects(THROTTLED);

    const { reports } = await validate(aws);

    expect(reports[0]?.status).toBe('unknown');
    expect(reports[0]?.checks.find(({ id }) => id === 'role-exists')?.summary).toContain('throttled');
    expect(byRegion(reports[0])).toMatchObject({ 'us-east-1': 'ok' });
  });

  test('takes a refusal of AWS’s evaluator for an answer at once', async () => {
    const aws = healthyAws();
    aws.iam.on(SimulatePrincipalPolicyCommand).rejects(awsError('AccessDenied', 'no'));

    const { reports } = await validate(aws);

    expect(statusOf(reports[0], 'boundary-allows')).toBe('unknown');
    expect(reports[0]?.status).toBe('unknown');
  });
});
