import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type ResourceStatus,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  DeleteParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import type {
  CreateRequest,
  DeleteRequest,
  OperationContext,
  ResourceOutcome,
  UpdateRequest,
} from '../../../src/custom-resource';
import { successSize } from '../../../src/custom-resource/reply';
import type { ObservedIdentity } from '../../../src/iam/role/observed';
import { createIntegrationProvider } from '../../../src/provider/integration-provider';
import type { ProviderSettings } from '../../../src/provider/settings';
import { awsError } from '../aws-error';
import { emptyAccount, type ModelAccount } from '../iam/model-iam';
import { ServedAccount } from '../iam/served-account';
import { OWNER } from '../iam/specs';
import { startInvocation } from '../passing-time';
import { settingsWith } from './settings';

type Properties = Readonly<Record<string, unknown>>;

export const PROPERTIES = { ExternalId: 'abcdef0123456789' };

const STACK = { partition: 'aws', region: 'us-east-1', accountId: '123456789012', name: 'monitoring' };

const REPLY_TO = { stackId: OWNER.stackId, requestId: 'request-1', logicalResourceId: OWNER.logicalId };

/** The provider before an account with IAM, SSM, STS and CloudFormation, all in memory, and with time that passes by itself. */
export class TestBed {
  readonly iam = mockClient(IAMClient);
  readonly ssm = mockClient(SSMClient);
  readonly sts = mockClient(STSClient);
  readonly cloudFormation = mockClient(CloudFormationClient);
  readonly served: ServedAccount;
  /** SSM's parameters, by name. */
  readonly parameters = new Map<string, string>();
  /** The physical ids that were claimed, in order. */
  readonly claims: string[] = [];
  readonly #invocation;
  readonly #settings: ProviderSettings;

  constructor({
    account = emptyAccount(),
    totalMs = 300_000,
    ...settings
  }: Partial<ProviderSettings> & { account?: ModelAccount; totalMs?: number } = {}) {
    this.served = new ServedAccount(this.iam, account);
    this.#serveParameters();
    this.sts.on(GetCallerIdentityCommand).resolves({
      Arn: 'arn:aws:sts::123456789012:assumed-role/provider/session',
    });
    this.setStackStatus('UPDATE_IN_PROGRESS');
    this.cloudFormation
      .on(DescribeStackResourcesCommand)
      .rejects(awsError('ValidationError', 'Stack for it does not exist', 400));
    this.setResourceStatus('UPDATE_IN_PROGRESS');
    this.#invocation = startInvocation(totalMs);
    this.#settings = settingsWith(settings);
  }

  /** What an event that is not stopped finds and does, with a claim that is written down. */
  get context(): OperationContext {
    return {
      ...this.#invocation.context,
      claim: (id) => void this.claims.push(id),
      hide: () => undefined,
      replySize: (outcome) => successSize(REPLY_TO, outcome),
    };
  }

  get clock() {
    return this.#invocation.clock;
  }

  /** The log's lines, in order. */
  get lines() {
    return this.#invocation.lines;
  }

  /** The log's messages, in order. */
  get messages(): readonly string[] {
    return this.#invocation.lines.map(({ message }) => message);
  }

  /** What CloudFormation says of the stack from now on; all kinds of events are plausible at first. */
  setStackStatus(StackStatus: StackStatus): void {
    const stack = { StackName: STACK.name, CreationTime: undefined, StackStatus };
    this.cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stack] });
  }

  /** CloudFormation answers nothing from now on. */
  denyCloudFormation(): void {
    const denied = awsError('AccessDenied', 'not authorized to perform: cloudformation:DescribeStacks', 403);
    this.cloudFormation.reset();
    this.cloudFormation.onAnyCommand().rejects(denied);
  }

  /** What CloudFormation says of the stack's resource from now on. */
  setResourceStatus(ResourceStatus: ResourceStatus, PhysicalResourceId?: string): void {
    const { stackId: StackName, logicalId: LogicalResourceId } = OWNER;
    const resource = {
      LogicalResourceId,
      ResourceType: 'Custom::DatadogIntegrationRole',
      ResourceStatus,
      PhysicalResourceId,
      Timestamp: undefined,
    };
    this.cloudFormation
      .on(DescribeStackResourcesCommand, { StackName, LogicalResourceId })
      .resolves({ StackResources: [resource] });
  }

  /** The account as the events have left it. */
  get account(): ModelAccount {
    return this.served.account;
  }

  /** A role of the account, as the events have left it. */
  role(roleName = 'DatadogIntegrationRole'): ObservedIdentity | undefined {
    try {
      return this.served.roleNamed(roleName);
    } catch {
      return undefined;
    }
  }

  create(properties: Properties = {}): Promise<ResourceOutcome> {
    const request: CreateRequest = { ...base(properties), requestType: 'Create' };
    return this.#ended((provider) => provider.create(request, this.context));
  }

  update(
    properties: Properties,
    oldProperties: Properties,
    physicalResourceId = 'DatadogIntegrationRole',
  ): Promise<ResourceOutcome> {
    const request: UpdateRequest = {
      ...base(properties),
      oldProperties: { ...PROPERTIES, ...oldProperties },
      requestType: 'Update',
      physicalResourceId,
    };
    return this.#ended((provider) => provider.update(request, this.context));
  }

  delete(physicalResourceId = 'DatadogIntegrationRole', properties: Properties = {}): Promise<void> {
    const request: DeleteRequest = { ...base(properties), requestType: 'Delete', physicalResourceId };
    return this.#ended((provider) => provider.delete(request, this.context));
  }

  #ended<T>(operation: (provider: ReturnType<typeof createIntegrationProvider>) => Promise<T>): Promise<T> {
    const begun = Promise.resolve(createIntegrationProvider(this.#settings)).then(operation);
    return this.#invocation.ended(begun);
  }

  #serveParameters(): void {
    const { ssm, parameters } = this;
    ssm.on(GetParameterCommand).callsFake(({ Name }) => {
      const Value = parameters.get(Name);
      if (Value === undefined) throw new ParameterNotFound({ message: 'none', $metadata: {} });
      return { Parameter: { Value } };
    });
    ssm.on(PutParameterCommand).callsFake(({ Name, Value }) => {
      parameters.set(Name, Value);
      return {};
    });
    ssm.on(GetParametersByPathCommand).callsFake(({ Path }) => ({
      Parameters: [...parameters.keys()]
        .filter((Name) => Name.startsWith(`${Path}/`))
        .map((Name) => ({ Name })),
    }));
    ssm.on(DeleteParametersCommand).callsFake(({ Names }) => {
      for (const name of Names) parameters.delete(name);
      return {};
    });
  }
}

function base(properties: Properties) {
  return {
    stackId: OWNER.stackId,
    stack: STACK,
    requestId: 'request',
    logicalResourceId: OWNER.logicalId,
    resourceType: 'Custom::DatadogIntegrationRole',
    properties: { ...PROPERTIES, ...properties },
    oldProperties: {},
    sentAt: undefined,
    awaitedUntil: undefined,
  };
}
