import { organizationPolicy } from '../../support/organization-policies';
import { ACCOUNT, DATADOG, ORGANIZATION, ROLE, ROLE_ARN, VALIDATOR_ARN } from '../places';
import type { Condition, Document, OrganizationForm, Statement } from '../situation';
import { documentOf } from '../situation';
import type { Draw } from './draw';

const NONE: OrganizationForm = { form: 'none', documents: [] };

const deny = (Action: string | readonly string[], Condition?: Condition): Statement => ({
  Effect: 'Deny',
  Action,
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});
const denyAllBut = (NotAction: string | readonly string[], Condition?: Condition): Statement => {
  const { Action: _, ...statement } = deny('*', Condition);
  return { ...statement, NotAction };
};
const form = (text: string, ...documents: readonly Document[]): OrganizationForm => ({
  form: text,
  documents,
});

const isPlain = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && 'Statement' in value;

/** A policy that somebody has published, with its placeholders filled in. */
function published(name: string, placeholders: Readonly<Record<string, readonly string[]>>): Document {
  const policy: unknown = organizationPolicy(name, placeholders);
  if (!isPlain(policy)) throw new Error(`${name} is no policy`);
  return policy;
}

/** Whom an organization may spare. */
function drawException(draw: Draw): readonly [string, Condition] {
  return draw.pick<readonly [string, Condition]>([
    ['', {}],
    ['', {}],
    [' but for the role', { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${ROLE}` } }],
    [
      ' but for administrators',
      { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*Administrator*' } },
    ],
    [' but for the validator', { ArnNotLike: { 'aws:PrincipalArn': VALIDATOR_ARN } }],
    [
      ' but for role and validator',
      { ArnNotLike: { 'aws:PrincipalARN': [ROLE_ARN, VALIDATOR_ARN, 'arn:aws:iam::*:role/aws-reserved/*'] } },
    ],
  ]);
}

export function drawScps(draw: Draw, regions: readonly string[]): OrganizationForm {
  if (draw.chance(60)) return NONE;
  const some = draw.some(regions);
  const [spared, exception] = drawException(draw);
  const elsewhere: Condition = { StringNotEquals: { 'aws:RequestedRegion': some }, ...exception };
  const service = draw.pick(['cloudwatch', 'ec2', 'tag', 'rds', 'lambda']);
  const landingZone = () =>
    form(
      `some regions only, as in a landing zone${spared}`,
      documentOf(
        denyAllBut(['iam:*', 'sts:*', 'support:*', 'cloudwatch:List*', 'cloudwatch:Get*', 's3:*'], elsewhere),
      ),
    );
  return draw.pick<() => OrganizationForm>([
    () => form('leaving the organization is denied', documentOf(deny('organizations:LeaveOrganization'))),
    () => form('full access', documentOf({ Effect: 'Allow', Action: '*', Resource: '*' })),
    () =>
      form(`some regions only${spared}`, documentOf(denyAllBut(['iam:*', 'sts:*', 'support:*'], elsewhere))),
    () => form(`some regions only, STS included${spared}`, documentOf(deny('*', elsewhere))),
    landingZone,
    landingZone,
    landingZone,
    () =>
      form(
        'some regions only, as Control Tower has it',
        published('control_tower_grregiondeny_copy', { '<governed regions>': some }),
      ),
    () => form('some regions only, as in AWS’s samples', published('aws_samples_scp', {})),
    () => form(`${service} denied${spared}`, documentOf(deny(`${service}:*`, exception))),
    () =>
      form(
        'a list of what is allowed',
        documentOf({
          Effect: 'Allow',
          Action: ['cloudwatch:*', 'ec2:*', 'iam:*', 'sts:*', 'tag:*', 'ssm:*', 'account:*'],
          Resource: '*',
        }),
      ),
    () => form('nothing allowed in a suspended account', documentOf(deny('*', exception))),
    () => form(`AssumeRole denied${spared}`, documentOf(deny('sts:AssumeRole', exception))),
    () =>
      form(
        'AssumeRole denied to the validator',
        documentOf(deny('sts:AssumeRole', { ArnLike: { 'aws:PrincipalArn': VALIDATOR_ARN } })),
      ),
    () =>
      form(
        'everything denied to the role',
        documentOf(deny('*', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${ROLE}` } })),
      ),
    () => form(`IAM denied${spared}`, documentOf(deny('iam:*', exception))),
    () =>
      form('calls without TLS denied', documentOf(deny('*', { Bool: { 'aws:SecureTransport': 'false' } }))),
    () =>
      form(
        'calls without MFA denied',
        documentOf(
          denyAllBut(['iam:*', 'sts:*'], { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
        ),
      ),
    (): OrganizationForm => ({
      form: 'calls of sessions without MFA denied',
      onlySessionsShow: true,
      documents: [
        documentOf(denyAllBut(['iam:*', 'sts:*'], { Bool: { 'aws:MultiFactorAuthPresent': 'false' } })),
      ],
    }),
    () =>
      form(
        'resources of others denied',
        documentOf(denyAllBut('sts:*', { StringNotEqualsIfExists: { 'aws:ResourceOrgID': ORGANIZATION } })),
      ),
    () =>
      form(
        'resources of other accounts denied',
        documentOf(denyAllBut('sts:*', { StringNotEquals: { 'aws:ResourceAccount': ACCOUNT } })),
      ),
    () =>
      form(
        'principals of other accounts denied',
        documentOf(deny('*', { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } })),
      ),
    () =>
      form(
        'sessions without a tag denied',
        documentOf(denyAllBut(['sts:*', 'iam:*'], { Null: { 'aws:PrincipalTag/team': 'true' } })),
      ),
    (): OrganizationForm => ({
      form: 'EC2 denied on the organization’s resources',
      unseen: 'unknown keys',
      documents: [documentOf(deny('ec2:*', { StringEquals: { 'aws:ResourceOrgID': ORGANIZATION } }))],
    }),
    (): OrganizationForm => ({
      form: 'calls from elsewhere denied',
      unseen: 'network',
      documents: [
        documentOf(
          denyAllBut(['iam:*', 'sts:*'], {
            NotIpAddress: { 'aws:SourceIp': draw.pick(['127.0.0.0/8', '198.51.100.0/24']) },
          }),
        ),
      ],
    }),
  ])();
}

export function drawRcps(draw: Draw, regions: readonly string[]): OrganizationForm {
  if (draw.chance(82)) return NONE;
  const everybody = (Condition?: Condition, Action: string | readonly string[] = 'sts:AssumeRole') =>
    documentOf({ ...deny(Action, Condition), Principal: '*' });
  const perimeter = (accounts: readonly string[]) =>
    published('identity_perimeter_rcp', {
      '<my-org-id>': [ORGANIZATION],
      '<load-balancing-account-id>': accounts,
      '<fin-space-account-id>': ['222222222222'],
      '<third-party-account-a>': ['333333333333'],
      '<third-party-account-b>': ['444444444444'],
    });
  return draw.pick<() => OrganizationForm>([
    () => form('a perimeter that knows Datadog', perimeter([DATADOG])),
    (): OrganizationForm => ({
      form: 'a perimeter that does not know Datadog',
      unseen: 'outsiders',
      documents: [perimeter(['111111111111'])],
    }),
    (): OrganizationForm => ({
      form: 'Datadog’s account denied',
      unseen: 'outsiders',
      documents: [everybody({ StringEquals: { 'aws:PrincipalAccount': DATADOG } })],
    }),
    () => form('AssumeRole denied to everybody', everybody()),
    () =>
      form(
        'AssumeRole denied to all but Datadog',
        everybody({ StringNotEquals: { 'aws:PrincipalAccount': DATADOG } }),
      ),
    () =>
      form(
        'AssumeRole denied to the validator',
        everybody({ ArnLike: { 'aws:PrincipalArn': VALIDATOR_ARN } }),
      ),
    () =>
      form(
        'AssumeRole denied outside some regions',
        everybody({ StringNotEquals: { 'aws:RequestedRegion': draw.some(regions) } }),
      ),
    () => form('AssumeRole denied without external id', everybody({ Null: { 'sts:ExternalId': 'true' } })),
    () =>
      form(
        'calls without TLS denied',
        everybody({ Bool: { 'aws:SecureTransport': 'false' } }, ['sts:*', 's3:*']),
      ),
    () =>
      form(
        'S3 denied to others',
        everybody({ StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }, 's3:*'),
      ),
    (): OrganizationForm => ({
      form: 'AssumeRole denied from elsewhere',
      unseen: 'network',
      documents: [everybody({ NotIpAddress: { 'aws:SourceIp': ['127.0.0.0/8'] } })],
    }),
  ])();
}
