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
    status: 'fail',
    says: [
      'a service control policy refuses sts:AssumeRole in ap-northeast-1, ',
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
    status: 'fail',
    says: ['a service control policy refuses sts:AssumeRole in'],
    repair: excludeRegions,
  },
  {
    name: 'a service control policy that takes away actions in every region',
    breakIt: (customer) =>
      configure(customer, {
        scps: [documentOf({ Effect: 'Deny', Action: ['ec2:Describe*', 'rds:*'], Resource: '*' })],
      }),
    foundBy: 'boundary-allows',
    status: 'fail',
    says: ['a service control policy takes away', 'ec2:DescribeInstances', 'rds:DescribeDBInstances'],
    repair: async ({ customer, remedy }) => {
      expect(remedy.join()).toContain(`allow ${ROLE_ARN} these actions in the service control policies`);
      configure(customer, { scps: [] });
    },
  },
  {
    name: 'an identity perimeter that keeps out everybody, to which an exception is made',
    breakIt: (customer) => configure(customer, { rcps: [perimeterOf('o-another')] }),
    foundBy: 'regions',
    status: 'fail',
    says: [
      'Datadog is kept out of every region: a resource control policy refuses sts:AssumeRole in all of them',
      'with an explicit deny in a resource control policy',
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
    expect(evidence.join()).toContain(
      "cloudwatch:ListMetrics with the validator's own credentials was allowed",
    );
    expect(evidence).toContainEqual(
      expect.stringContaining("Datadog's own AssumeRole comes from outside the account, and is not bound"),
    );
    expect(exceptionIn(remedy)).toEqual({ ArnNotLike: { 'aws:PrincipalArn': [VALIDATOR_ARN] } });

    const isDeny = ({ Effect: effect }: Statement) => effect === 'Deny';
    configure(customer, { scps: [withException(scp, isDeny, exceptionIn(remedy))] });

    expect(onlyReport(await validate(customer)).status).toBe('healthy');
  });

  it('asks once more where a service control policy refuses AssumeRole, and nowhere else', async () => {
    customer.reset();
    await customer.deploy(customer.stack());
    const there = { StringEquals: { 'aws:RequestedRegion': ['eu-west-2', 'us-west-2'] } };
    configure(customer, {
      scps: [documentOf({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*', Condition: there })],
    });

    const run = await validate(customer);

    const listed = run.calls.filter(({ operation }) => operation === 'ListMetrics');
    const tried = onlyReport(run).regions.filter(({ latencyMs }) => latencyMs !== null);
    expect(listed.map(({ region }) => region).sort()).toEqual(tried.map(({ region }) => region));
    const own = listed.filter(({ principalArn }) => principalArn.includes(customer.validatorRole));
    expect(own.map(({ region }) => region).sort()).toEqual(['eu-west-2', 'us-west-2']);
    expect(check(onlyReport(run), 'regions').summary).toBe(
      'Could not be told: a service control policy refuses sts:AssumeRole to the validator in eu-west-2, us-west-2.',
    );
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
