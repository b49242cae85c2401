import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { sessionCredentials } from '../../src/probe/region';
import { type Breakage, type BrokenScene, itFinds } from '../support/breakage';
import {
  type CustomerAccount,
  DATADOG,
  EXTERNAL_ID,
  openCustomerAccount,
  ROLE,
} from '../support/customer-account';
import { exceptionIn, organizationPolicy, regionsIn, withException } from '../support/organization-policies';
import { type Document, documentOf, type Statement } from '../support/role-edits';
import { usualRegions } from '../support/usual-regions';
import { check, findings, onlyReport, validate } from '../support/validator-run';

const ACCOUNT = '123456789012';
/** Where the stack is: a region that all of these policies leave open. */
const REGION = 'eu-west-1';
const ORGANIZATION = 'o-customer';
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`;
const VALIDATOR_ARN = `arn:aws:iam::${ACCOUNT}:role/datadog-ValidatorRole-${REGION}`;

const OPEN = ['eu-central-1', 'eu-west-1'];
const AWS_SAMPLES = organizationPolicy('aws_samples_scp');
const CONTROL_TOWER = organizationPolicy('control_tower_grregiondeny_copy', { '<governed regions>': OPEN });
/** Leaves out sts: the validator itself is refused AssumeRole by it. */
const IAM_USER_GUIDE = organizationPolicy('iam_user_guide_identity_policy_2023');
const perimeterOf = (organizationId: string) =>
  organizationPolicy('identity_perimeter_rcp', { '<my-org-id>': [organizationId] });

const isRegionDeny = ({ Condition: condition = {} }: Statement) =>
  'aws:RequestedRegion' in (condition['StringNotEquals'] ?? {});
const isIdentityDeny = ({ Sid: sid }: Statement) => sid === 'EnforceOrgIdentities';

const configure = ({ sandbox }: CustomerAccount, change: { scps?: Document[]; rcps?: Document[] }) =>
  sandbox.configure({ accounts: { [ACCOUNT]: change } });

/** The organization's administrators make the exception that the remedy asks for. */
const makeException =
  (scp: Document) =>
  async ({ customer, remedy }: BrokenScene) =>
    configure(customer, { scps: [withException(scp, isRegionDeny, exceptionIn(remedy))] });

/** The customer excludes the blocked regions in Datadog and in the stack. */
const excludeRegions = async ({ customer, stack, remedy }: BrokenScene) => {
  const Regions = regionsIn(remedy);
  expect(remedy.join()).toContain(`"include_only":${JSON.stringify(Regions)}`);
  expect(await customer.deploy(stack, { Regions })).toBe('UPDATE_COMPLETE');
};

/** What Datadog does: it assumes the role from its own account, and makes a call in the session. */
async function listMetricsAsDatadog(customer: CustomerAccount): Promise<unknown> {
  const { Credentials: session } = await customer
    .stsOf('464622532012')
    .send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: 'datadog', ExternalId: EXTERNAL_ID }));
  const cloudWatch = new CloudWatchClient({
    endpoint: customer.sandbox.endpoint,
    region: REGION,
    credentials: sessionCredentials(session),
  });
  return cloudWatch.send(new ListMetricsCommand({}));
}

const BREAKAGES: readonly Breakage[] = [
  {
    name: 'a service control policy as in AWS’s samples, to which an exception is made',
    breakIt: (customer) => configure(customer, { scps: [AWS_SAMPLES] }),
    foundBy: 'regions',
    status: 'fail',
    says: [
      'Datadog is kept out: a service control policy refuses cloudwatch:ListMetrics in ap-northeast-1, ',
      'AssumeRole and cloudwatch:ListMetrics worked in eu-central-1, eu-west-1.',
      'the answer to the session of the role was: ',
      'with an explicit deny in a service control policy',
      'those of the partition were tried',
    ],
    repair: makeException(AWS_SAMPLES),
  },
  {
    name: 'a service control policy as in AWS’s samples, whose regions are excluded',
    breakIt: (customer) => configure(customer, { scps: [AWS_SAMPLES] }),
    foundBy: 'regions',
    status: 'fail',
    says: ['a service control policy refuses cloudwatch:ListMetrics in'],
    repair: excludeRegions,
  },
  {
    name: 'Control Tower’s region deny, to which an exception is made',
    breakIt: (customer) => configure(customer, { scps: [CONTROL_TOWER] }),
    foundBy: 'regions',
    status: 'fail',
    says: ['a service control policy refuses cloudwatch:ListMetrics in', 'Not enabled in the account'],
    repair: makeException(CONTROL_TOWER),
  },
  {
    name: 'Control Tower’s region deny, whose regions are excluded',
    breakIt: (customer) => configure(customer, { scps: [CONTROL_TOWER] }),
    foundBy: 'regions',
    status: 'fail',
    says: ['a service control policy refuses cloudwatch:ListMetrics in'],
    repair: excludeRegions,
  },
  {
    name: 'a region deny that does not spare STS, as in the IAM user guide',
    breakIt: (customer) => configure(customer, { scps: [IAM_USER_GUIDE] }),
    foundBy: 'regions',
    status: 'warn',
    says: [
      'By the word of AWS’s policy simulator, Datadog is kept out in part: a service control policy refuses sts:AssumeRole to the validator in ap-northeast-1, ',
      ', and to the role, too.',
      'worked in eu-central-1, eu-west-1, eu-west-2, eu-west-3.',
      'the answer to the validator was: ',
    ],
    repair: async (scene) => {
      expect(exceptionIn(scene.remedy)).toEqual({
        ArnNotLike: { 'aws:PrincipalArn': [`arn:*:iam::*:role/${ROLE}`, VALIDATOR_ARN] },
      });
      await makeException(IAM_USER_GUIDE)(scene);
    },
  },
  {
    name: 'a region deny that does not spare STS, whose regions are excluded',
    breakIt: (customer) => configure(customer, { scps: [IAM_USER_GUIDE] }),
    foundBy: 'regions',
    status: 'warn',
    says: ['a service control policy refuses sts:AssumeRole to the validator in'],
    repair: excludeRegions,
  },
  {
    name: 'a service control policy that takes away actions in every region',
    breakIt: (customer) =>
      configure(customer, {
        scps: [documentOf({ Effect: 'Deny', Action: ['ec2:Describe*', 'rds:*'], Resource: '*' })],
      }),
    foundBy: 'boundary-allows',
    status: 'warn',
    says: [
      'By the word of AWS’s policy simulator, of what the role is granted a service control policy takes away',
      'ec2:DescribeInstances',
      'rds:DescribeDBInstances',
    ],
    repair: async ({ customer, remedy }) => {
      expect(remedy.join()).toContain(`allow ${ROLE_ARN} these actions in the service control policies`);
      configure(customer, { scps: [] });
    },
  },
  {
    name: 'an identity perimeter that keeps out everybody, to which an exception is made',
    breakIt: (customer) => configure(customer, { rcps: [perimeterOf('o-another')] }),
    foundBy: 'regions',
    status: 'unknown',
    says: [
      'Could not be told: a resource control policy refuses sts:AssumeRole to the validator in ap-northeast-1, ',
      'with an explicit deny in a resource control policy',
      'may refuse the validator and let Datadog in, or the other way round',
    ],
    repair: async ({ customer, remedy }) => {
      const perimeter = withException(perimeterOf('o-another'), isIdentityDeny, exceptionIn(remedy));
      configure(customer, { rcps: [perimeter] });
      expect(customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID })).toBe(true);
    },
  },
];

describe('of the organization’s policies the validator finds', () => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    const { regionsOff } = usualRegions().accounts?.[ACCOUNT] ?? {};
    const account = { organizationId: ORGANIZATION, ...(regionsOff === undefined ? {} : { regionsOff }) };
    customer = await openCustomerAccount({
      skipsWaits: true,
      region: REGION,
      sandbox: { accounts: { [ACCOUNT]: account } },
    });
  });
  afterAll(() => customer.close());

  itFinds(() => customer, BREAKAGES);

  it('does not call Datadog kept out where a service control policy lets only approved roles assume others', async () => {
    customer.reset();
    await customer.deploy(customer.stack());
    const approved = { ArnNotLike: { 'aws:PrincipalArn': [`arn:aws:iam::${ACCOUNT}:role/approved-*`] } };
    const scp = documentOf({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*', Condition: approved });
    configure(customer, { scps: [scp] });

    const report = onlyReport(await validate(customer));

    await expect(listMetricsAsDatadog(customer)).resolves.toBeDefined();
    expect(report.status).toBe('unknown');
    expect(findings(report)).toEqual({ regions: 'unknown' });
    const { summary, evidence, remedy } = check(report, 'regions');
    expect(summary).toContain(
      'Could not be told: a service control policy refuses sts:AssumeRole to the validator in ap-northeast-1, ',
    );
    expect(evidence).toContainEqual(
      expect.stringContaining("Datadog's own AssumeRole comes from outside the account, and is not bound"),
    );
    expect(exceptionIn(remedy)).toEqual({ ArnNotLike: { 'aws:PrincipalArn': [VALIDATOR_ARN] } });

    const isDeny = ({ Effect: effect }: Statement) => effect === 'Deny';
    configure(customer, { scps: [withException(scp, isDeny, exceptionIn(remedy))] });

    expect(onlyReport(await validate(customer)).status).toBe('healthy');
  });

  it('calls a region degraded where a policy leaves CloudWatch open, and names what it refuses', async () => {
    customer.reset();
    await customer.deploy(customer.stack());
    const elsewhere = { StringNotEquals: { 'aws:RequestedRegion': OPEN } };
    const spared = ['cloudwatch:Get*', 'cloudwatch:List*', 'iam:*', 'sts:*'];
    const scp = { Effect: 'Deny', NotAction: spared, Resource: '*', Condition: elsewhere } as const;
    configure(customer, { scps: [{ Version: '2012-10-17', Statement: [scp] }] });

    const run = await validate(customer);

    const report = onlyReport(run);
    expect(report.status).toBe('degraded');
    expect(findings(report)).toEqual({ regions: 'warn' });
    expect(check(report, 'regions').summary).toMatch(
      /a service control policy refuses .*autoscaling.* services more in ap-northeast-1, ap-northeast-2, /,
    );
    const { status, deniedServices } = report.regions.find(({ region }) => region === 'eu-west-2') ?? {};
    expect(status).toBe('ok');
    expect(deniedServices).toEqual(expect.arrayContaining(['ec2', 'lambda', 'rds']));
    expect(report.regions.find(({ region }) => region === 'eu-west-1')).not.toHaveProperty('deniedServices');
    // The whole permission set in two requests, and one in each other region.
    const asked = run.calls.filter(({ operation }) => operation === 'SimulatePrincipalPolicy');
    const tried = report.regions.filter(({ latencyMs }) => latencyMs !== null);
    expect(asked).toHaveLength(tried.length + 1);
  });

  it('does not see an identity perimeter that spares its own organization, and says so', async () => {
    customer.reset();
    await customer.deploy(customer.stack());
    configure(customer, { rcps: [perimeterOf(ORGANIZATION)] });

    const report = onlyReport(await validate(customer));

    expect(customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID })).toBe(false);
    expect(findings(report)).toEqual({});
    expect(check(report, 'regions').evidence.join()).toContain(
      'A resource control policy that spares this organization and refuses Datadog’s account 464622532012 would not show here',
    );
  });
});
