import { ACCOUNT, NOW, ORGANIZATION, ROLE } from '../places';
import type { BoundaryForm, Condition, Document, PoliciesForm, Statement } from '../situation';
import { documentOf } from '../situation';
import type { Draw } from './draw';

const NEXT_WEEK = new Date(NOW + 7 * 86_400_000).toISOString();

const allow = (Action: string | readonly string[], Condition?: Condition, Resource = '*'): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const deny = (Action: string | readonly string[], Condition?: Condition): Statement => ({
  ...allow(Action, Condition),
  Effect: 'Deny',
});

/** Services of which every permission set has actions, and one call is really made. */
const SERVICES = ['cloudwatch', 'ec2', 'tag'];

/** The role's own policies: those of the permission set, or what people have made of them. */
export function drawPolicies(draw: Draw, inline: Document, regions: readonly string[]): PoliciesForm {
  const name = 'DatadogIntegrationPolicy';
  const plain = { [name]: inline };
  const [first, ...others] = inline.Statement;
  const actions = [first?.Action ?? []].flat();
  const service = draw.pick(SERVICES);
  const kept = actions.filter((action) => !action.startsWith(`${service}:`));
  const removed = actions.filter((action) => !kept.includes(action));
  const without = { [name]: documentOf(allow(kept), ...others) };
  const one = draw.pick(actions);
  if (draw.chance(75)) return { form: 'as made', inline: plain, attached: [] };
  return draw.pick<PoliciesForm>([
    { form: 'none at all', inline: {}, attached: [] },
    { form: `lack ${service}`, inline: without, attached: [] },
    {
      form: 'lack one action',
      inline: { [name]: documentOf(allow(actions.filter((action) => action !== one)), ...others) },
      attached: [],
    },
    {
      form: `grant ${service} by another inline policy`,
      inline: { ...without, Further: documentOf(allow(removed)) },
      attached: [],
    },
    {
      form: `grant ${service} by an attached policy`,
      inline: without,
      attached: [documentOf(allow([`${service}:*`]))],
    },
    { form: 'grant everything by an attached policy', inline: {}, attached: [documentOf(allow('*'))] },
    {
      form: `grant ${service} in some regions`,
      inline: {
        ...without,
        Further: documentOf(allow(removed, { StringEquals: { 'aws:RequestedRegion': draw.some(regions) } })),
      },
      attached: [],
    },
    {
      form: `grant ${service} on some resources`,
      inline: {
        ...without,
        Further: documentOf(allow(removed, undefined, `arn:aws:${service}:*:${ACCOUNT}:some/*`)),
      },
      attached: [],
    },
    {
      form: `deny ${service} inline`,
      inline: { ...plain, Further: documentOf(deny(`${service}:*`)) },
      attached: [],
    },
    {
      form: `deny ${service} by an attached policy`,
      inline: plain,
      attached: [documentOf(deny(`${service}:*`))],
    },
    {
      form: `deny ${service} outside some regions`,
      inline: {
        ...plain,
        Further: documentOf(
          deny(`${service}:*`, { StringNotEquals: { 'aws:RequestedRegion': draw.some(regions) } }),
        ),
      },
      attached: [],
    },
    {
      form: 'deny calls without TLS',
      inline: { ...plain, Further: documentOf(deny('*', { Bool: { 'aws:SecureTransport': 'false' } })) },
      attached: [],
    },
    {
      form: 'deny what Datadog does not do',
      inline: { ...plain, Further: documentOf(deny(['iam:CreateUser', 'kms:Decrypt'])) },
      attached: [],
    },
  ]);
}

/** The permissions boundary, if there is one: the stack asks for it. */
export function drawBoundary(draw: Draw, regions: readonly string[]): BoundaryForm {
  if (draw.chance(75)) return { form: 'none', document: null };
  const service = draw.pick(SERVICES);
  const some = draw.some(regions);
  const only = (form: string, condition: Condition): BoundaryForm => ({
    form,
    document: documentOf(allow('*', condition)),
  });
  return draw.pick<BoundaryForm>([
    { form: 'allows everything', document: documentOf(allow('*')) },
    { form: 'denies what roles grow by', document: documentOf(allow('*'), deny(['iam:*', 'sts:*'])) },
    {
      form: 'allows all but IAM',
      document: documentOf({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    },
    { form: 'allows CloudWatch and tags', document: documentOf(allow(['cloudwatch:*', 'tag:*'])) },
    { form: 'allows nothing of use', document: documentOf(allow('s3:GetObject')) },
    { form: `denies ${service}`, document: documentOf(allow('*'), deny(`${service}:*`)) },
    {
      form: `denies ${service} outside some regions`,
      document: documentOf(
        allow('*'),
        deny(`${service}:*`, { StringNotEquals: { 'aws:RequestedRegion': some } }),
      ),
    },
    only('allows some regions', { StringEquals: { 'aws:RequestedRegion': some } }),
    only('allows the role by its ARN', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${ROLE}` } }),
    only('allows another role by its ARN', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Other' } }),
    only('allows principals of the account', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }),
    only('allows resources of the account', { StringEquals: { 'aws:ResourceAccount': ACCOUNT } }),
    only('allows resources of the organization', { StringEquals: { 'aws:ResourceOrgID': ORGANIZATION } }),
    only('allows resources of another account', { StringEquals: { 'aws:ResourceAccount': '111111111111' } }),
    only('allows calls over TLS', { Bool: { 'aws:SecureTransport': 'true' } }),
    only('allows calls until next week', { DateLessThan: { 'aws:CurrentTime': NEXT_WEEK } }),
    only('allows calls through no service', { Bool: { 'aws:ViaAWSService': 'false' } }),
    only('allows sessions with a tag that the role lacks', {
      StringEquals: { 'aws:PrincipalTag/team': 'x' },
    }),
    {
      form: 'denies calls from elsewhere',
      unseen: 'network',
      document: documentOf(
        allow('*'),
        deny('*', { NotIpAddress: { 'aws:SourceIp': ['127.0.0.0/8', '198.51.100.0/24'] } }),
      ),
    },
  ]);
}
