import type { Provider } from '../cloudformation/delivery';
import type { CustomResourceRequest } from '../cloudformation/request';

/** What a provider replies, besides the fields that every reply has. */
export interface LocalReply {
  readonly Status?: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
}

/** A provider without a function: each event is answered in this process, as the callback says. */
export function localProvider(answer: (request: CustomResourceRequest) => Promise<LocalReply>): Provider {
  return {
    arn: 'arn:aws:lambda:us-east-1:123456789012:function:local',
    invoke: async (request) => {
      const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId } = request;
      const reply = await answer(request);
      const known = { Status: 'SUCCESS', PhysicalResourceId, StackId, RequestId, LogicalResourceId };
      const body = JSON.stringify({ ...known, ...reply });
      const response = await fetch(ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body });
      await response.text();
    },
  };
}

/** What was sent, in short: the type, the physical id and the new name. */
export function inShort({
  RequestType,
  PhysicalResourceId = '-',
  ResourceProperties,
}: CustomResourceRequest): string {
  return `${RequestType} ${PhysicalResourceId} ${ResourceProperties['Name']}`;
}

/** A promise that is settled from outside. */
export function signal(): { readonly given: Promise<void>; give(): void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
