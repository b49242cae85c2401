import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { accountTemplate } from '../../scripts/package/templates';
import type { Report } from '../../src/report/report';
import { VERSION } from '../../src/runtime/version';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox';
import { accountOfKey } from '../sandbox/identities';
import type { Lambda } from '../sandbox/lambda/lambda';
import { createVirtualTime } from '../sandbox/lambda/virtual-time';
import { BUNDLE_PATHS, TEMPLATE_TEXT } from './installed-provider';
import { putIntoS3 } from './s3-object';

const BUCKET = 'templates';
/** In reality CloudFormation takes so long from one phase of a stack to the next. */
const PHASE_TAKES_MS = 20_000;
const POLL_MS = 100;

/** dist/account.yaml of the present build, as `npm run package` makes it. @param digest tells one package from another */
export function accountFile(digest = 'of-the-tests'): string {
  const code = {
    provider: readFileSync(BUNDLE_PATHS.Provider, 'utf8'),
    validator: readFileSync(BUNDLE_PATHS.Validator, 'utf8'),
  };
  return accountTemplate({ template: TEMPLATE_TEXT, release: `${VERSION}+${digest}` }, code, []);
}

/** A sandbox in which waits take no time, and nothing runs but what is asked for. */
export function startPatientSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const virtualTime = createVirtualTime();
  return startSandbox({
    now: virtualTime.now,
    functions: { skipsWaits: true, virtualTime },
    phaseTakesMs: PHASE_TAKES_MS,
    schedulesRun: false,
    ...options,
  });
}

/** An account's CloudFormation, asked by somebody. */
export interface Deployer {
  /** Creates the stack, or updates it if it exists, call by call as `aws cloudformation deploy` does. @returns the stack as it is shown then */
  deploy(name: string, text: string, parameters?: Readonly<Record<string, string>>): Promise<Stack>;
  /** Changes parameters and nothing else. */
  change(name: string, parameters: Readonly<Record<string, string>>): Promise<Stack>;
  delete(name: string): Promise<Stack>;
  outputs(stack: Stack): Readonly<Record<string, string>>;
}

export interface DeployerOptions {
  readonly region?: string;
  /** Access key: an account's id for its administrator. */
  readonly as?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export function deployerOf(sandbox: Sandbox, options: DeployerOptions = {}): Deployer {
  const { region = 'us-east-1', as = '123456789012', tags = {} } = options;
  const client = new CloudFormationClient({
    endpoint: sandbox.endpoint,
    region,
    credentials: { accessKeyId: as, secretAccessKey: 'any' },
    maxAttempts: 1,
  });
  const shown = async (name: string): Promise<Stack> => {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    if (stack === undefined) throw new Error(`there is no stack ${name}`);
    return stack;
  };
  /** Longer than the sandbox waits before it answers, on a machine that has other things to do. */
  const rested = async (name: string): Promise<Stack> => {
    for (;;) {
      const stack = await shown(name);
      if (!stack.StackStatus?.endsWith('_IN_PROGRESS')) return stack;
      await sleep(POLL_MS);
    }
  };
  const exists = (name: string) =>
    shown(name).then(
      () => true,
      () => false,
    );
  let deployments = 0;
  const listed = (parameters: Readonly<Record<string, string>>) =>
    Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
  const common = {
    Capabilities: ['CAPABILITY_IAM' as const],
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };

  return {
    deploy: async (name, text, parameters = {}) => {
      const TemplateURL = await upload(sandbox, as, text);
      const { Id: ChangeSetName } = await client.send(
        new CreateChangeSetCommand({
          StackName: name,
          ChangeSetName: `deploy-${++deployments}`,
          ChangeSetType: (await exists(name)) ? 'UPDATE' : 'CREATE',
          Parameters: listed(parameters),
          TemplateURL,
          ...common,
        }),
      );
      const { Status: status, StatusReason: reason } = await client.send(
        new DescribeChangeSetCommand({ StackName: name, ChangeSetName }),
      );
      if (status !== 'CREATE_COMPLETE') throw new Error(reason);
      await client.send(new ExecuteChangeSetCommand({ StackName: name, ChangeSetName }));
      return rested(name);
    },
    change: async (name, parameters) => {
      const { Parameters: current = [] } = await shown(name);
      const kept = current
        .filter(({ ParameterKey: key = '' }) => !(key in parameters))
        .map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true }));
      const Parameters = [...kept, ...listed(parameters)];
      await client.send(
        new UpdateStackCommand({ StackName: name, UsePreviousTemplate: true, ...common, Parameters }),
      );
      return rested(name);
    },
    delete: async (name) => {
      const { StackId: id = '' } = await shown(name);
      await client.send(new DeleteStackCommand({ StackName: name }));
      return rested(id);
    },
    outputs: ({ Outputs: outputs = [] }) =>
      Object.fromEntries(outputs.map(({ OutputKey: key = '', OutputValue: value = '' }) => [key, value])),
  };
}

/** A stack as the sandbox has it, with its resources and events. */
function insideOf(sandbox: Sandbox, { StackId: id = '' }: Stack) {
  const [, , , region = '', accountId = ''] = id.split(':');
  const { resources = [], events = [] } =
    sandbox
      .account(accountId)
      .stacks.list()
      .find((stack) => stack.id === id) ?? {};
  return { region, accountId, resources, events };
}

/** What CloudFormation has told of a stack, in its order. */
export function eventsIn(sandbox: Sandbox, stack: Stack) {
  return insideOf(sandbox, stack).events;
}

/** Which resources of a stack have failed, and why, in their order: `Role: it is there already`. */
export function failuresIn(sandbox: Sandbox, stack: Stack): string[] {
  return eventsIn(sandbox, stack)
    .filter(({ status, logicalId }) => status.endsWith('_FAILED') && logicalId !== stack.StackName)
    .map(({ logicalId, reason = '' }) => `${logicalId}: ${reason}`);
}

/** A function of a stack, to be invoked and killed. */
export function functionOf(sandbox: Sandbox, stack: Stack, logicalId: string): Lambda {
  const { region, accountId, resources } = insideOf(sandbox, stack);
  const { physicalId } = resources.find((resource) => resource.logicalId === logicalId) ?? {};
  return sandbox.functionOf(`arn:aws:lambda:${region}:${accountId}:function:${physicalId}`);
}

/** What the validator of a stack reports. */
export async function reportsOf(sandbox: Sandbox, stack: Stack): Promise<readonly Report[]> {
  const { attempts } = await functionOf(sandbox, stack, 'Validator').invoke({});
  // The tests of reports hold them to their shape.
  return (attempts[0]?.value ?? []) as readonly Report[];
}

/** Puts a template into a bucket, as the console and the AWS CLI do. @returns its URL */
async function upload(sandbox: Sandbox, accessKeyId: string, text: string): Promise<string> {
  const bucket = `${BUCKET}-${accessKeyId.toLowerCase()}`;
  // The account's administrator has made it: the deployer need not be allowed to.
  await putIntoS3(sandbox, bucket, '', accountOfKey(accessKeyId));
  return putIntoS3(sandbox, `${bucket}/template.yaml`, text, accessKeyId);
}
