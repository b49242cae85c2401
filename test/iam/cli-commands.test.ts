import { execFileSync } from 'node:child_process';
import { awsCommands } from '../../src/iam/cli-commands';
import type { Step } from '../../src/iam/plan';

/** What a shell hands to a program when it reads this command. */
function wordsOf(command: string): string[] {
  const printing = `aws() { printf '%s\\0' "$@"; }; ${command}`;
  return execFileSync('sh', ['-c', printing]).toString().split('\0').slice(0, -1);
}

describe('a step as a command of the AWS CLI', () => {
  test.each([
    ['it’s', 'it\'s $HOME `date` "quoted" \\ back'],
    ['nothing', ''],
    ['two lines', 'one\ntwo'],
  ])('reaches the CLI as it is, whatever it holds: %s', (_, description) => {
    const [command = ''] = awsCommands('Role+1', [
      { kind: 'update-role', description, maxSessionDurationSeconds: 3_600 },
    ]);

    expect(wordsOf(command)).toEqual([
      'iam',
      'update-role',
      '--role-name',
      'Role+1',
      '--description',
      description,
      '--max-session-duration',
      '3600',
    ]);
  });

  const ARN = 'arn:aws:iam::123456789012:policy/datadog-integration-role/Role-permissions-1';
  const document = { Version: '2012-10-17', Statement: [] };
  test.each<[Step, string[]]>([
    [
      { kind: 'put-boundary', policyArn: ARN },
      ['put-role-permissions-boundary', '--permissions-boundary', ARN],
    ],
    [{ kind: 'delete-boundary' }, ['delete-role-permissions-boundary']],
    [{ kind: 'untag-role', tagKeys: ['a b'] }, ['untag-role', '--tag-keys', '["a b"]']],
    [{ kind: 'delete-inline-policy', policyName: 'P' }, ['delete-role-policy', '--policy-name', 'P']],
    [
      { kind: 'create-policy', policyArn: ARN, document, tags: { k: 'v' } },
      [
        'create-policy',
        '--policy-name',
        'Role-permissions-1',
        '--path',
        '/datadog-integration-role/',
        JSON.stringify(document),
      ],
    ],
    [
      { kind: 'create-policy-version', policyArn: ARN, document },
      ['create-policy-version', '--set-as-default'],
    ],
    [
      { kind: 'delete-policy-version', policyArn: ARN, versionId: 'v1' },
      ['delete-policy-version', '--version-id', 'v1'],
    ],
    [{ kind: 'tag-policy', policyArn: ARN, tags: { k: 'v' } }, ['tag-policy', '[{"Key":"k","Value":"v"}]']],
    [{ kind: 'untag-policy', policyArn: ARN, tagKeys: ['k'] }, ['untag-policy', '["k"]']],
    [{ kind: 'attach-policy', policyArn: ARN }, ['attach-role-policy', '--policy-arn', ARN]],
    [{ kind: 'detach-policy', policyArn: ARN }, ['detach-role-policy', '--policy-arn', ARN]],
    [{ kind: 'delete-policy', policyArn: ARN }, ['delete-policy', '--policy-arn', ARN]],
    [
      { kind: 'remove-from-instance-profile', instanceProfile: 'I' },
      ['remove-role-from-instance-profile', 'I'],
    ],
    [{ kind: 'delete-role' }, ['delete-role', '--role-name', 'Role']],
  ])('%j is complete', (step, words) => {
    const [command = ''] = awsCommands('Role', [step]);

    expect(wordsOf(command)).toEqual(expect.arrayContaining(['iam', ...words]));
  });
});
