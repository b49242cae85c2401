import { GetRoleCommand, NoSuchEntityException, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import type { ObservedIdentity } from '../../src/iam/role/observed';
import type { Report, Verdict } from '../../src/report/report';
import { shortened } from '../../src/runtime/text';
import { askedChecks } from '../../src/validation/checks';
import { askAccount } from '../../src/validation/gather/account';
import { type Target, targetOfRecord, targetOfValues } from '../../src/validation/target';
import { validateTarget } from '../../src/validation/validate-target';
import { awsError, DENIED, healthyAws } from '../support/validation/aws-answers';
import { ClockOfTheDay, contextWith, settingsFor } from '../support/validation/run';
import { ACCOUNT, recordOf, situation } from '../support/validation/situations';

const NAME = 'MadeByHand';
const EXTERNAL_ID = 'made-by-hand-0001';

/** https://docs.datadoghq.com/integrations/guide/aws-manual-setup/ */
const guideTrust = (externalId: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::464622532012:root' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    },
  ],
});

/** The role that somebody made with the guide, and no tag of ours. */
const handMade = (change: Partial<ObservedIdentity> = {}): ObservedIdentity => ({
  arn: `arn:aws:iam::${ACCOUNT}:role/${NAME}`,
  name: NAME,
  path: '/',
  roleId: 'AROAHANDMADE',
  createdAt: Date.UTC(2026, 0, 2),
  description: 'Made by hand in 2019',
  maxSessionDurationSeconds: 7_200,
  permissionsBoundary: null,
  trustPolicy: JSON.stringify(guideTrust(EXTERNAL_ID)),
  tags: { team: 'infrastructure' },
  inlinePolicies: { DatadogIntegrationPolicy: policyOf(publishedPermissionSets.Standard.inlineActions) },
  attachedPolicyArns: [],
  instanceProfiles: [],
  ...change,
});

function policyOf(actions: readonly string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
}

const given = (values: Record<string, unknown> = {}): Target =>
  targetOfValues(
    { RoleName: NAME, ExternalId: EXTERNAL_ID, ...values },
    { partition: 'aws', accountId: ACCOUNT },
  );

async function reportOn(aws: ReturnType<typeof healthyAws>, target: Target): Promise<Report> {
  const context = contextWith(new ClockOfTheDay());
  const account = askAccount(settingsFor(aws), context);
  return validateTarget(settingsFor(aws), target, account, context);
}

function verdictIn({ checks: results }: Report, id: string): Verdict {
  const found = results.find((check) => check.id === id);
  if (found === undefined) throw new Error(`the report has no check ${id}`);
  return found;
}

const DRIFT_CHECKS = askedChecks(situation())
  .filter(({ id }) => id.startsWith('drift-'))
  .map(({ id }) => id);

describe('a role that was made by hand as Datadog’s guide says', () => {
  test('is right as far as can be told, and not asked for what only a stack would call for', async () => {
    const report = await reportOn(healthyAws(recordOf(), handMade()), given());

    expect(report.checks.map(({ id, status }) => [id, status])).toEqual([
      ['role-exists', 'pass'],
      ['role-name', 'pass'],
      ['trust-principal', 'pass'],
      ['external-id', 'pass'],
      ['external-id-enforced', 'pass'],
      ['trust-no-deny', 'pass'],
      ['permissions-complete', 'pass'],
      ['permissions-current', 'pass'],
      ['boundary-allows', 'pass'],
      ['quota-headroom', 'pass'],
      // Whom the trust policy does not let in cannot have used the role: it was Datadog.
      ['last-used', 'pass'],
      // Nobody but Datadog can prove that it can work there.
      ['regions', 'unknown'],
    ]);
    expect(report).toMatchObject({
      status: 'unknown',
      roleName: NAME,
      roleArn: handMade().arn,
      drift: [],
    });
    expect(JSON.stringify(report)).not.toMatch(/stack|record/i);
  });

  test('is not tried by assuming it, as its trust policy lets in nobody but Datadog', async () => {
    const aws = healthyAws(recordOf(), handMade());

    const report = await reportOn(aws, given());

    expect(aws.sts.commandCalls(AssumeRoleCommand)).toHaveLength(0);
    expect(verdictIn(report, 'regions').summary).toBe(
      'STS answers in every region; the role itself was not assumed, so that whether Datadog can work there is not known.',
    );
  });

  test('is not tried by assuming it either by who could not find out who he is', async () => {
    const aws = healthyAws(recordOf(), handMade());
    aws.sts.on(GetCallerIdentityCommand).rejects(awsError('AccessDenied', 'no'));

    const report = await reportOn(aws, given());

    expect(aws.sts.commandCalls(AssumeRoleCommand)).toHaveLength(0);
    expect(verdictIn(report, 'regions').status).toBe('unknown');
    expect(report.checks.filter(({ status }) => status === 'fail')).toEqual([]);
  });

  test('with another external id fails, and gets the command that sets the one that was given', async () => {
    const role = handMade({ trustPolicy: JSON.stringify(guideTrust('of-somebody-else')) });

    const report = await reportOn(healthyAws(recordOf(), role), given());

    expect(report.status).toBe('failing');
    expect(report.drift).toEqual([]);
    const { status, summary, evidence, remedy } = verdictIn(report, 'external-id');
    expect(status).toBe('fail');
    expect(summary).toBe('The trust policy demands another external id than was given.');
    expect(evidence).toContain(`External id that was given: ${shortened(EXTERNAL_ID)}.`);
    expect(remedy).toHaveLength(3);
    const [, document = ''] =
      /^aws iam update-assume-role-policy --role-name MadeByHand --policy-document '(.*)'$/.exec(
        remedy[1] ?? '',
      ) ?? [];
    const [statement] = guideTrust(EXTERNAL_ID).Statement;
    expect(JSON.parse(document)).toEqual({
      Version: '2012-10-17',
      Statement: [{ Sid: 'DatadogAssumeRole', ...statement }],
    });
    expect(remedy[2]).toBe('If Datadog shows another one, validate again with that.');
  });

  test('that trusts Datadog’s account of another site fails, and names that site', async () => {
    const trust = JSON.stringify(guideTrust(EXTERNAL_ID)).replace('464622532012', '417141415827');

    const report = await reportOn(healthyAws(recordOf(), handMade({ trustPolicy: trust })), given());

    const { status, evidence } = verdictIn(report, 'trust-principal');
    expect(status).toBe('fail');
    expect(evidence.join()).toContain("Datadog's account for ap1.datadoghq.com");
    expect(verdictIn(report, 'external-id').status).toBe('unknown');
  });

  test('that is missing leaves nothing to say but where to look', async () => {
    const aws = healthyAws(recordOf(), handMade());
    const missing = new NoSuchEntityException({ message: 'none', $metadata: {} });
    aws.iam.on(GetRoleCommand).rejects(missing);
    aws.iam.on(SimulatePrincipalPolicyCommand).rejects(missing);

    const report = await reportOn(aws, given());

    expect(report.status).toBe('failing');
    expect(report.drift).toEqual([]);
    expect(verdictIn(report, 'role-exists')).toEqual(
      expect.objectContaining({
        status: 'fail',
        summary: `There is no role ${NAME} in account ${ACCOUNT}.`,
        evidence: [`Expected: arn:aws:iam::${ACCOUNT}:role/${NAME}.`],
        remedy: ['Compare name, path and account with what Datadog shows for this account.'],
      }),
    );
    expect(report.checks.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual([
      'role-exists',
    ]);
    expect(report.checks.flatMap(({ remedy }) => remedy).join('\n')).not.toContain('aws iam');
  });

  test('in other letter case than given fails, and nothing is to be deleted for it', async () => {
    const report = await reportOn(
      healthyAws(recordOf(), handMade()),
      given({ RoleName: NAME.toLowerCase() }),
    );

    const { status, summary, remedy } = verdictIn(report, 'role-name');
    expect(status).toBe('fail');
    expect(summary).toContain('another name than given');
    expect(remedy.join()).toContain(`AWS Role Name in Datadog must be exactly ${NAME}, without blanks`);
    expect(remedy.join()).not.toMatch(/delete|recorded/i);
  });

  test('under a path that was not given fails, and says with which values it would not', async () => {
    const role = handMade({ arn: `arn:aws:iam::${ACCOUNT}:role/monitoring/${NAME}`, path: '/monitoring/' });
    const aws = healthyAws(recordOf(), role);

    const without = verdictIn(await reportOn(aws, given()), 'role-name');
    const withPath = verdictIn(await reportOn(aws, given({ Path: '/monitoring/' })), 'role-name');

    expect(without.status).toBe('fail');
    expect(without.remedy.join()).toContain(`validate again with RoleName ${NAME} and Path /monitoring/`);
    expect(withPath.status).toBe('pass');
  });

  test('that lacks permissions is told which, in a statement to be added', async () => {
    const [first = '', ...others] = publishedPermissionSets.Standard.inlineActions;
    const aws = healthyAws(
      recordOf(),
      handMade({ inlinePolicies: { DatadogIntegrationPolicy: policyOf(others) } }),
    );
    aws.iam.on(SimulatePrincipalPolicyCommand).rejects(awsError('AccessDenied', 'no'));

    const report = await reportOn(aws, given());

    const { status, remedy } = verdictIn(report, 'permissions-complete');
    expect(status).toBe('fail');
    expect(remedy).toEqual([
      `Add this statement to a policy of the role: {"Effect":"Allow","Action":["${first}"],"Resource":"*"}`,
    ]);
    expect(verdictIn(report, 'permissions-current')).toMatchObject({
      status: 'unknown',
      summary: expect.stringMatching(/^Which release of the permission set Standard .* is not known/),
    });
  });

  test('whose policies deny something is told how to find the statement, in every kind of policy', async () => {
    const aws = healthyAws(recordOf(), handMade());
    aws.iam.on(SimulatePrincipalPolicyCommand).resolves({
      EvaluationResults: [{ EvalActionName: 'ec2:DescribeInstances', EvalDecision: 'explicitDeny' }],
    });

    const { status, remedy } = verdictIn(await reportOn(aws, given()), 'boundary-allows');

    expect(status).toBe('fail');
    expect(remedy.slice(1)).toEqual([
      `aws iam list-role-policies --role-name ${NAME}`,
      'In an attached policy:',
      `aws iam list-attached-role-policies --role-name ${NAME}`,
    ]);
  });

  test('is validated with SelfTest Off by asking STS alone, and no stack is to be changed for more', async () => {
    const report = await reportOn(healthyAws(recordOf(), handMade()), given({ SelfTest: 'Off' }));

    const { status, remedy } = verdictIn(report, 'regions');
    expect(status).toBe('unknown');
    expect(remedy).toEqual([
      'To have access proven, validate again without SelfTest.',
      expect.stringContaining("Datadog's own calls prove it"),
    ]);
  });
});

describe('a role that a stack declares', () => {
  test('is asked every question', async () => {
    const report = await reportOn(healthyAws(), targetOfRecord(recordOf()));

    expect(report.checks.map(({ id }) => id)).toEqual(askedChecks(situation()).map(({ id }) => id));
    expect(report.checks.map(({ id }) => id)).toEqual(expect.arrayContaining(DRIFT_CHECKS));
  });

  test('that lets in nobody to try it is not tried by assuming it, whoever we are', async () => {
    const aws = healthyAws();
    aws.sts.on(GetCallerIdentityCommand).rejects(DENIED);

    await reportOn(aws, { ...targetOfRecord(recordOf()), selfTestPrincipals: [] });

    expect(aws.sts.commandCalls(AssumeRoleCommand)).toHaveLength(0);
  });
});
