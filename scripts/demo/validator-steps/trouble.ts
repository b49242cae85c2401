import { DetachRolePolicyCommand, type IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { DATADOG, EXTERNAL_ID, ROLE } from '../../../test/support/customer-account';
import { checkCounts, findingsFact, idsOf, publishedFacts, regionsFact, regionsWith } from '../report-facts';
import { claim, type Findings, fact, type Step } from '../step';
import type { ValidatorStage } from '../validator-stage';

/** The organization lets its accounts work here; the validator’s own region is one of them. */
const ALLOWED_REGIONS = ['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1'];
const STS_DEACTIVATED = 'eu-west-3';
const NOT_OPTED_IN = 'me-south-1';
const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const WRONG_EXTERNAL_ID = 'the-external-id-of-another-account';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html */
const REGION_DENY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyAllOutsideRequestedRegions',
      Effect: 'Deny',
      NotAction: ['cloudfront:*', 'iam:*', 'route53:*', 'support:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ALLOWED_REGIONS } },
    },
  ],
};

/** Exactly those checks whose subject was broken. */
const EXPECTED_FAILURES = ['external-id', 'drift-attachments', 'regions'];
const EXPECTED_WARNINGS = ['drift-trust-policy'];

export const trouble: Step<ValidatorStage> = {
  id: 'validator-trouble',
  title: 'Trouble: a region-deny policy, STS deactivated, a region off, and somebody at the role',
  run: async ({ customer, validate }): Promise<Findings> => {
    customer.sandbox.configure({
      accounts: {
        [customer.account.id]: {
          scps: [REGION_DENY],
          stsDeactivated: [STS_DEACTIVATED],
          regionsOff: [NOT_OPTED_IN],
        },
      },
    });
    await tamperWithRole(customer.iam, customer.account.digest().roles[ROLE]?.trust);
    const run = await validate();
    const { report } = run;
    const outside = report.regions
      .map(({ region }) => region)
      .filter((region) => !ALLOWED_REGIONS.includes(region) && region !== NOT_OPTED_IN);
    const wrong = report.checks.filter(({ status }) => status !== 'pass');
    return {
      facts: [
        fact(
          'changes',
          'What happened',
          {
            allowedRegions: ALLOWED_REGIONS,
            stsDeactivated: STS_DEACTIVATED,
            regionOff: NOT_OPTED_IN,
            detached: SECURITY_AUDIT,
          },
          [
            `The organization denies everything outside ${ALLOWED_REGIONS.join(', ')}.`,
            `STS was deactivated in ${STS_DEACTIVATED}. ${NOT_OPTED_IN} was disabled.`,
            'Somebody wrote another external id into the trust policy, and detached SecurityAudit.',
          ],
        ),
        fact('status', 'Status', report.status),
        regionsFact(report),
        checkCounts(report),
        findingsFact(report),
        ...publishedFacts(run, 'text'),
      ],
      claims: [
        claim(
          'Datadog really cannot assume the role',
          !customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID }),
        ),
        claim('the report says failing', report.status === 'failing'),
        claim(
          `a service control policy refuses the validator in all ${outside.length} regions outside, and only there`,
          outside.length > 0 &&
            isSame(regionsWith(report, 'assume-role-denied', 'scp_explicit_deny'), outside),
        ),
        claim(
          `STS is not activated in ${STS_DEACTIVATED}, and only there`,
          isSame(regionsWith(report, 'sts-not-activated'), [STS_DEACTIVATED]),
        ),
        claim(
          `${NOT_OPTED_IN} is not enabled, and only that`,
          isSame(regionsWith(report, 'region-not-enabled'), [NOT_OPTED_IN]),
        ),
        claim(
          `what fails is ${EXPECTED_FAILURES.join(', ')}; what warns is ${EXPECTED_WARNINGS.join(', ')}`,
          isSame(idsOf(report, 'fail'), EXPECTED_FAILURES) &&
            isSame(idsOf(report, 'warn'), EXPECTED_WARNINGS),
        ),
        claim(
          'each of them says what was found and what to do',
          wrong.every(({ evidence, remedy }) => evidence.length > 0 && remedy.length > 0),
        ),
        claim('one alert goes out', run.alerts.length === 1),
      ],
    };
  },
};

async function tamperWithRole(iam: IAMClient, trustPolicy = ''): Promise<void> {
  const document = trustPolicy.replaceAll(EXTERNAL_ID, WRONG_EXTERNAL_ID);
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: document }));
  await iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn: SECURITY_AUDIT }));
}

function isSame(found: readonly string[], expected: readonly string[]): boolean {
  return found.join() === expected.join();
}
