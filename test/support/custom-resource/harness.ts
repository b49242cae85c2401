import {
  createHandler,
  type HandlerOptions,
  type ProvidedResource,
  type ResourceProvider,
} from '../../../src/custom-resource';
import { FakeClock } from '../fake-clock';
import { FUNCTION_ARN, NOT_CREATED, RESOURCE_TYPE } from './events';

export interface SentReply {
  readonly url: string;
  readonly at: number;
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly [field: string]: unknown;
}

export const LAMBDA = {
  awsRequestId: 'invocation-1',
  invokedFunctionArn: FUNCTION_ARN,
  logStreamName: '2024/05/01/[$LATEST]0123',
  getRemainingTimeInMillis: () => 30_250,
};

/** A provider whose operations succeed, with `changes` on top. */
export function providerOf(changes: Partial<ResourceProvider> = {}): ResourceProvider {
  return {
    create: async () => ({ physicalResourceId: 'thing-1' }),
    update: async (request) => ({ physicalResourceId: request.physicalResourceId }),
    delete: async () => {},
    ...changes,
  };
}

/** A handler on a fake clock, whose replies and log lines are kept instead of sent. */
export function prepareHandler(
  provider: ResourceProvider | ProvidedResource['provider'],
  options: Partial<HandlerOptions> = {},
) {
  const clock = new FakeClock();
  const replies: SentReply[] = [];
  const lines: string[] = [];
  const handle = createHandler({
    resources: [
      {
        resourceType: RESOURCE_TYPE,
        notCreatedId: NOT_CREATED,
        provider: typeof provider === 'function' ? provider : () => provider,
      },
    ],
    clock,
    random: () => 0,
    write: (line) => lines.push(line),
    sendReply: async (url, body) => {
      replies.push({ url: url.href, at: clock.now(), ...JSON.parse(body) });
    },
    ...options,
  });
  return { clock, replies, lines, handle };
}

/** What never settles. */
export function never<T>(): Promise<T> {
  return new Promise(() => {});
}
