import { InvalidPolicyDocument, parseDocument } from '../../src/policy/parse';

/** Every element of IAM's grammar, but for those that exclude each other. */
const WRITTEN = {
  Version: '2012-10-17',
  Id: 'trust',
  Statement: [
    {
      Sid: 'Datadog',
      Effect: 'Allow',
      Principal: { AWS: ['464622532012', 'arn:aws:iam::111111111111:root'], Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 'sts:DurationSeconds': [900] } },
    },
    { Sid: '', Effect: 'Deny', NotPrincipal: '*', NotAction: ['sts:*'], NotResource: ['arn:aws:s3:::b'] },
  ],
};

const READ = {
  version: '2012-10-17',
  id: 'trust',
  statements: [
    {
      sid: 'Datadog',
      effect: 'Allow',
      principals: [
        { type: 'AWS', id: '464622532012' },
        { type: 'AWS', id: 'arn:aws:iam::111111111111:root' },
        { type: 'Service', id: 'ec2.amazonaws.com' },
      ],
      notPrincipals: undefined,
      actions: ['sts:AssumeRole'],
      notActions: undefined,
      resources: ['*'],
      notResources: undefined,
      conditions: [
        { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
        { operator: 'NumericLessThan', key: 'sts:DurationSeconds', values: ['900'] },
      ],
      unknown: {},
    },
    {
      sid: undefined,
      effect: 'Deny',
      principals: undefined,
      notPrincipals: [{ type: 'AWS', id: '*' }],
      actions: undefined,
      notActions: ['sts:*'],
      resources: undefined,
      notResources: ['arn:aws:s3:::b'],
      conditions: [],
      unknown: {},
    },
  ],
  unknown: {},
};

const text = JSON.stringify(WRITTEN);

test.each<[string, string | object]>([
  ['an object', WRITTEN],
  ['JSON text', text],
  ['JSON text with white space around it', `\n ${text} \n`],
  ['URL-encoded JSON text', encodeURIComponent(text)],
  ['URL-encoded JSON text with white space around it', `\n ${encodeURIComponent(text)} \n`],
])('reads %s', (_form, document) => {
  expect(parseDocument(document)).toEqual(READ);
});

test('keeps what the grammar does not know, apart from what it knows', () => {
  expect(
    parseDocument({ Remark: 'a', Statement: { Effect: 'Allow', Action: [], Remark: 'b' } }),
  ).toMatchObject({ unknown: { Remark: 'a' }, statements: [{ actions: [], unknown: { Remark: 'b' } }] });
});

test('takes a percent sign in JSON text for itself', () => {
  const statement = { Effect: 'Allow', Condition: { StringLike: { 'aws:username': '50%2A' } } };
  expect(
    parseDocument(JSON.stringify({ Statement: statement })).statements[0]?.conditions[0]?.values,
  ).toEqual(['50%2A']);
});

const statement = (elements: object) => ({ Statement: { Effect: 'Allow', ...elements } });

test.each<[string, string | object, string]>([
  ['an Id that is no text', { Id: 1 }, 'Id must be a string, but it is 1'],
  ['a Sid that is no text', statement({ Sid: 1 }), 'statement 1: Sid must be a string, but it is 1'],
  [
    'an action that is missing from its list',
    statement({ Action: [null] }),
    'statement 1: Action must be a string or a list of strings, but it is null',
  ],
  [
    'an excepted resource that is no text',
    statement({ NotResource: 1 }),
    'statement 1: NotResource must be a string or a list of strings, but it is 1',
  ],
  [
    'excepted principals that are no object',
    statement({ NotPrincipal: 'x' }),
    'statement 1: NotPrincipal must be a JSON object, but it is "x"',
  ],
  [
    'a principal that is no text',
    statement({ Principal: { AWS: 464622532012 } }),
    'statement 1: Principal: AWS must be a string or a list of strings, but it is 464622532012',
  ],
  [
    'a condition that is no object',
    statement({ Condition: 'x' }),
    'statement 1: Condition must be a JSON object, but it is "x"',
  ],
  [
    'keys of a condition that are no object',
    statement({ Condition: { Bool: 'x' } }),
    'statement 1: Condition: Bool must be a JSON object, but it is "x"',
  ],
  [
    'a long text that is not JSON, of which it shows the beginning',
    'x'.repeat(50),
    `the policy document is not JSON, plain or URL-encoded: it starts with "${'x'.repeat(40)}"`,
  ],
])('refuses %s', (_case, document, message) => {
  const read = () => parseDocument(document);

  expect(read).toThrow(InvalidPolicyDocument);
  expect(read).toThrow(expect.objectContaining({ name: 'InvalidPolicyDocument', message }));
});

test('says what made it give up on a text', () => {
  expect(() => parseDocument('x')).toThrow(expect.objectContaining({ cause: expect.any(SyntaxError) }));
});
