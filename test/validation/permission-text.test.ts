import { callKeys } from '../../src/validation/call-keys';
import { answerOfText, keysInText } from '../../src/validation/permission-text';

const KEYS = callKeys({
  roleArn: 'arn:aws:iam::123456789012:role/team/Datadog',
  accountId: '123456789012',
  tags: { team: 'observability' },
  region: 'eu-west-1',
  now: Date.parse('2026-06-01T12:00:00Z'),
});

const statement = (Effect: string, Action: string, Condition = {}, Resource = '*') => ({
  Effect,
  Action,
  Resource,
  Condition,
});
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const answer = (...documents: readonly string[]) => answerOfText(documents, 'ec2:DescribeInstances', KEYS).is;

/** As policies write it, and not a template. */
const VARIABLE = ['$', '{aws:PrincipalAccount}'].join('');
const ALLOW = statement('Allow', 'ec2:*');

test.each([
  ['an Allow of everything', 'yes', [ALLOW]],
  ['nothing about it', 'no', [statement('Allow', 'rds:*')]],
  ['an Allow on one resource', 'no', [statement('Allow', 'ec2:*', {}, 'arn:aws:ec2:*:*:instance/i-1')]],
  ['a Deny beside it', 'no', [ALLOW, statement('Deny', 'ec2:Describe*')]],
  ['a Deny on one resource', 'yes', [ALLOW, statement('Deny', 'ec2:*', {}, 'arn:aws:ec2:*:*:instance/i-1')]],
  ['an Allow of all but this', 'no', [{ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }]],
  ['an Allow of all but something else', 'yes', [{ Effect: 'Allow', NotAction: 'rds:*', Resource: '*' }]],
  [
    'an Allow of all but several, this among them',
    'no',
    [{ Effect: 'Allow', NotAction: ['rds:*', 'ec2:*'], Resource: '*' }],
  ],
  ['an Allow of several, this among them', 'yes', [{ ...ALLOW, Action: ['rds:*', 'ec2:*'] }]],
  ['an Allow on one resource and on every', 'yes', [{ ...ALLOW, Resource: ['arn:aws:s3:::x', '*'] }]],
  ['an Allow that names no resource', 'yes', [{ Effect: 'Allow', Action: 'ec2:*' }]],
  ['an Allow on all resources but one', 'no', [{ Effect: 'Allow', Action: 'ec2:*', NotResource: 'arn:x' }]],
  ['nothing at all', 'no', []],
])('%s means %s', (_, expected, statements) => {
  expect(answer(policy(...statements))).toBe(expected);
});

test.each([
  ['the region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, 'yes'],
  ['another region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-2' } }, 'no'],
  ['the account', { StringEquals: { 'aws:ResourceAccount': VARIABLE } }, 'yes'],
  ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, 'yes'],
  ['a tag that the role has', { StringEquals: { 'aws:PrincipalTag/team': 'observability' } }, 'yes'],
  ['a tag that it does not have', { StringEquals: { 'aws:PrincipalTag/cost': '7' } }, 'no'],
  ['the role itself', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/team/*' } }, 'yes'],
  ['an address', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, 'depends'],
  [
    'an address as well as another region',
    { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' }, StringEquals: { 'aws:RequestedRegion': 'eu-west-2' } },
    'no',
  ],
  ['an operator that nobody knows', { StringSounds: { 'aws:RequestedRegion': 'eu-west-1' } }, 'depends'],
])('an Allow under the condition of %s means %s', (_, condition, expected) => {
  expect(answer(policy(statement('Allow', 'ec2:*', condition)))).toBe(expected);
});

test('a Deny that revokes older sessions lets new ones be', () => {
  const revoked = { DateLessThan: { 'aws:TokenIssueTime': '2026-05-31T00:00:00Z' } };

  expect(answer(policy(ALLOW, statement('Deny', '*', revoked)))).toBe('yes');
});

test('policies of a role count together, and a Deny that may apply leaves it open', () => {
  const outside = statement('Deny', '*', { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } });

  expect(answer(policy(ALLOW), policy(statement('Allow', 's3:*')))).toBe('yes');
  expect(answer(policy(ALLOW), policy(outside))).toBe('depends');
});

test('the keys that policies ask for are told in lower case', () => {
  const asking = statement('Allow', '*', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } });

  expect([...keysInText([policy(asking), policy(ALLOW)])]).toEqual(['aws:sourceip']);
});
