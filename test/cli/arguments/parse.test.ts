import { parseCommand } from '../../../src/cli/arguments/parse';

const NOWHERE = { profile: undefined, region: undefined };
const ROLE = { roleName: 'Datadog', path: undefined, accountId: undefined };

test('validate without options is about every record', () => {
  expect(parseCommand(['validate'])).toEqual({
    name: 'validate',
    subject: { kind: 'records', role: undefined },
    aws: NOWHERE,
    json: false,
    html: undefined,
  });
});

test('validate takes a role of a record, a place and forms of output', () => {
  const args = [
    '--role-name',
    'Datadog',
    '--profile',
    'work',
    '--region=eu-west-1',
    '--json',
    '--html',
    'page.html',
  ];

  expect(parseCommand(['validate', ...args])).toEqual({
    name: 'validate',
    subject: { kind: 'records', role: ROLE },
    aws: { profile: 'work', region: 'eu-west-1' },
    json: true,
    html: 'page.html',
  });
});

test('validate takes any role with its external id, as properties of the resource', () => {
  const args = [
    '--role-name',
    'Datadog',
    '--external-id',
    'abc',
    '--site',
    'us5',
    '--exclude-actions',
    'sns:Publish, logs:*',
    '--regions',
    'us-east-1, eu-west-1',
  ];

  expect(parseCommand(['validate', ...args])).toMatchObject({
    subject: {
      kind: 'values',
      role: ROLE,
      properties: {
        RoleName: 'Datadog',
        ExternalId: 'abc',
        DatadogSite: 'us5',
        ExcludeActions: ['sns:Publish', 'logs:*'],
        Regions: ['us-east-1', 'eu-west-1'],
      },
    },
  });
});

test('doctor takes a role that each account has, by name or by path and name', () => {
  expect(parseCommand(['doctor'])).toEqual({
    name: 'doctor',
    assumeRole: undefined,
    aws: NOWHERE,
    json: false,
  });
  expect(parseCommand(['doctor', '--assume-role', '/team/Audit'])).toMatchObject({
    assumeRole: 'team/Audit',
  });
  expect(parseCommand(['doctor', '--assume-role=Audit', '--json'])).toMatchObject({
    assumeRole: 'Audit',
    json: true,
  });
});

test.each([
  ['team/Datadog', { roleName: 'Datadog', path: '/team/', accountId: undefined }],
  ['/a/b/Datadog', { roleName: 'Datadog', path: '/a/b/', accountId: undefined }],
  ['arn:aws:iam::123456789012:role/Datadog', { roleName: 'Datadog', path: '/', accountId: '123456789012' }],
  [
    'arn:aws:iam::123456789012:role/a/Datadog',
    { roleName: 'Datadog', path: '/a/', accountId: '123456789012' },
  ],
])('a role may be named as %s', (name, role) => {
  expect(parseCommand(['plan', '--role-name', name])).toMatchObject({ role });
});

test('validate has the deployed validator do it', () => {
  expect(parseCommand(['validate', '--invoke', '--stack', 'datadog'])).toMatchObject({
    subject: { kind: 'invoke', role: undefined, stack: 'datadog', functionName: undefined },
  });
});

test('explain takes the words behind it for one text, or none', () => {
  expect(parseCommand(['explain', 'User:', 'x', '--json'])).toEqual({
    name: 'explain',
    text: 'User: x',
    json: true,
  });
  expect(parseCommand(['explain'])).toEqual({ name: 'explain', text: undefined, json: false });
  expect(parseCommand(['explain', '--', '--odd text'])).toMatchObject({ text: '--odd text' });
});

test('of an option that is given twice the last value counts', () => {
  expect(parseCommand(['plan', '--region', 'a', '--region', 'b'])).toMatchObject({ aws: { region: 'b' } });
});

test.each([
  [[], 'Say what to do'],
  [['valdate'], 'Did you mean validate?'],
  [['nonsense'], 'There are validate, doctor, explain, plan.'],
  [['--json', 'validate'], 'The command comes first'],
  [['validate', '--rolename', 'x'], 'validate has no option "--rolename". Did you mean --role-name?'],
  [['validate', '-x'], '--help lists those that it has'],
  [['validate', '--role-name'], '--role-name needs a value: --role-name NAME.'],
  [['validate', '--role-name', '--json'], 'write --role-name=NAME if the value begins with a dash'],
  [['validate', '--role-name='], '--role-name needs a value'],
  [['validate', '--json=yes'], '--json takes no value, and has "yes".'],
  [['validate', 'Datadog'], 'validate --role-name Datadog'],
  [['validate', 'json'], 'write --json.'],
  [['validate', '--site', 'eu'], 'add --external-id'],
  [['validate', '--exclude-actions', 'logs:*'], 'add --external-id'],
  [
    ['validate', '--external-id', 'x', '--regions', 'eu-west-1,us-esat-1'],
    '--regions has "us-esat-1", and there is no such region. Did you mean us-east-1?',
  ],
  [['validate', '--stack', 'x'], 'add --invoke'],
  [['validate', '--invoke', '--external-id', 'x'], 'leave out --invoke'],
  [['doctor', '--role-name', 'x'], 'doctor has no option "--role-name"'],
  [['doctor', '--assume-role', 'arn:aws:iam::123456789012:role/x'], 'name the role that each account has'],
  [['plan', '--html', 'x'], 'plan has no option "--html"'],
  [['plan', '--role-name', 'arn:aws:iam::123456789012:user/x'], 'the ARN of something else'],
])('%j is refused, with what to write instead', (args, text) => {
  expect(() => parseCommand(args)).toThrow(text);
});
