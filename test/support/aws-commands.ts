import { execFileSync } from 'node:child_process';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagPolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';

/** Options of a command of the AWS CLI, by their names there. @throws Error for one that is not given */
type Options = (name: string) => string;

type Run = (iam: IAMClient, option: Options, given: ReadonlySet<string>) => Promise<unknown>;

/** Text of files that a command takes by `file://`, by their names. */
type Files = Readonly<Record<string, string>>;

const role = (option: Options) => ({ RoleName: option('role-name') });
const rolePolicy = (option: Options) => ({ ...role(option), PolicyArn: option('policy-arn') });
const inlinePolicy = (option: Options) => ({ ...role(option), PolicyName: option('policy-name') });

/** https://docs.aws.amazon.com/cli/latest/reference/iam/: the commands that remedies consist of. */
const IAM_COMMANDS: Readonly<Record<string, Run>> = {
  'attach-role-policy': (iam, option) => iam.send(new AttachRolePolicyCommand(rolePolicy(option))),
  'create-policy': (iam, option) =>
    iam.send(
      new CreatePolicyCommand({
        PolicyName: option('policy-name'),
        Path: option('path'),
        PolicyDocument: option('policy-document'),
        Tags: JSON.parse(option('tags')),
      }),
    ),
  'create-policy-version': (iam, option, given) =>
    iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn: option('policy-arn'),
        PolicyDocument: option('policy-document'),
        SetAsDefault: given.has('set-as-default'),
      }),
    ),
  'create-role': (iam, option, given) =>
    iam.send(
      new CreateRoleCommand({
        ...role(option),
        Path: option('path'),
        AssumeRolePolicyDocument: option('assume-role-policy-document'),
        MaxSessionDuration: Number(option('max-session-duration')),
        Tags: JSON.parse(option('tags')),
        ...(given.has('description') ? { Description: option('description') } : {}),
        ...(given.has('permissions-boundary') ? { PermissionsBoundary: option('permissions-boundary') } : {}),
      }),
    ),
  'delete-policy-version': (iam, option) =>
    iam.send(
      new DeletePolicyVersionCommand({ PolicyArn: option('policy-arn'), VersionId: option('version-id') }),
    ),
  'delete-role': (iam, option) => iam.send(new DeleteRoleCommand(role(option))),
  'delete-role-permissions-boundary': (iam, option) =>
    iam.send(new DeleteRolePermissionsBoundaryCommand(role(option))),
  'delete-role-policy': (iam, option) => iam.send(new DeleteRolePolicyCommand(inlinePolicy(option))),
  'detach-role-policy': (iam, option) => iam.send(new DetachRolePolicyCommand(rolePolicy(option))),
  'list-attached-role-policies': (iam, option) => iam.send(new ListAttachedRolePoliciesCommand(role(option))),
  'list-role-policies': (iam, option) => iam.send(new ListRolePoliciesCommand(role(option))),
  'put-role-permissions-boundary': (iam, option) =>
    iam.send(
      new PutRolePermissionsBoundaryCommand({
        ...role(option),
        PermissionsBoundary: option('permissions-boundary'),
      }),
    ),
  'put-role-policy': (iam, option) =>
    iam.send(
      new PutRolePolicyCommand({ ...inlinePolicy(option), PolicyDocument: option('policy-document') }),
    ),
  'tag-policy': (iam, option) =>
    iam.send(new TagPolicyCommand({ PolicyArn: option('policy-arn'), Tags: JSON.parse(option('tags')) })),
  'tag-role': (iam, option) =>
    iam.send(new TagRoleCommand({ ...role(option), Tags: JSON.parse(option('tags')) })),
  'update-assume-role-policy': (iam, option) =>
    iam.send(
      new UpdateAssumeRolePolicyCommand({ ...role(option), PolicyDocument: option('policy-document') }),
    ),
  'update-role': (iam, option) =>
    iam.send(
      new UpdateRoleCommand({
        ...role(option),
        Description: option('description'),
        MaxSessionDuration: Number(option('max-session-duration')),
      }),
    ),
};

/**
 * Carries out the steps of a remedy that are commands of the AWS CLI, in their order, as a person with a shell would.
 * What the others ask for is the caller's to do.
 *
 * @throws Error when a command is none that remedies are known to consist of, or AWS refuses it
 */
export async function carryOut(iam: IAMClient, remedy: readonly string[], files: Files = {}): Promise<void> {
  const commands = remedy.filter((step) => step.startsWith('aws '));
  if (commands.length === 0) throw new Error(`no commands among ${JSON.stringify(remedy)}`);
  for (const command of commands) await run(iam, command, files);
}

async function run(iam: IAMClient, command: string, files: Files): Promise<void> {
  const [, service, name = '', ...words] = wordsOf(command);
  const perform = service === 'iam' ? IAM_COMMANDS[name] : undefined;
  if (perform === undefined) throw new Error(`what is meant by: ${command}?`);
  const options = optionsIn(words, files);
  const option: Options = (wanted) => {
    const value = options.get(wanted);
    if (value === undefined) throw new Error(`--${wanted} is missing in: ${command}`);
    return value;
  };
  await perform(iam, option, new Set(options.keys()));
}

function optionsIn(words: readonly string[], files: Files): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  words.forEach((word, index) => {
    if (!word.startsWith('--')) return;
    const next = words[index + 1] ?? '';
    const value = next.startsWith('--') ? '' : next;
    options.set(word.slice(2), value.startsWith('file://') ? fileAt(value, files) : value);
  });
  return options;
}

function fileAt(address: string, files: Files): string {
  const text = files[address.slice('file://'.length)];
  if (text === undefined) throw new Error(`nobody has written ${address}`);
  return text;
}

/** Words of a command line, as a POSIX shell divides and unquotes it. */
function wordsOf(command: string): readonly string[] {
  const output = execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}
