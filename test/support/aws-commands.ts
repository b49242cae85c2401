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

/** Sends the request of one operation; its input comes from a command, so that AWS is who judges it. */
type Send = (iam: IAMClient, input: never) => Promise<unknown>;

/** Text of files that a command takes by `file://`, by their names. */
type Files = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/cli/latest/reference/iam/: the commands that remedies consist of. */
const IAM_OPERATIONS: Readonly<Record<string, Send>> = {
  'attach-role-policy': (iam, input) => iam.send(new AttachRolePolicyCommand(input)),
  'create-policy': (iam, input) => iam.send(new CreatePolicyCommand(input)),
  'create-policy-version': (iam, input) => iam.send(new CreatePolicyVersionCommand(input)),
  'create-role': (iam, input) => iam.send(new CreateRoleCommand(input)),
  'delete-policy-version': (iam, input) => iam.send(new DeletePolicyVersionCommand(input)),
  'delete-role': (iam, input) => iam.send(new DeleteRoleCommand(input)),
  'delete-role-permissions-boundary': (iam, input) =>
    iam.send(new DeleteRolePermissionsBoundaryCommand(input)),
  'delete-role-policy': (iam, input) => iam.send(new DeleteRolePolicyCommand(input)),
  'detach-role-policy': (iam, input) => iam.send(new DetachRolePolicyCommand(input)),
  'list-attached-role-policies': (iam, input) => iam.send(new ListAttachedRolePoliciesCommand(input)),
  'list-role-policies': (iam, input) => iam.send(new ListRolePoliciesCommand(input)),
  'put-role-permissions-boundary': (iam, input) => iam.send(new PutRolePermissionsBoundaryCommand(input)),
  'put-role-policy': (iam, input) => iam.send(new PutRolePolicyCommand(input)),
  'tag-policy': (iam, input) => iam.send(new TagPolicyCommand(input)),
  'tag-role': (iam, input) => iam.send(new TagRoleCommand(input)),
  'update-assume-role-policy': (iam, input) => iam.send(new UpdateAssumeRolePolicyCommand(input)),
  'update-role': (iam, input) => iam.send(new UpdateRoleCommand(input)),
};

/**
 * Carries out the steps of a remedy that are commands of the AWS CLI, in their order, as a person with a shell would.
 * What the others ask for is the caller's to do, updates of stacks (`stackUpdateOf`) included.
 *
 * @throws Error when a command is none that remedies are known to consist of, or AWS refuses it
 */
export async function carryOut(iam: IAMClient, remedy: readonly string[], files: Files = {}): Promise<void> {
  const commands = remedy.filter((step) => step.startsWith('aws ') && !step.startsWith(STACK_UPDATE));
  if (commands.length === 0) throw new Error(`no commands among ${JSON.stringify(remedy)}`);
  for (const command of commands) await run(iam, command, files);
}

const STACK_UPDATE = 'aws cloudformation update-stack ';

/** What the command of a remedy changes about which stack; undefined where no step updates one. */
export function stackUpdateOf(
  remedy: readonly string[],
): { readonly stackId: string; readonly parameters: Readonly<Record<string, string>> } | undefined {
  const command = remedy.find((step) => step.startsWith(STACK_UPDATE));
  if (command === undefined) return undefined;
  const { input } = readCommand(command);
  const { StackName, Parameters, UsePreviousTemplate, Capabilities } = input;
  if (UsePreviousTemplate !== true || Capabilities !== 'CAPABILITY_IAM' || !Array.isArray(Parameters))
    throw new Error(`the update has not all that CloudFormation asks for: ${command}`);
  const kept = Parameters.filter((parameter) => parameter === KEPT_PARAMETER);
  if (kept.length === 0) throw new Error(`the update takes the default of all other parameters: ${command}`);
  return {
    stackId: String(StackName),
    parameters: Object.fromEntries(
      Parameters.filter((parameter) => parameter !== KEPT_PARAMETER).map((parameter) => {
        const [, name = '', value = ''] = /^ParameterKey=(\w+),ParameterValue=(.*)$/.exec(parameter) ?? [];
        return [name, value];
      }),
    ),
  };
}

async function run(iam: IAMClient, command: string, files: Files): Promise<void> {
  const { service, operation, input } = readCommand(command, files);
  const send = service === 'iam' ? IAM_OPERATIONS[operation] : undefined;
  if (send === undefined) throw new Error(`what is meant by: ${command}?`);
  await send(iam, input as never);
}

/** What a command asks AWS for. */
export interface AwsRequest {
  readonly service: string;
  readonly operation: string;
  /** By the names that AWS's API gives to its members. */
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Reads a command as a POSIX shell and the AWS CLI do, where both of its versions agree on what it says.
 *
 * @throws Error where the CLI would read something that is not in the command and not in `files`, or not understand it
 */
export function readCommand(command: string, files: Files = {}): AwsRequest {
  const [program, service = '', operation = '', ...words] = wordsOf(command);
  if (program !== 'aws') throw new Error(`no command of the AWS CLI: ${command}`);
  const input: Record<string, unknown> = {};
  let json: Readonly<Record<string, unknown>> = {};
  for (let at = 0; at < words.length; at++) {
    const [, name] = /^--([a-z-]+)$/.exec(words[at] ?? '') ?? [];
    if (name === undefined) throw new Error(`${words[at]} is no option in: ${command}`);
    const values: string[] = [];
    for (let next = words[at + 1]; next !== undefined && !next.startsWith('-'); next = words[at + 1]) {
      values.push(next);
      at++;
    }
    const [value] = values;
    // Of addresses, this option takes those of files only, and it looks for none within its JSON.
    if (name === 'cli-input-json') json = JSON.parse(contentOf(value ?? '', files));
    else if (value === undefined) input[memberOf(name)] = true;
    else input[memberOf(name)] = values.length > 1 ? values : typed(name, contentOf(value, files));
  }
  return { service, operation, input: { ...json, ...input } };
}

/** `--policy-arn` is `PolicyArn`. */
function memberOf(option: string): string {
  return option.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function typed(option: string, value: string): unknown {
  if (option === 'max-session-duration') return Number(value);
  return option === 'tags' || option === 'tag-keys' ? JSON.parse(value) : value;
}

/**
 * Both versions of the CLI replace a value that is the address of a file by its content; version 1 also fetches web
 * pages: https://docs.aws.amazon.com/cli/v1/userguide/cli-usage-parameters-file.html
 */
function contentOf(value: string, files: Files): string {
  const [, scheme] = /^(fileb?|https?):\/\//.exec(value) ?? [];
  if (scheme === undefined) return value;
  const text = scheme === 'file' ? files[value.slice('file://'.length)] : undefined;
  if (text === undefined) throw new Error(`nobody has written ${value}`);
  return text;
}

/** What the AWS CLI prints of a stack with one other parameter, where a command asks it within another. */
const KEPT_PARAMETER = 'ParameterKey=ExternalId,UsePreviousValue=true';

/** Words of a command line, as a POSIX shell divides and unquotes it. */
export function wordsOf(command: string): readonly string[] {
  if (command.includes('\n')) throw new Error(`more than one line: ${command}`);
  const cli = `aws() { printf '%s\\n' '${KEPT_PARAMETER}'; }`;
  const output = execFileSync('sh', ['-c', `${cli}; printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}
