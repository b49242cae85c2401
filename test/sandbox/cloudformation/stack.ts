import type { StackDetail, StackPublisher } from '../stacks/published-stack';
import type { Provider } from './delivery';
import type { ContinuationOptions, Deployment, OperationOptions } from './deployment';
import { createStack, deleteStack, updateStack } from './operations';
import { publicationOf } from './publication';
import type { ReceivedPut } from './put';
import type { CustomResourceRequest } from './request';
import type { StepContext } from './resource-steps';
import type { ResponseEndpoint } from './response-endpoint';
import { continueRollback } from './rollback';
import type { StackClock } from './stack-clock';
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
  continueRollback(options?: ContinuationOptions): Promise<StackStatus>;
  /** `Ref`: the physical id. */
  ref(logicalId: string): string | undefined;
  /** `Fn::GetAtt`. @throws Error with CloudFormation's words when the reply had no such attribute. */
  attribute(logicalId: string, name: string): unknown;
  /** Every PUT to one of the stack's ResponseURLs, whatever became of it. */
  replies(): ReceivedPut[];
  /**
   * Delivers one of the stack's events: one that was held back, or any other once more. Resolves when it is dealt with.
   * Lambda keeps events for up to six hours, and may deliver them more than once:
   * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
   */
  deliver(request: CustomResourceRequest): Promise<void>;
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
  readonly clock: StackClock;
  readonly endpoint: ResponseEndpoint;
  readonly publisher?: StackPublisher | undefined;
  /** What a stack of a template shows besides, when it has come to a status. */
  readonly detail?: ((status: string) => StackDetail) | undefined;
}

export function defineStack(settings: StackSettings): Stack {
  const { name, createdAt, partition, region, accountId, timeScale, skipsWaits, clock, endpoint, publisher } =
    settings;
  const newId = () => stackArn(partition, region, accountId, name);
  const stack: StackRecord = {
    name,
    id: settings.stackId ?? newId(),
    status: undefined,
    resources: new Map(),
    events: [],
    requests: [],
    clock,
    leftovers: [],
    changed: () => {
      const publication = publicationOf(stack);
      const detail = settings.detail?.(publication.status);
      publisher?.publish({ ...publication, ...detail, ...(createdAt && { createdAt }) });
    },
  };
  const deliveries: Promise<void>[] = [];
  const receivers = new Map<CustomResourceRequest, Provider>();

  function contextFor(options: OperationOptions): StepContext {
    const { duplicate, holdsBack } = options;
    return { stack, endpoint, region, timeScale, skipsWaits, duplicate, holdsBack, deliveries, receivers };
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
      // In CloudFormation's words: https://github.com/aws/aws-cli/issues/6368
      if (status.endsWith('_FAILED') && deployment.onFailure !== 'DO_NOTHING')
        throw new Error(
          `This stack is currently in a non-terminal [${status}] state. To update the stack from this state, please use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the rollback-stack API`,
        );
      return updateStack(contextFor(deployment), deployment);
    },
    delete: async (options = {}) => deleteStack(contextFor(options)),
    continueRollback: async (options = {}) => continueRollback(contextFor(options), options),
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
    deliver: async (request) => {
      const receiver = receivers.get(request);
      if (receiver === undefined) throw new Error(`stack ${name} has sent no such event`);
      const delivery = receiver.invoke(request, { asynchronous: true }).then(() => undefined);
      deliveries.push(delivery);
      await delivery;
    },
    settled: async () => {
      await Promise.all(deliveries);
    },
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html: failed ones, too. */
const UPDATABLE: readonly StackStatus[] = [
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
];
