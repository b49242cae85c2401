import { explainDenial } from '../../src/cli/explanation';
import { main } from '../../src/cli/main';
import denials from '../cases/denials.json';
import { fakeTerminal } from '../support/fake-terminal';

const SCP =
  'An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::464622532012:user/x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/Datadog with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1';

test('every known cause is explained: what it proves, what not, and what to do', () => {
  const causes = new Set<string>();
  for (const { error, cause } of denials.cases) {
    const explanation = explainDenial(`${'name' in error ? `${error.name}: ` : ''}${error.message}`);
    if (explanation === undefined) continue;
    causes.add(explanation.cause);
    expect(explanation.proves).toMatch(/^That .*\.$/);
    expect(explanation.doesNotProve).not.toBe('');
    expect(explanation.remedy).not.toEqual([]);
    expect(cause).not.toBe('not_an_aws_deny');
  }
  const known = denials.cases.map(({ cause }) => cause).filter((cause) => cause !== 'not_an_aws_deny');
  expect([...new Set(known)].filter((cause) => !causes.has(cause))).toEqual([]);
});

test('what the text names is told: who, what, on what, and the policy', () => {
  expect(explainDenial(SCP)).toMatchObject({
    cause: 'scp_explicit_deny',
    meaning: 'a service control policy denies it',
    principal: 'arn:aws:iam::464622532012:user/x',
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::123456789012:role/Datadog',
    policyArn: 'arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1',
  });
});

test.each([
  ['arn:aws:iam::464622532012:user/x', 'It was Datadog itself that was refused.'],
  ['arn:aws:iam::123456789012:user/x', 'It was not Datadog that was refused.'],
  [
    'arn:aws:sts::123456789012:assumed-role/Datadog/s',
    'It was a session of the role Datadog: if that is Datadog’s role',
  ],
])('what it proves depends on who was refused: %s', (principal, text) => {
  expect(explainDenial(SCP.replace('arn:aws:iam::464622532012:user/x', principal))?.proves).toContain(text);
});

test.each([
  [
    'an unknown kind of policy',
    ' on resource: * with an explicit deny in a new sort of policy: arn:aws:x::1:policy/p',
  ],
  ['no policy', ''],
])('of a session’s call that is refused by %s, nothing points at the trust policy', (_, rest) => {
  const session = 'arn:aws:sts::123456789012:assumed-role/Datadog/s';
  const explanation = explainDenial(
    `User: ${session} is not authorized to perform: ec2:DescribeInstances${rest}`,
  );

  expect(explanation?.cause).toBe('unspecified_deny');
  expect(explanation?.doesNotProve).not.toMatch(/[Tt]rust|external id/);
  expect(explanation?.remedy.join(' ')).toContain('its trust policy and the external id are right');
});

test('a policy that is named is never said not to be', () => {
  const named = explainDenial(
    'User: x is not authorized to perform: s3:GetObject on resource: * with an explicit deny in a new sort of policy: arn:aws:x::1:policy/p',
  );

  expect(named).toMatchObject({ policyArn: 'arn:aws:x::1:policy/p' });
  expect(named?.meaning).not.toContain('names no policy');
});

describe('the command explain', () => {
  test('shows the explanation in labelled lines', async () => {
    const terminal = fakeTerminal();

    await expect(main(['explain', SCP], terminal)).resolves.toBe(0);

    const labels = terminal
      .output()
      .split('\n')
      .map((line) => line.slice(0, 12).trim());
    expect(labels.filter((label) => label !== '')).toEqual([
      'Cause',
      'Who',
      'What',
      'Proves',
      'Not proven',
      'Do',
    ]);
    expect(terminal.output()).not.toContain('scp_explicit_deny');
  });

  test('reads standard input where no text is given, and gives data', async () => {
    const terminal = fakeTerminal({ readInput: async () => `${SCP}\n` });

    await expect(main(['explain', '--json'], terminal)).resolves.toBe(0);

    expect(JSON.parse(terminal.output())).toMatchObject({ cause: 'scp_explicit_deny' });
  });

  test.each([
    ['there is nothing', undefined, 'There is no text to explain'],
    ['it is empty', '  \n', 'There is no text to explain'],
    ['it is in another wording', 'Zugriff verweigert', 'is no denial that is known here'],
  ])('ends with 2 and says what to do when %s', async (_, input, text) => {
    const terminal = fakeTerminal({
      readInput: () => (input === undefined ? undefined : Promise.resolve(input)),
    });

    await expect(main(['explain'], terminal)).resolves.toBe(2);

    expect(terminal.errors()).toContain(text);
    expect(terminal.output()).toBe('');
  });
});
