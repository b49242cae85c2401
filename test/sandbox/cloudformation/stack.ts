import type { StackPublisher } from '../stacks/published-stack';
import type { Deployment, OperationOptions } from './deployment';
import { continueRollback, createStack, deleteStack, updateStack } from './operations';
import { publicationOf } from './publication';
import type { ReceivedPut } from './put';
import type { StepContext } from './resource-steps';
import type { ResponseEndpoint } from './response-endpoint';
import {
  type StackRecord,
  type StackResource,
  type StackState,
  type StackStatus,
  stackArn,
} from './stack-state';

/** A stack of custom resources. Its operations resolve to the status in which the stack rests; they do not throw over a failure. */
export interface Stack extends StackState {
  /**
   * Creates the stack, or updates it if it exists.
   *
   * @throws Error when CloudFormation would refuse the operation, as for a stack in ROLLBACK_COMPLETE.
   */
  deploy(deployment: Deployment): Promise<StackStatus>;
  delete(options?: OperationOptions): Promise<StackStatus>;
  /** Takes up a rollback that rests in UPDATE_ROLLBACK_FAILED. */
  continueRollback(options?: OperationOptions): Promise<StackStatus>;
  /** `Ref`: the physical id. */
  ref(logicalId: string): string | undefined;
  /** `Fn::GetAtt`. @throws Error with CloudFormation's words when the reply had no such attribute. */
  attribute(logicalId: string, name: string): unknown;
  /** Every PUT to one of the stack's ResponseURLs, whatever became of it. */
  replies(): ReceivedPut[];
  /** Resolves when no delivery runs any more, those included for which CloudFormation stopped waiting. */
  settled(): Promise<void>;
}

export interface StackSettings {
  readonly name: string;
  /** For the first creation. */
  readonly stackId?: string | undefined;
  /** Default: the moment of its first event. */
  readonly createdAt?: Date | undefined;
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly timeScale: number;
  readonly skipsWaits: boolean;
  readonly endpoint: ResponseEndpoint;
  readonly publisher?: StackPublisher | undefined;
}

export function defineStack(settings: StackSettings): Stack {
  const { name, createdAt, partition, region, accountId, timeScale, skipsWaits, endpoint, publisher } =
    settings;
  const newId = () => stackArn(partition, region, accountId, name);
  const stack: StackRecord = {
    name,
    id: settings.stackId ?? newId(),
    status: undefined,
    resources: new Map(),
    events: [],
    requests: [],
    changed: () => publisher?.publish({ ...publicationOf(stack), ...(createdAt && { createdAt }) }),
  };
  const deliveries: Promise<void>[] = [];

  function contextFor({ duplicate }: OperationOptions): StepContext {
    return { stack, endpoint, region, timeScale, skipsWaits, duplicate, deliveries };
  }
  function resource(logicalId: string): StackResource {
    const found = stack.resources.get(logicalId);
    if (found === undefined) throw new Error(`stack ${name} has no resource ${logicalId}`);
    return found;
  }

  return {
    name,
    get id() {
      return stack.id;
    },
    get status() {
      return stack.status;
    },
    resources: stack.resources,
    events: stack.events,
    requests: stack.requests,
    deploy: async (deployment) => {
      const { status } = stack;
      if (status === 'DELETE_COMPLETE') stack.id = newId();
      if (status === undefined || status === 'DELETE_COMPLETE')
        return createStack(contextFor(deployment), deployment);
      if (!UPDATABLE.includes(status))
        throw new Error(`Stack:${stack.id} is in ${status} state and can not be updated.`);
      if (deployment.onFailure !== undefined) throw new Error('onFailure is an option of a creation');
      return updateStack(contextFor(deployment), deployment);
    },
    delete: async (options = {}) => deleteStack(contextFor(options)),
    continueRollback: async (options = {}) => continueRollback(contextFor(options)),
    ref: (logicalId) => resource(logicalId).physicalId,
    attribute: (logicalId, attribute) => {
      const { attributes } = resource(logicalId);
      if (!Object.hasOwn(attributes, attribute))
        throw new Error(
          `CustomResource attribute error: Vendor response doesn't contain ${attribute} attribute in object`,
        );
      return attributes[attribute];
    },
    replies: () => endpoint.puts.filter(({ request }) => stack.requests.includes(request)),
    settled: async () => {
      await Promise.all(deliveries);
    },
  };
}

/** One that keeps its failed resources can be mended: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html */
const UPDATABLE: readonly StackStatus[] = [
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
];
