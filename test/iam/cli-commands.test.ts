import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import fc from 'fast-check';
import { awsCommand, awsCommands } from '../../src/iam/cli-commands';
import type { Step } from '../../src/iam/plan';
import { startSandbox } from '../sandbox';
import { readCommand, wordsOf } from '../support/aws-commands';
import { HOSTILE_TEXTS, hostileText, UNSEEN } from '../support/hostile-texts';
import { isInstalled, runProgram } from '../support/run-program';

const ARN = 'arn:aws:iam::123456789012:policy/datadog-integration-role/Role-permissions-1';
const DOCUMENT = { Version: '2012-10-17', Statement: [] };
const RoleName = 'Role';

const commandFor = (step: Step, roleName = RoleName) => awsCommands(roleName, [step])[0] ?? '';

describe('a step as a command of the AWS CLI', () => {
  test.each<[Step, string, object]>([
    [
      {
        kind: 'create-role',
        path: '/',
        trustPolicy: { Version: '2012-10-17', Statement: [] },
        description: 'D',
        maxSessionDurationSeconds: 3_600,
        permissionsBoundary: ARN,
        tags: { k: 'v' },
      },
      'create-role',
      {
        RoleName,
        Path: '/',
        AssumeRolePolicyDocument: JSON.stringify(DOCUMENT),
        Description: 'D',
        MaxSessionDuration: 3_600,
        PermissionsBoundary: ARN,
        Tags: [{ Key: 'k', Value: 'v' }],
      },
    ],
    [
      { kind: 'update-role', description: 'D', maxSessionDurationSeconds: 3_600 },
      'update-role',
      { RoleName, Description: 'D', MaxSessionDuration: 3_600 },
    ],
    [
      { kind: 'put-boundary', policyArn: ARN },
      'put-role-permissions-boundary',
      { RoleName, PermissionsBoundary: ARN },
    ],
    [{ kind: 'delete-boundary' }, 'delete-role-permissions-boundary', { RoleName }],
    [{ kind: 'untag-role', tagKeys: ['a b'] }, 'untag-role', { RoleName, TagKeys: ['a b'] }],
    [{ kind: 'delete-inline-policy', policyName: 'P' }, 'delete-role-policy', { RoleName, PolicyName: 'P' }],
    [
      {
        kind: 'create-policy',
        policyArn: ARN,
        document: { Version: '2012-10-17', Statement: [] },
        tags: { k: 'v' },
      },
      'create-policy',
      {
        PolicyName: 'Role-permissions-1',
        Path: '/datadog-integration-role/',
        PolicyDocument: JSON.stringify(DOCUMENT),
        Tags: [{ Key: 'k', Value: 'v' }],
      },
    ],
    [
      { kind: 'create-policy-version', policyArn: ARN, document: { Version: '2012-10-17', Statement: [] } },
      'create-policy-version',
      { PolicyArn: ARN, PolicyDocument: JSON.stringify(DOCUMENT), SetAsDefault: true },
    ],
    [
      { kind: 'delete-policy-version', policyArn: ARN, versionId: 'v1' },
      'delete-policy-version',
      { PolicyArn: ARN, VersionId: 'v1' },
    ],
    [
      { kind: 'tag-policy', policyArn: ARN, tags: { k: 'v' } },
      'tag-policy',
      { PolicyArn: ARN, Tags: [{ Key: 'k', Value: 'v' }] },
    ],
    [
      { kind: 'untag-policy', policyArn: ARN, tagKeys: ['k'] },
      'untag-policy',
      { PolicyArn: ARN, TagKeys: ['k'] },
    ],
    [{ kind: 'attach-policy', policyArn: ARN }, 'attach-role-policy', { RoleName, PolicyArn: ARN }],
    [{ kind: 'detach-policy', policyArn: ARN }, 'detach-role-policy', { RoleName, PolicyArn: ARN }],
    [{ kind: 'delete-policy', policyArn: ARN }, 'delete-policy', { PolicyArn: ARN }],
    [
      { kind: 'remove-from-instance-profile', instanceProfile: 'I' },
      'remove-role-from-instance-profile',
      { RoleName, InstanceProfileName: 'I' },
    ],
    [{ kind: 'delete-role' }, 'delete-role', { RoleName }],
  ])('%j is complete', (step, operation, input) => {
    expect(readCommand(commandFor(step))).toEqual({ service: 'iam', operation, input });
  });

  test('stays readable where all that it says is plain', () => {
    expect(commandFor({ kind: 'attach-policy', policyArn: ARN }, 'Role+1')).toBe(
      `aws iam attach-role-policy --role-name Role+1 --policy-arn ${ARN}`,
    );
  });

  test.each(HOSTILE_TEXTS)('says what it means, and nothing else, with the text %j', (description) => {
    const command = commandFor({ kind: 'update-role', description, maxSessionDurationSeconds: 3_600 });

    expect(readCommand(command).input).toEqual({
      RoleName,
      Description: description,
      MaxSessionDuration: 3_600,
    });
    expect(command).not.toMatch(UNSEEN);
  });
});

describe('any input as a command', () => {
  test('reaches AWS as it is, by words of which none is an address or an option of others', () => {
    fc.assert(
      fc.property(
        hostileText,
        hostileText,
        fc.array(hostileText, { maxLength: 3 }),
        (RoleName, PolicyArn, TagKeys) => {
          const input = { RoleName, PolicyArn, ...(TagKeys.length === 0 ? {} : { TagKeys }) };
          const command = awsCommand('iam', 'untag-role', input);

          expect(command).not.toMatch(UNSEEN);
          const [, , , ...words] = wordsOf(command);
          for (const word of words)
            expect(
              /^--[a-z-]+$/.test(word) ||
                /^[{[]/.test(word) ||
                (/^[\w/][\w+=,.@:/-]*$/.test(word) && !word.includes('://')),
            ).toBe(true);
          expect(readCommand(command).input).toEqual(input);
        },
      ),
      { numRuns: 25 },
    );
  });
});

/** What the rules above say of the AWS CLI, asked of the one that is installed here, if one is. */
describe('the AWS CLI itself', () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let iam: IAMClient;
  let home: string;
  let hasCli: boolean;

  beforeAll(async () => {
    hasCli = await isInstalled('aws', '--version');
    sandbox = await startSandbox();
    home = mkdtempSync(join(tmpdir(), 'aws-cli-'));
    iam = new IAMClient({
      endpoint: sandbox.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: '123456789012', secretAccessKey: 'any' },
    });
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
        }),
      }),
    );
  });
  afterAll(async () => {
    rmSync(home, { recursive: true });
    await sandbox.stop();
  });

  const runInShell = (command: string) =>
    runProgram('sh', ['-c', command], {
      PATH: process.env['PATH'],
      HOME: home,
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_ACCESS_KEY_ID: '123456789012',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_DEFAULT_REGION: 'us-east-1',
    });
  const descriptionNow = async () => (await iam.send(new GetRoleCommand({ RoleName }))).Role?.Description;

  test('takes a text as it is, though it would read a file for the same text as an option', async () => {
    if (!hasCli) return;
    const secret = join(home, 'credentials');
    writeFileSync(secret, 'hunter2');
    const description = `file://${secret} it's\n$(touch ${home}/x) \`id\` "a" \\ é`;

    const { status, stderr } = await runInShell(
      commandFor({ kind: 'update-role', description, maxSessionDurationSeconds: 3_600 }),
    );

    expect([status, stderr]).toEqual([0, '']);
    expect(await descriptionNow()).toBe(description);

    await runInShell(`aws iam update-role --role-name ${RoleName} --description file://${secret}`);
    expect(await descriptionNow()).toBe('hunter2');
  });
});
