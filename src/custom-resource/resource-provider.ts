import type { RetryContext } from '../runtime/retry';
import type { CreateRequest, DeleteRequest, UpdateRequest } from './request';

/** What a Create or an Update came to. */
export interface ResourceOutcome {
  /** What `Ref` gives: 1 to 1,024 bytes. An Update that answers another id than before has replaced the resource. */
  readonly physicalResourceId: string;
  /** What `Fn::GetAtt` gives. Values that are not strings are flattened: see `flattenData`. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Whether CloudFormation masks `data`. */
  readonly noEcho?: boolean;
  /** A remark on a success; left out of the reply when there is no room for it. */
  readonly reason?: string;
}

/** What the reply to a success takes without a remark, and what CloudFormation takes. */
export interface ReplySize {
  readonly bytes: number;
  readonly maxBytes: number;
}

/** What an operation works with. `deadline.signal` aborts when the reply has to go out, finished or not. */
export interface OperationContext extends RetryContext {
  /**
   * Says which physical id a failed Create has to carry from now on, so that the Delete that follows finds what was
   * made. To be called before the call that makes it; the last claim counts. On Update and Delete, whose failures
   * always carry the existing id, it has no effect. Throws on an id that CloudFormation would not take.
   */
  claim(physicalResourceId: string): void;
  /** From now on masks a text in every line of the log and in the reply. */
  hide(secret: string): void;
  /**
   * What a success with this outcome would take of a reply. One that is too long fails when everything is done, for data
   * cannot be cut: so this is to be asked before anything is.
   */
  replySize(outcome: ResourceOutcome): ReplySize;
}

/**
 * The resource behind the protocol. Each operation may be delivered twice, and must then end as one run would have.
 * What it throws becomes the Reason of a FAILED reply: the error's message, never its stack.
 */
export interface ResourceProvider {
  create(request: CreateRequest, context: OperationContext): Promise<ResourceOutcome>;
  update(request: UpdateRequest, context: OperationContext): Promise<ResourceOutcome>;
  /** Succeeds for what does not exist (any more). It is asked about the not-created id, too. */
  delete(request: DeleteRequest, context: OperationContext): Promise<void>;
}

/** Calls the provider's operation for a request. A Delete cannot but answer the id that it was asked about. */
export async function operate(
  provider: ResourceProvider,
  request: CreateRequest | UpdateRequest | DeleteRequest,
  context: OperationContext,
): Promise<ResourceOutcome> {
  switch (request.requestType) {
    case 'Create':
      return provider.create(request, context);
    case 'Update':
      return provider.update(request, context);
    case 'Delete':
      await provider.delete(request, context);
      return { physicalResourceId: request.physicalResourceId };
  }
}
