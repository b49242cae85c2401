import type { Provider } from '../sandbox/cloudformation/delivery';
import type { CustomResourceRequest } from '../sandbox/cloudformation/request';

/** A ServiceToken behind which one function can take another's place. */
export interface ServiceToken extends Provider {
  /** From now on events go there. */
  connect(invoke: (request: CustomResourceRequest) => Promise<unknown>): void;
}

export function serviceToken(arn: string): ServiceToken {
  let receiver = (_request: CustomResourceRequest): Promise<unknown> =>
    Promise.reject(new Error('nothing is connected to the ServiceToken'));
  return {
    arn,
    invoke: (request) => receiver(request),
    connect: (invoke) => {
      receiver = invoke;
    },
  };
}

/** A reply as it was once given, to be given again. */
export interface RecordedReply {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Answers an event as it was answered before, with nothing done for it. */
export async function giveAgain(reply: RecordedReply, request: CustomResourceRequest): Promise<void> {
  const { ResponseURL, StackId, RequestId, LogicalResourceId } = request;
  const body = {
    Status: 'SUCCESS',
    PhysicalResourceId: reply.physicalId,
    StackId,
    RequestId,
    LogicalResourceId,
    Data: reply.attributes,
  };
  const response = await fetch(ResponseURL, {
    method: 'PUT',
    headers: { 'content-type': '' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the recorded reply was refused with ${response.status}`);
}
